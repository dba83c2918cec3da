"""Draws what every letter shows beside its words: our mark, and the land below the sky.

Both let the mail's own colour through, so that they fit by day and in dark mode.
"""

from math import pi, sin
from typing import Final

from PIL import Image, ImageDraw

from channels.website.sketch import OUTLINE, spot

MARK_COLOUR: Final = "#a4548f"
"""Between heath and its light shade: seen on paper and in the dark."""
MARK_PX: Final = 112
HORIZON_PX: Final = (1200, 168)
_FINER: Final = 3
"""Drawn so many times too large and made smaller, which smooths every edge."""
_HILLS: Final = (
    # colour, height of its middle, swing, waves across, where they begin
    ("#8fb0b4", 0.52, 0.10, 1.6, 0.4),
    ("#a4548f", 0.66, 0.09, 1.1, 2.2),
    ("#6d2a5c", 0.78, 0.07, 1.9, 4.0),
    ("#435427", 0.90, 0.05, 1.3, 0.9),
)
_STONES: Final = (
    # left, right, top, bottom, as parts of the picture: four that stand, two that lie on them
    *((0.745, 0.768, 0.60, 0.90), (0.784, 0.804, 0.62, 0.91), (0.820, 0.842, 0.60, 0.91)),
    *((0.856, 0.876, 0.63, 0.92), (0.735, 0.815, 0.50, 0.66), (0.806, 0.884, 0.52, 0.67)),
)
_STONE: Final = "#665c52"


def draw_mark() -> Image.Image:
    """Draw the outline of the province."""
    large = _FINER * MARK_PX
    drawn = Image.new("RGBA", (large, large), (0, 0, 0, 0))
    scale = large / 640
    points = [(x * scale + 4, y * scale + 4) for x, y in (spot(*place) for place in OUTLINE)]
    ImageDraw.Draw(drawn).polygon(points, fill=MARK_COLOUR)
    return drawn.resize((MARK_PX, MARK_PX), Image.Resampling.LANCZOS)


def draw_horizon() -> Image.Image:
    """Draw hills of heath and moss, with a hunebed on the last."""
    width, height = (_FINER * one for one in HORIZON_PX)
    drawn = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    brush = ImageDraw.Draw(drawn)
    for number, (colour, middle, swing, waves, begin) in enumerate(_HILLS):
        if number == len(_HILLS) - 1:
            for left, right, top, bottom in _STONES:
                box = (left * width, top * height, right * width, bottom * height)
                brush.rounded_rectangle(box, radius=height * 0.07, fill=_STONE)
        ridge = [
            (x, height * (middle + swing * sin(begin + waves * 2 * pi * x / width)))
            for x in range(0, width + 1, _FINER * 4)
        ]
        brush.polygon([*ridge, (width, height), (0, height)], fill=colour)
    small = drawn.resize(HORIZON_PX, Image.Resampling.LANCZOS)
    return small.quantize(64, method=Image.Quantize.FASTOCTREE)
