"""Boulders, and the hunebed that people built of them five thousand years ago."""

from math import cos, pi, sin

from sandbox.sample.drawing.canvas import Canvas, Point, mix
from sandbox.sample.drawing.moods import BOULDER, MOSS, PEAT, Mood
from sandbox.sample.drawing.plants import SNOW

Outline = list[Point]


def outline_of_boulder(canvas: Canvas, wide: float, high: float, rough: float = 0.12) -> Outline:
    """Return a rounded, slightly angular stone around (0, 0)."""
    count = canvas.random.choice((7, 8, 9))
    radii = [1 + canvas.random.uniform(-rough, rough) for _ in range(count)]
    points: Outline = []
    for step in range(66):
        place = step / 66 * count
        first, share = int(place) % count, place % 1
        smooth = share * 0.45 + share * share * (3 - 2 * share) * 0.55
        radius = radii[first] + (radii[(first + 1) % count] - radii[first]) * smooth
        turn = step / 66 * 2 * pi
        flat = 0.8 if sin(turn) > 0.2 else 1.0
        points.append((cos(turn) * wide * radius, sin(turn) * high * radius * flat))
    return points


def draw_boulder(
    canvas: Canvas, mood: Mood, x: float, y: float, wide: float, high: float, far: float = 0.0
) -> None:
    """Draw one stone: a dark underside, a body, a lit top, lichen, and snow when it lies."""
    shape = outline_of_boulder(canvas, wide, high)
    base, light, dark = (mood.tone(color, far) for color in BOULDER)
    whole = [(x + a, y + b) for a, b in shape]
    canvas.shaded(whole, [(0.0, mix(base, light, 0.4)), (0.55, base), (1.0, dark)])
    lit = [(x - wide * 0.1 + a * 0.78, y - high * 0.16 + b * 0.7) for a, b in shape]
    canvas.shaded(lit, [(0.0, light), (1.0, base)], soft=high * 0.03)
    _speckle(canvas, mood, x, y, wide, high, far)
    if mood.snow:
        cap = [(x + a * 0.9, y - high * 0.62 + b * 0.32) for a, b in shape]
        canvas.polygon(cap, mood.tone(SNOW, far))


def _speckle(
    canvas: Canvas, mood: Mood, x: float, y: float, wide: float, high: float, far: float
) -> None:
    for _ in range(12):
        turn, reach = canvas.random.uniform(0, 2 * pi), canvas.random.random() ** 0.5 * 0.7
        spot = (x + cos(turn) * wide * reach, y + sin(turn) * high * reach)
        size = canvas.random.uniform(0.015, 0.05) * wide
        color = canvas.random.choice((BOULDER[1], BOULDER[2], MOSS[1]))
        canvas.ellipse(spot[0], spot[1], size * 1.5, size, mood.tone(color, far), 120)


def draw_hunebed(canvas: Canvas, mood: Mood, x: float, ground: float, size: float) -> None:
    """Draw a hunebed some `size` wide: a shadow, standing stones, and capstones across them."""
    random = canvas.random
    shadow = mood.tone(PEAT[2])
    canvas.ellipse(x + size * 0.03, ground + size * 0.01, size * 0.66, size * 0.045, shadow, 120)
    inside = [(x - size * 0.5, ground), (x - size * 0.44, ground - size * 0.25)]
    inside += [(x + size * 0.42, ground - size * 0.25), (x + size * 0.47, ground)]
    canvas.shaded(inside, [(0.0, mood.tone(PEAT[2])), (1.0, mood.tone(PEAT[0]))])
    for place in (-0.33, -0.09, 0.12, 0.3):
        high = size * random.uniform(0.1, 0.12)
        draw_boulder(canvas, mood, x + place * size, ground - high, size * 0.055, high, 0.05)
        canvas.ellipse(x + place * size, ground - high, size * 0.07, high * 1.15, shadow, 95)
    for place in (-0.49, -0.21, 0.02, 0.21, 0.46):
        high = size * random.uniform(0.115, 0.14)
        wide = size * random.uniform(0.058, 0.08)
        draw_boulder(canvas, mood, x + place * size, ground - high * 0.74, wide, high)
    for place in (-0.37, -0.02, 0.31):
        wide = size * random.uniform(0.18, 0.205)
        high = size * random.uniform(0.075, 0.1)
        lift = random.uniform(0.235, 0.265)
        draw_boulder(canvas, mood, x + place * size, ground - size * lift, wide, high)
    for place, wide in ((-0.72, 0.075), (-0.61, 0.045), (0.66, 0.06), (0.8, 0.04)):
        draw_boulder(
            canvas, mood, x + place * size, ground + size * 0.02, size * wide, size * wide * 0.62
        )
