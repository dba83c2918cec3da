"""The drawn pictures: the right size, made once, the same each time, and legible."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from channels.pictures.outcomes import Original
from channels.pictures.social import SOCIAL_SIZE, draw_social_picture
from channels.pictures.social_words import Place, SocialStyle, set_words
from channels.pictures.store import PictureStore
from tests.channels.pictures.conftest import Encoder, FileServer

STYLE = SocialStyle("Drentse Musea")
LONG = "Van hunebed tot heden: een buitengewoon lange titel die nooit in drie regels past " * 3


@pytest.mark.parametrize("title", ["Agenda", LONG, "Hottentottententententoonstelling" * 4, ""])
def test_words_stay_within_the_picture(title: str, tmp_path: Path) -> None:
    draw_social_picture(title, "Wat is er te doen", None, tmp_path / "a.jpg", STYLE)
    draw_social_picture("", "", None, tmp_path / "empty.jpg", STYLE)
    with Image.open(tmp_path / "a.jpg") as drawn, Image.open(tmp_path / "empty.jpg") as empty:
        assert drawn.size == empty.size == SOCIAL_SIZE
        right_edge = (SOCIAL_SIZE[0] - 60, 0, *SOCIAL_SIZE)
        assert drawn.crop(right_edge).tobytes() == empty.crop(right_edge).tobytes()
        assert drawn.tobytes() != empty.tobytes()


def test_a_drawing_is_made_once_and_the_same_each_time(
    store: PictureStore, server: FileServer, encoded: Encoder, tmp_path: Path
) -> None:
    original = store.copy_when_seen(server.offer("attA", encoded((1500, 1000))))
    assert isinstance(original, Original)
    first = store.og_picture("Veenpark", "Museum", original, STYLE)
    path = store.renditions_folder / first.name
    drawn, made_at = path.read_bytes(), path.stat().st_mtime_ns
    assert store.og_picture("Veenpark", "Museum", original, STYLE) == first
    assert path.stat().st_mtime_ns == made_at
    path.unlink()
    store.og_picture("Veenpark", "Museum", original, STYLE)
    assert path.read_bytes() == drawn


def test_another_word_photograph_or_colour_is_another_file(
    store: PictureStore, server: FileServer, encoded: Encoder
) -> None:
    original = store.copy_when_seen(server.offer("attA", encoded((640, 480))))
    assert isinstance(original, Original)
    names = {
        store.og_picture("Veenpark", "Museum", None, STYLE).name,
        store.og_picture("Veenpark", "", None, STYLE).name,
        store.og_picture("Veenpark", "Museum", original, STYLE).name,
        store.og_picture("Veenpark", "Museum", None, replace(STYLE, dusk="#123456")).name,
    }
    assert len(names) == 4


def test_the_words_on_a_bright_photograph_can_be_read(
    store: PictureStore, server: FileServer, tmp_path: Path
) -> None:
    """White type on the darkened foot keeps 4.5 to 1 (WCAG 1.4.3), even over snow."""
    snow = tmp_path / "snow.jpg"
    Image.new("RGB", (1200, 630), "white").save(snow)
    words = set_words("Winter " * 12, "Sneeuw", STYLE, Place(566, 1056, 320))
    draw_social_picture("Winter " * 12, "Sneeuw", snow, tmp_path / "out.jpg", STYLE)
    with Image.open(tmp_path / "out.jpg") as drawn:
        for row in (58, 95, words.top, 500, 570):
            pixel = drawn.convert("RGB").getpixel((1180, row))
            assert isinstance(pixel, tuple)
            assert 1.05 / (_luminance(pixel) + 0.05) >= 4.5, row


def _luminance(pixel: tuple[int, ...]) -> float:
    parts = [level / 255 for level in pixel]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
