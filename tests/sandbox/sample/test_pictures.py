"""The sample's pictures: the right size, the same every time, difficult where we want it."""

from pathlib import Path

import pytest
from PIL import Image, ImageOps, UnidentifiedImageError

from sandbox.sample.drawing import moods
from sandbox.sample.pictures import MAX_BYTES, _scene, draw_pictures, read_catalogue

_KEYS = ("museumzaal", "papierknipsel", "schilderijen", "hunebed-winter", "kapot", "bekers")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("drawn")
    draw_pictures(made, _KEYS)
    return made


def test_every_entry_names_a_scene_and_a_mood() -> None:
    drawn = {key: entry for key, entry in read_catalogue().items() if "scene" in entry}
    assert len(drawn) >= 24
    for entry in drawn.values():
        assert callable(_scene(entry["scene"]))
        assert isinstance(getattr(moods, entry["mood"]), moods.Mood)


def test_sizes(folder: Path) -> None:
    sizes = {path.name: Image.open(path).size for path in folder.iterdir() if path.stem != "kapot"}
    assert sizes == {
        "museumzaal.jpg": (854, 1280),  # it lies on its side
        "papierknipsel.png": (854, 1280),
        "schilderijen.jpg": (854, 1280),
        "hunebed-winter.jpg": (1280, 854),
        "trechterbekers.jpg": (1280, 854),
    }
    assert max(path.stat().st_size for path in folder.iterdir()) <= MAX_BYTES


def test_one_lies_on_its_side_and_tells_where_it_was_taken(folder: Path) -> None:
    with Image.open(folder / "museumzaal.jpg") as picture:
        assert picture.getexif()[0x0112] == 6
        assert picture.getexif().get_ifd(0x8825)[1] == "N"
        assert ImageOps.exif_transpose(picture).size == (1280, 854)


def test_one_is_no_picture_at_all(folder: Path) -> None:
    with pytest.raises((UnidentifiedImageError, OSError)), Image.open(folder / "kapot.jpg") as one:
        one.load()


def test_drawing_again_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    draw_pictures(tmp_path, ["hunebed-winter"])
    again = (tmp_path / "hunebed-winter.jpg").read_bytes()
    assert again == (folder / "hunebed-winter.jpg").read_bytes()


def test_what_is_there_is_not_drawn_again(tmp_path: Path) -> None:
    (tmp_path / "hunebed-winter.jpg").write_bytes(b"already here")
    draw_pictures(tmp_path, ["hunebed-winter"])
    assert (tmp_path / "hunebed-winter.jpg").read_bytes() == b"already here"
