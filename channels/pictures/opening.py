"""Opens a picture that a stranger may have made: by its content, bounded, turned upright, in sRGB.

Raises `UnusablePictureError` with the problem in Dutch; no other error leaves this module.
"""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageCms

from channels.pictures.outcomes import PictureProblem

MOST_PIXELS: Final = 40_000_000
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF")
_ORIENTATION_TAG: Final = 0x0112
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING: Final = frozenset({5, 6, 7, 8})
_DECODING_ERRORS: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    IndexError,
    OverflowError,
    struct.error,
    zlib.error,
)
_REPLACE: Final = "Sla het beeld op als JPEG of PNG en zet het opnieuw in “Bestand”."


class UnusablePictureError(Exception):
    """This file cannot be shown; `problem` says why."""

    def __init__(self, problem: PictureProblem) -> None:
        super().__init__(problem.what)
        self.problem = problem


def measure(path: Path) -> tuple[int, int]:
    """Return width and height as a person sees it, without decoding the picture."""
    with _opened(path) as image:
        return _seen_size(image)


@contextmanager
def upright(path: Path, width: int) -> Iterator[Image.Image]:
    """Give the picture upright, in sRGB, RGB or RGBA, no wider than `width`, without metadata."""
    with _opened(path) as image, _decoding():
        orientation = _orientation(image)
        seen_width, seen_height = _seen_size(image)
        share = min(1.0, width / seen_width)
        image.draft(image.mode, (round(image.width * share), round(image.height * share)))
        profile = image.info.get("icc_profile")
        picture = _plain_mode(image)
        if orientation in _UPRIGHT:
            picture = picture.transpose(_UPRIGHT[orientation])
        if share < 1.0:
            size = (width, max(1, round(seen_height * share)))
            picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        picture = _in_srgb(picture, profile)
        picture.info.clear()
    yield picture


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    try:
        with _decoding(unknown=_unknown(path)):
            image = Image.open(path, formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise UnusablePictureError(_too_many_pixels()) from error
    with image:
        if image.width * image.height > MOST_PIXELS:
            raise UnusablePictureError(_too_many_pixels())
        yield image


@contextmanager
def _decoding(unknown: PictureProblem | None = None) -> Iterator[None]:
    try:
        yield
    except _DECODING_ERRORS as error:
        raise UnusablePictureError(unknown or _broken()) from error


def _orientation(image: Image.Image) -> int:
    """Return how the camera was held; a picture with spoilt EXIF is taken as it is."""
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, 1))
    except _DECODING_ERRORS:
        return 1


def _seen_size(image: Image.Image) -> tuple[int, int]:
    if _orientation(image) in _LYING:
        return image.height, image.width
    return image.width, image.height


def _plain_mode(image: Image.Image) -> Image.Image:
    """Decode to a mode that can be resized and has 8 bits a channel."""
    image.load()
    if image.mode in ("RGB", "RGBA", "L", "CMYK"):
        return image
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("F").point(lambda level: level / 257.0).convert("L")
    if image.mode == "LA" or "transparency" in image.info or image.mode.endswith("A"):
        return image.convert("RGBA")
    return image.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(picture, source, target, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            return picture.convert(mode)
        return changed if changed is not None else picture.convert(mode)
    return picture.convert(mode)


def _unknown(path: Path) -> PictureProblem:
    with path.open("rb") as file:
        start = file.read(512)
    if b"<svg" in start or start.lstrip().startswith(b"<?xml"):
        return PictureProblem(
            "refused", "Dit is een SVG-tekening; die mag niet op de website.", _REPLACE
        )
    if start[4:8] == b"ftyp":
        return PictureProblem(
            "refused", "Dit is een HEIC-foto of een film; die kan de website niet tonen.", _REPLACE
        )
    if start.startswith(b"%PDF"):
        return PictureProblem("refused", "Dit is een PDF, geen beeld.", _REPLACE)
    return PictureProblem("refused", "Dit bestand is geen beeld, of het is beschadigd.", _REPLACE)


def _broken() -> PictureProblem:
    return PictureProblem(
        "refused", "Het beeld is beschadigd: een deel is niet te lezen.", _REPLACE
    )


def _too_many_pixels() -> PictureProblem:
    return PictureProblem(
        "refused",
        "Het beeld heeft meer dan 40 megapixels.",
        "Maak het beeld kleiner, bijvoorbeeld 2500 pixels breed, en zet het opnieuw in “Bestand”.",
    )
