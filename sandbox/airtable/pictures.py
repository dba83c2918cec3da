"""Sizes and thumbnails of pictures, as Airtable gives them beside an attachment."""

import io
import warnings
from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

# The height in pixels of each thumbnail; `full` is the picture itself, within 3,000 pixels.
HEIGHTS: Final = {"small": 36, "large": 512, "full": 3000}


def measure(content: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels, or `None` when this is no picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as picture:
                return picture.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombWarning):
        return None


def thumbnail_size(width: int, height: int, variant: str) -> tuple[int, int]:
    """Return the size of a thumbnail: never larger than the picture, always the same shape."""
    tall = min(height, HEIGHTS[variant])
    return max(1, round(width * tall / height)), tall


def write_thumbnail(source: Path, target: Path, variant: str) -> None:
    """Write the thumbnail of a picture, in the picture's own format."""
    with Image.open(source) as picture:
        size = thumbnail_size(picture.width, picture.height, variant)
        small = picture.resize(size)
        partial = target.with_suffix(".partial")
        small.save(partial, format=picture.format)
    partial.replace(target)
