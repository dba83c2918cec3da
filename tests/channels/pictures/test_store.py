"""Pictures are copied once, made small and safe, and refused with a reason."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from channels.pictures.outcomes import Original, PictureProblem, Rendition, Renditions
from channels.pictures.store import PictureStore, chosen_widths
from museum.cells import Attachment
from tests.channels.pictures.conftest import Encoder, FileServer

MAKER_TAG = 0x013B
ORIENTATION_TAG = 0x0112
GPS_TAG = 0x8825
RED = (208, 24, 24)
BLUE = (24, 24, 208)


def copied(store: PictureStore, attachment: Attachment) -> Original:
    outcome = store.copy_when_seen(attachment)
    assert isinstance(outcome, Original), outcome
    return outcome


def made(store: PictureStore, original: Original) -> Renditions:
    outcome = store.renditions(original)
    assert isinstance(outcome, Renditions), outcome
    return outcome


def opened(store: PictureStore, rendition: Rendition) -> Image.Image:
    picture = Image.open(store.renditions_folder / rendition.name)
    picture.load()
    return picture


def files_of(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def near(found: object, wanted: tuple[int, ...]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 12 for one, other in zip(found[:3], wanted, strict=True))


def test_a_picture_is_fetched_once_and_made_once(
    store: PictureStore, server: FileServer, encoded: Encoder
) -> None:
    attachment = server.offer("attA", encoded((2000, 1000)))
    original = copied(store, attachment)
    assert (original.width, original.height) == (2000, 1000)
    renditions = made(store, original)
    key = original.hash
    assert renditions.webp == tuple(
        Rendition(f"{key}-{width}.webp", width, width // 2) for width in (320, 640, 960, 1600)
    )
    assert renditions.fallback == Rendition(f"{key}-960.jpg", 960, 480)
    assert (renditions.width, renditions.height) == (2000, 1000)
    assert renditions.colour == "#741874"
    for rendition in (*renditions.webp, renditions.fallback):
        picture = opened(store, rendition)
        assert picture.size == (rendition.width, rendition.height)
        assert picture.format == ("JPEG" if rendition.name.endswith("jpg") else "WEBP")
        assert near(picture.getpixel((5, 5)), RED)

    before = {path: path.stat().st_mtime_ns for path in store.renditions_folder.iterdir()}
    assert copied(store, attachment) == original
    assert made(store, original) == renditions
    assert {path: path.stat().st_mtime_ns for path in store.renditions_folder.iterdir()} == before
    assert server.requests == ["/attA"]


def test_a_lost_rendition_is_made_again(
    store: PictureStore, server: FileServer, encoded: Encoder
) -> None:
    original = copied(store, server.offer("attA", encoded((400, 300))))
    first = made(store, original)
    lost = store.renditions_folder / first.webp[0].name
    content = lost.read_bytes()
    lost.unlink()
    assert made(store, original) == first
    assert lost.read_bytes() == content


def test_a_camera_on_its_side_and_what_it_knows(
    store: PictureStore, server: FileServer, encoded: Encoder
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = 6
    exif[MAKER_TAG] = "Een naam"
    exif[GPS_TAG] = {1: "N", 2: (52.0, 59.0, 0.0)}
    content = encoded((2000, 1000), exif=exif, comment=b"geheim")
    original = copied(store, server.offer("attA", content))
    assert (original.width, original.height) == (1000, 2000)
    renditions = made(store, original)
    assert [each.width for each in renditions.webp] == [320, 640, 960]
    for rendition in (*renditions.webp, renditions.fallback):
        picture = opened(store, rendition)
        assert picture.size == (rendition.width, rendition.width * 2)
        assert near(picture.getpixel((5, 5)), RED)
        assert near(picture.getpixel((5, picture.height - 5)), BLUE)
        assert dict(picture.getexif()) == {}
        assert not {"exif", "xmp", "comment", "icc_profile"} & set(picture.info)


def test_colours_come_out_in_srgb(
    store: PictureStore, server: FileServer, encoded: Encoder
) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    spoilt = copied(store, server.offer("attA", encoded((64, 64), icc_profile=b"not a profile")))
    strange = copied(store, server.offer("attB", encoded((64, 64), icc_profile=lab)))
    for original in (spoilt, strange):
        assert near(opened(store, made(store, original).fallback).getpixel((5, 5)), RED)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *(("PNG", mode) for mode in ("RGBA", "P", "L", "LA", "1")),
        *(("JPEG", mode) for mode in ("CMYK", "L")),
        *((kind, "RGB") for kind in ("WEBP", "TIFF", "AVIF", "BMP", "MPO")),
        ("GIF", "P"),
    ],
)
def test_what_a_file_is_stands_in_its_content(
    store: PictureStore, server: FileServer, encoded: Encoder, kind: str, mode: str
) -> None:
    content = encoded((400, 300), kind, mode)
    original = copied(store, server.offer("attA", content, filename="tekening.svg"))
    renditions = made(store, original)
    assert [each.width for each in renditions.webp] == [320, 400]
    assert opened(store, renditions.fallback).size == (400, 300)


def test_sixteen_bits_keep_their_tone(store: PictureStore, server: FileServer) -> None:
    file = BytesIO()
    Image.new("I;16", (64, 64), 32896).save(file, "PNG")
    renditions = made(store, copied(store, server.offer("attA", file.getvalue())))
    assert renditions.colour == "#808080"


def test_transparency_stays_and_is_white_in_a_jpeg(store: PictureStore, server: FileServer) -> None:
    file = BytesIO()
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(file, "PNG")
    renditions = made(store, copied(store, server.offer("attA", file.getvalue())))
    assert opened(store, renditions.webp[0]).getpixel((5, 5)) == (0, 0, 0, 0)
    assert opened(store, renditions.fallback).getpixel((5, 5)) == (255, 255, 255)
    assert renditions.colour == "#ffffff"


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (SVG, "Dit is een SVG-tekening; die mag niet op de website."),
        (b"%PDF-1.7 and more", "Dit is een PDF, geen beeld."),
        (b"hello", "Dit bestand is geen beeld, of het is beschadigd."),
        (b"", "Dit bestand is geen beeld, of het is beschadigd."),
        (
            b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
            "Dit is een HEIC-foto of een film; die kan de website niet tonen.",
        ),
    ],
)
def test_what_is_no_picture_is_refused_for_good(
    store: PictureStore, server: FileServer, content: bytes, what: str
) -> None:
    attachment = server.offer("attA", content, filename="foto.jpg", content_type="image/jpeg")
    for _ in range(2):
        outcome = store.copy_when_seen(attachment)
        assert isinstance(outcome, PictureProblem)
        assert (outcome.kind, outcome.what) == ("refused", what)
    assert server.requests == ["/attA"]


def test_a_picture_that_breaks_off_is_refused(
    store: PictureStore, server: FileServer, encoded: Encoder
) -> None:
    for number, kind in enumerate(("JPEG", "PNG")):
        content = encoded((800, 600), kind)
        attachment = server.offer(f"att{number}", content[: len(content) * 2 // 3])
        outcome = store.renditions(copied(store, attachment))
        assert isinstance(outcome, PictureProblem)
        assert outcome.what == "Het beeld is beschadigd: een deel is niet te lezen."
        assert store.copy_when_seen(attachment) == outcome
        assert not store.renditions_folder.exists()


def test_too_many_pixels_are_refused_before_decoding(
    store: PictureStore, server: FileServer
) -> None:
    file = BytesIO()
    Image.new("1", (10_000, 4_001)).save(file, "PNG")
    outcome = store.copy_when_seen(server.offer("attA", file.getvalue()))
    assert isinstance(outcome, PictureProblem)
    assert outcome.what == "Het beeld heeft meer dan 40 megapixels."


@pytest.mark.parametrize("told", [0, 26 * 1024 * 1024])
def test_too_many_bytes_are_not_fetched(
    store: PictureStore, server: FileServer, told: int, tmp_path: Path
) -> None:
    content = bytes(26 * 1024 * 1024)
    outcome = store.copy_when_seen(server.offer("attA", content, size_bytes=told))
    assert isinstance(outcome, PictureProblem)
    assert (outcome.kind, outcome.what) == ("refused", "Het bestand is groter dan 25 MB.")
    assert server.requests == ([] if told else ["/attA"])
    assert files_of(tmp_path / "media" / "originals") == {"attA.json"}


@pytest.mark.parametrize(
    ("status", "kind"), [(410, "expired"), (403, "expired"), (503, "later"), (429, "later")]
)
def test_a_dead_address_and_a_tired_service_may_be_tried_again(
    store: PictureStore, server: FileServer, encoded: Encoder, status: int, kind: str
) -> None:
    attachment = server.offer("attA", encoded((64, 64)))
    server.statuses["/attA"] = status
    outcome = store.copy_when_seen(attachment)
    assert isinstance(outcome, PictureProblem)
    assert outcome.kind == kind
    server.statuses.clear()
    assert copied(store, attachment).width == 64


def test_a_line_that_breaks_leaves_nothing_behind(
    store: PictureStore, server: FileServer, encoded: Encoder, tmp_path: Path
) -> None:
    attachment = server.offer("attA", encoded((640, 480)))
    server.cut.add("/attA")
    outcome = store.copy_when_seen(attachment)
    assert isinstance(outcome, PictureProblem)
    assert outcome.kind == "later"
    assert outcome.what == "Het bestand kon niet worden opgehaald: de verbinding werd verbroken."
    assert files_of(tmp_path / "media" / "originals") == set()
    server.cut.clear()
    assert copied(store, attachment).width == 640


def test_the_same_picture_twice_is_made_once(
    store: PictureStore, server: FileServer, encoded: Encoder
) -> None:
    first = copied(store, server.offer("attA", encoded((64, 64))))
    second = copied(store, server.offer("attB", encoded((64, 64))))
    assert made(store, first) == made(store, second)


def test_an_identity_is_never_a_path(
    store: PictureStore, server: FileServer, encoded: Encoder, tmp_path: Path
) -> None:
    attachment = server.offer("attA", encoded((64, 64)))
    odd = Attachment(id="../../outside", url=attachment.url, filename="a")
    assert copied(store, odd).path.parent == tmp_path / "media" / "originals"


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (100, (100,)),
        (320, (320,)),
        (340, (320,)),
        (500, (320, 500)),
        (1000, (320, 640, 960)),
        (1200, (320, 640, 960, 1200)),
        (5000, (320, 640, 960, 1600)),
    ],
)
def test_no_picture_is_blown_up(width: int, widths: tuple[int, ...]) -> None:
    assert chosen_widths(width) == widths


@pytest.mark.parametrize(
    ("size", "cut"),
    [((2000, 3000), (1200, 630)), ((4000, 800), (1200, 630)), ((600, 600), (600, 315))],
)
def test_cut_for_social_media(
    store: PictureStore,
    server: FileServer,
    encoded: Callable[..., bytes],
    size: tuple[int, int],
    cut: tuple[int, int],
) -> None:
    original = copied(store, server.offer("attA", encoded(size)))
    outcome = store.og_rendition(original)
    assert outcome == Rendition(f"{original.hash}-og.jpg", *cut)
    picture = opened(store, outcome)
    assert picture.size == cut
    assert near(picture.getpixel((5, 5)), RED)
    assert near(picture.getpixel((cut[0] - 5, 5)), BLUE)
