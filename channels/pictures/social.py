"""Draws the picture that social media show of a page: 1200 × 630, in the house style.

With a photograph its words stand on a dark foot; without one they stand above the heath at dusk,
with a dolmen on the horizon. The same words always give the same bytes.
"""

import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageOps

from channels.pictures.files import write_whole
from channels.pictures.social_words import Place, SocialStyle, font_of, set_words

SOCIAL_SIZE: Final = (1200, 630)
_MARGIN: Final = 72
_FOCUS: Final = (0.5, 0.4)
"""What matters in a photograph stands a little above its middle."""

_STONES: Final = (
    ((8, 92), (34, 40), (120, 18), (214, 34), (226, 84), (196, 102), (60, 106)),
    ((206, 82), (232, 36), (318, 22), (384, 50), (394, 92), (352, 106), (236, 104)),
    ((40, 114), (98, 112), (110, 230), (24, 230)),
    ((178, 112), (244, 112), (254, 230), (166, 230)),
    ((312, 114), (364, 112), (382, 230), (300, 230)),
)
"""A dolmen in a box of 400 by 232."""
_DUSK_AT: Final = 150
_ON_PHOTOGRAPH: Final = Place(bottom=566, width=1056, title_height=320)
_ON_HEATH: Final = Place(bottom=428, width=1056, title_height=230)
_LEGIBLE: Final = 0.66
_DARKEST: Final = 0.9
"""White type needs 0.62 of darkness for 4.5 to 1 (WCAG 1.4.3), even over snow."""


def social_name(title: str, subtitle: str, background: str, style: SocialStyle) -> str:
    """Return the file name of a drawing: another when any of what it is made of differs."""
    look = {
        key: value.name if isinstance(value, Path) else value
        for key, value in asdict(style).items()
    }
    made_of = "\n".join((title, subtitle, background, repr(sorted(look.items()))))
    return f"og-{hashlib.sha256(made_of.encode()).hexdigest()[:20]}.jpg"


def cropped_for_social(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the picture cut to a size."""
    return ImageOps.fit(picture, size, Image.Resampling.LANCZOS, centering=_FOCUS)


def draw_social_picture(
    title: str, subtitle: str, background: Path | None, out: Path, style: SocialStyle
) -> None:
    """Draw title and subtitle on a photograph (one of our own renditions) or on the heath."""
    words = set_words(title, subtitle, style, _ON_PHOTOGRAPH if background else _ON_HEATH)
    canvas = _photograph(background, words.top, style) if background else _heath(style)
    _paste_mark(canvas, (_MARGIN, 58), 64, style.paper)
    draw = ImageDraw.Draw(canvas)
    name_font = font_of(style.text_font, 30, style.title_weight)
    draw.text((_MARGIN + 78, 76), style.site_name, font=name_font, fill=style.paper, anchor="lm")
    for line in words.lines:
        draw.text((_MARGIN, line.baseline), line.text, style.paper, line.font, "ls")
    draw.rectangle((_MARGIN, words.top, _MARGIN + 96, words.top + 6), fill=style.glow)
    write_whole(out, lambda file: canvas.save(file, "JPEG", quality=84, optimize=True))


def _photograph(background: Path, words_top: int, style: SocialStyle) -> Image.Image:
    with Image.open(background) as opened:
        photo = cropped_for_social(opened.convert("RGB"), SOCIAL_SIZE)
    height = SOCIAL_SIZE[1]
    shade = Image.new("L", (1, height))
    for row in range(height):
        shade.putpixel((0, row), round(255 * _darkness(row, words_top, height)))
    peat = Image.new("RGB", SOCIAL_SIZE, style.peat)
    return Image.composite(peat, photo, shade.resize(SOCIAL_SIZE))


def _darkness(row: int, words_top: int, height: int) -> float:
    """Return how dark a row is, 0 to 1: enough behind the name and the words, clear between."""
    behind_name = min(1.0, max(0.0, (220 - row) / 110)) * _LEGIBLE
    if row < words_top:
        return max(behind_name, _LEGIBLE * max(0.0, 1 - (words_top - row) / 140))
    return _LEGIBLE + (_DARKEST - _LEGIBLE) * (row - words_top) / (height - words_top)


def _heath(style: SocialStyle) -> Image.Image:
    width, height = SOCIAL_SIZE
    fall = Image.linear_gradient("L").resize(SOCIAL_SIZE)
    sky = ImageOps.colorize(
        fall, black=style.peat, mid=style.dusk, white=style.glow, midpoint=_DUSK_AT
    )
    hills = sky.resize((2 * width, 2 * height))  # drawn twice as large, so that edges come smooth
    draw = ImageDraw.Draw(hills)
    draw.ellipse((-600, 2 * height - 170, 1900, 2 * height + 520), fill=style.heath)
    draw.ellipse((720, 2 * height - 210, 3100, 2 * height + 640), fill=style.peat)
    canvas = hills.resize(SOCIAL_SIZE, Image.Resampling.LANCZOS)
    _paste_mark(canvas, (846, height - 202), 216, style.peat)
    return canvas


def _paste_mark(canvas: Image.Image, left_top: tuple[int, int], width: int, fill: str) -> None:
    """Put a dolmen there: three standing stones under two lying ones."""
    scale = 4 * width / 400
    mask = Image.new("L", (4 * width, round(232 * scale)))
    draw = ImageDraw.Draw(mask)
    for stone in _STONES:
        draw.polygon([(x * scale, y * scale) for x, y in stone], fill=255)
    mask = mask.resize((width, mask.height // 4), Image.Resampling.LANCZOS)
    canvas.paste(fill, left_top, mask)
