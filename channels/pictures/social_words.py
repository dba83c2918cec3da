"""Sets the words of a social picture: as large as they fit, in lines of equal length."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

_MOST_LINES: Final = 3
_TITLE_SIZES: Final = (84, 72, 62, 54, 46)
_SUBTITLE_SIZE: Final = 32
_SUBTITLE_WEIGHT: Final = 500
_SUBTITLE_STEP: Final = 58
_LINE_HEIGHT: Final = 1.12

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class SocialStyle:
    """Fonts (TTF, OTF or WOFF2 files; None: Pillow's own), colours, and whose site it is."""

    site_name: str
    title_font: Path | None = None
    text_font: Path | None = None
    title_weight: int = 700
    """For a variable font only."""
    peat: str = "#221a15"
    dusk: str = "#4a3350"
    glow: str = "#d9a05b"
    heath: str = "#8c5a86"
    paper: str = "#fbf7ef"


@dataclass(frozen=True)
class Place:
    """Where words may stand, in pixels: they end at `bottom`, and grow upwards."""

    bottom: int
    width: int
    title_height: int


@dataclass(frozen=True)
class SetLine:
    """One line of type."""

    text: str
    font: Font
    baseline: int


@dataclass(frozen=True)
class SetWords:
    """All lines, and where they begin."""

    lines: tuple[SetLine, ...]
    top: int


def set_words(title: str, subtitle: str, style: SocialStyle, place: Place) -> SetWords:
    """Set title and subtitle; what does not fit in the smallest type ends in an ellipsis."""
    lines: list[SetLine] = []
    bottom = place.bottom
    if subtitle:
        small = font_of(style.text_font, _SUBTITLE_SIZE, _SUBTITLE_WEIGHT)
        lines.append(SetLine(_shortened(subtitle, small, place.width), small, bottom))
        bottom -= _SUBTITLE_STEP
    font, texts, size = _fitting(title, place, style)
    for text in reversed(texts):
        lines.append(SetLine(text, font, bottom))
        bottom -= round(size * _LINE_HEIGHT)
    return SetWords(tuple(lines), bottom - 6)


def _fitting(title: str, place: Place, style: SocialStyle) -> tuple[Font, list[str], int]:
    """Return the largest type in which the title fits, its lines, and its size."""
    room, high = place.width, place.title_height
    lines: list[str] = []
    font = font_of(style.title_font, _TITLE_SIZES[-1], style.title_weight)
    for size in _TITLE_SIZES:
        font = font_of(style.title_font, size, style.title_weight)
        lines = _wrapped(title, font, room)
        fits_below = len(lines) <= _MOST_LINES and len(lines) * size * _LINE_HEIGHT <= high
        if fits_below and all(_width(line, font) <= room for line in lines):
            return font, _balanced(title, font, room), size
    kept = [*lines[: _MOST_LINES - 1], " ".join(lines[_MOST_LINES - 1 :])]
    return font, [_shortened(line, font, room) for line in kept if line], _TITLE_SIZES[-1]


def _wrapped(text: str, font: Font, room: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, font) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _balanced(text: str, font: Font, room: int) -> list[str]:
    """Wrap into equally long lines: as narrow as the number of lines allows."""
    lines = _wrapped(text, font, room)
    for narrower in range(room - 20, room // 3, -20):
        tried = _wrapped(text, font, narrower)
        if len(tried) > len(lines) or any(_width(line, font) > narrower for line in tried):
            break
        lines = tried
    return lines


def _shortened(text: str, font: Font, room: int) -> str:
    if _width(text, font) <= room:
        return text
    while text and _width(f"{text}…", font) > room:
        text = text[:-1].rstrip()
    return f"{text}…"


def _width(text: str, font: Font) -> float:
    return font.getlength(text)


@lru_cache(maxsize=32)
def font_of(path: Path | None, size: int, weight: int) -> Font:
    """Return a font in a size in pixels; `weight` (400, 700) counts for a variable one."""
    if path is None:
        return ImageFont.load_default(size)
    font = ImageFont.truetype(path, size)
    try:
        axes = font.get_variation_axes()
    except OSError:
        return font
    font.set_variation_by_axes(
        [weight if axis["name"] == b"Weight" else axis["default"] or 0 for axis in axes]
    )
    return font
