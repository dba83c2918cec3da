"""A picture that a museum hands in: judged by its content, made anew, without what it tells about
its maker (EXIF). What comes out holds nothing of the file but what one sees.
"""

import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Final

from PIL import Image

from channels.pictures.opening import UnusablePictureError, measure, upright
from channels.pictures.outcomes import PictureProblem

MOST_BYTES: Final = 10 * 1024 * 1024
WIDTH: Final = 2500
"""Wide enough for a page over the whole screen and for half a page in print."""
_MOST_RESULT_BYTES: Final = 4_500_000
"""Airtable takes 5 MB at once."""
_QUALITIES: Final = (88, 78, 65, 50)
_ALSO_OTHER: Final = (b"<script", b"<?php", b"<html", b"%PDF-", b"<!doctype html")
"""What makes a picture be something else as well, for whoever opens it as that."""
_ONE_AT_A_TIME: Final = Lock()
"""Decoding takes memory: two at once would take it twice."""


@dataclass(frozen=True)
class TakenPicture:
    """A JPEG of ours, upright and in sRGB."""

    content: bytes
    width: int
    height: int


def take_picture(content: bytes) -> TakenPicture:
    """Return the picture made anew; raises `UnusablePictureError` with the problem in Dutch.

    What is refused is refused by its first bytes: nothing of it is decoded.
    """
    if len(content) > MOST_BYTES:
        raise UnusablePictureError(
            PictureProblem(
                "refused",
                "Het bestand is groter dan 10 MB.",
                "Maak het kleiner, bijvoorbeeld 2500 pixels breed.",
            )
        )
    plain = content.lower()
    if any(sign in plain for sign in _ALSO_OTHER):
        raise UnusablePictureError(
            PictureProblem(
                "refused",
                "In dit bestand zit meer dan alleen een beeld.",
                "Open het in een fotoprogramma, bewaar het als JPEG en kies het opnieuw.",
            )
        )
    with tempfile.TemporaryDirectory(prefix="museumflow-beeld-") as folder:
        path = Path(folder) / "beeld"
        path.write_bytes(content)
        measure(path)
        with _ONE_AT_A_TIME, upright(path, WIDTH) as picture:
            made = picture.convert("RGB")
            return TakenPicture(_jpeg(made), made.width, made.height)


def _jpeg(picture: Image.Image) -> bytes:
    for quality in _QUALITIES:
        target = BytesIO()
        picture.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
        if target.tell() <= _MOST_RESULT_BYTES:
            break
    return target.getvalue()
