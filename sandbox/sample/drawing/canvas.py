"""A canvas to draw posters on: flat shapes, gradients, soft light and a little grain.

Coordinates are those of a picture of 1600 by 1067 (or upright); the canvas is drawn larger than the
finished picture, so that edges come out smooth.
"""

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Color = tuple[int, int, int]
Point = tuple[float, float]
Stops = Sequence[tuple[float, Color]]

SCALE: Final = 1.6
"""Pixels of the canvas per unit of a drawing's coordinates."""
_SMOOTHER: Final = 2
"""How many times wider and higher the canvas is than the finished picture."""
LANDSCAPE: Final = (1600, 1067)
PORTRAIT: Final = (1067, 1600)
_AT_THE_EDGE: Final = 178  # Pillow's radial gradient halfway its sides; 255 is in its corners


def rgb(code: str) -> Color:
    """Turn "7b4b8a" into its three numbers."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def mix(one: Color, other: Color, share: float) -> Color:
    """Return `one` with this share (0 to 1) of `other` in it."""
    share = min(1.0, max(0.0, share))
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def stops_of(*codes: str) -> list[tuple[float, Color]]:
    """Spread colours evenly from 0 to 1."""
    return [(index / (len(codes) - 1), rgb(code)) for index, code in enumerate(codes)]


def smooth(points: list[Point], parts: int = 6) -> list[Point]:
    """Return a closed curve through these points (Catmull and Rom's)."""
    count = len(points)
    curve: list[Point] = []
    for index in range(count):
        a, b, c, d = (points[(index + step) % count] for step in (-1, 0, 1, 2))
        for part in range(parts):
            t = part / parts
            curve.append((_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t)))
    return curve


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    bend = (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3
    return 0.5 * (2 * b + (c - a) * t + bend)


class Canvas:
    """A picture in the making."""

    def __init__(self, size: tuple[int, int], random: Random) -> None:
        self.width, self.height = size
        self.random = random
        self.image = Image.new("RGB", (round(self.width * SCALE), round(self.height * SCALE)))
        self._draw = ImageDraw.Draw(self.image, "RGBA")

    def polygon(self, points: Sequence[Point], fill: Color, alpha: int = 255) -> None:
        """Fill a shape."""
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=(*fill, alpha))

    def ellipse(
        self, x: float, y: float, wide: float, high: float, fill: Color, alpha: int = 255
    ) -> None:
        """Fill an ellipse around (x, y) with these half axes."""
        box = [(x - wide) * SCALE, (y - high) * SCALE, (x + wide) * SCALE, (y + high) * SCALE]
        self._draw.ellipse(box, fill=(*fill, alpha))

    def rectangle(
        self, left: float, top: float, right: float, bottom: float, fill: Color, alpha: int = 255
    ) -> None:
        """Fill a rectangle."""
        box = [left * SCALE, top * SCALE, right * SCALE, bottom * SCALE]
        self._draw.rectangle(box, fill=(*fill, alpha))

    def rounded(
        self, left: float, top: float, right: float, bottom: float, radius: float, fill: Color
    ) -> None:
        """Fill a rectangle with round corners."""
        box = [left * SCALE, top * SCALE, right * SCALE, bottom * SCALE]
        self._draw.rounded_rectangle(box, radius * SCALE, fill=fill)

    def line(self, points: Sequence[Point], width: float, fill: Color, alpha: int = 255) -> None:
        """Draw a line through these points."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        thickness = max(1, round(width * SCALE))
        self._draw.line(scaled, fill=(*fill, alpha), width=thickness, joint="curve")

    def gradient(self, top: float, bottom: float, stops: Stops) -> None:
        """Fill the whole width between two heights with a gradient."""
        edge = [(0.0, top), (self.width, top), (self.width, bottom), (0.0, bottom)]
        self.shaded(edge, stops)

    def shaded(
        self, points: Sequence[Point], stops: Stops, *, across: bool = False, soft: float = 0
    ) -> None:
        """Fill a shape with a gradient from top to bottom, or from left to right (`across`)."""
        box = self._box(points, soft)
        if box is None:
            return
        left, top, right, bottom = box
        mask = Image.new("L", (right - left, bottom - top))
        shifted = [(x * SCALE - left, y * SCALE - top) for x, y in points]
        ImageDraw.Draw(mask).polygon(shifted, fill=255)
        if soft:
            mask = mask.filter(ImageFilter.GaussianBlur(soft * SCALE))
        self.image.paste(_ramp(mask.size, stops, across), (left, top), mask)

    def glow(self, x: float, y: float, radius: float, color: Color, strength: float) -> None:
        """Let light of this colour fall around a point; strength 0 to 1."""
        size = round(radius * 2 * SCALE)
        fall = [max(0.0, 1 - value / _AT_THE_EDGE) ** 1.7 for value in range(256)]
        mask = Image.radial_gradient("L").point([round(255 * strength * share) for share in fall])
        mask = mask.resize((size, size), Image.Resampling.BILINEAR)
        left, top = round((x - radius) * SCALE), round((y - radius) * SCALE)
        self.image.paste(color, (left, top, left + size, top + size), mask)

    def mirrored(self, line: float, bottom: float) -> Image.Image:
        """Return what stands above a water line, upside down, as high as from line to bottom."""
        high = round((bottom - line) * SCALE)
        top = max(0, round(line * SCALE) - high)
        part = self.image.crop((0, top, self.image.width, round(line * SCALE)))
        return part.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((self.image.width, high))

    def paste(self, part: Image.Image, x: float, y: float, mask: Image.Image | None = None) -> None:
        """Lay a piece, already at the canvas's own scale, with its corner at (x, y)."""
        self.image.paste(part, (round(x * SCALE), round(y * SCALE)), mask)

    def look_closer(self, left: float, top: float, share: float) -> None:
        """Keep only this share of the width and height, from a corner given in shares too."""
        wide, high = self.image.size
        box = (left * wide, top * high, (left + share) * wide, (top + share) * high)
        self.image = self.image.resize((wide, high), Image.Resampling.BICUBIC, box)

    def finished(self, grain: float = 4.5) -> Image.Image:
        """Return the picture at its own size, with grain and slightly darker corners."""
        small = self.image.reduce(_SMOOTHER)
        small = ImageChops.multiply(small, _corners(small.size))
        noise = _noise(small.size, grain, self.random)
        return ImageChops.overlay(small, Image.merge("RGB", (noise, noise, noise)))

    def _box(self, points: Sequence[Point], soft: float) -> tuple[int, int, int, int] | None:
        pad = round(soft * SCALE * 2)
        xs = [x * SCALE for x, _ in points]
        ys = [y * SCALE for _, y in points]
        left, top = max(0, int(min(xs)) - pad), max(0, int(min(ys)) - pad)
        right = min(self.image.width, int(max(xs)) + 1 + pad)
        bottom = min(self.image.height, int(max(ys)) + 1 + pad)
        return (left, top, right, bottom) if right > left and bottom > top else None


def _ramp(size: tuple[int, int], stops: Stops, across: bool) -> Image.Image:
    length = 256
    strip = Image.new("RGB", (length, 1))
    strip.putdata([_color_at(stops, index / (length - 1)) for index in range(length)])
    wide, high = size
    if across:
        edge = strip.resize((wide, 1), Image.Resampling.BILINEAR)
    else:
        strip = strip.transpose(Image.Transpose.ROTATE_270)
        edge = strip.resize((1, high), Image.Resampling.BILINEAR)
    # Along the other side all is equal: copying costs a fraction of reckoning.
    return edge.resize(size, Image.Resampling.NEAREST)


def _color_at(stops: Stops, place: float) -> Color:
    before = stops[0]
    for after in stops:
        if place <= after[0]:
            span = after[0] - before[0]
            return mix(before[1], after[1], (place - before[0]) / span if span else 0)
        before = after
    return before[1]


@cache
def _corners(size: tuple[int, int]) -> Image.Image:
    fall = Image.radial_gradient("L")
    shade = fall.point([255 - round(max(0, value - 120) ** 1.15 * 0.13) for value in range(256)])
    shade = shade.resize(size, Image.Resampling.BILINEAR)
    return Image.merge("RGB", (shade, shade, shade))


def _noise(size: tuple[int, int], grain: float, random: Random) -> Image.Image:
    """Return mid-grey noise, the same for the same seed (Pillow's own noise has none)."""
    side = 400
    spread = bytes(min(255, max(0, round(random.gauss(128, grain)))) for _ in range(256))
    tile = Image.frombytes("L", (side, side), random.randbytes(side * side).translate(spread))
    whole = Image.new("L", size)
    for left in range(0, size[0], side):
        for top in range(0, size[1], side):
            whole.paste(tile, (left, top))
    return whole
