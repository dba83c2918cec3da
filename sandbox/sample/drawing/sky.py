"""Skies: sun and moon, clouds, stars, birds, and the far edge of the land."""

from math import pi, sin

from sandbox.sample.drawing.canvas import Canvas, Color, Point, mix
from sandbox.sample.drawing.moods import MOSS, WHITE, Mood


def draw_sky(canvas: Canvas, mood: Mood, horizon: float) -> None:
    """Fill everything down to a little under the horizon."""
    canvas.gradient(0, horizon + 4, mood.sky)


def draw_sun(canvas: Canvas, mood: Mood, x: float, y: float, radius: float = 62) -> None:
    """Hang a sun, or at night a moon, with its light around it."""
    canvas.glow(x, y, radius * 9, mood.sun, 0.5)
    canvas.glow(x, y, radius * 3, mood.sun, 0.6)
    canvas.ellipse(x, y, radius, radius, mood.sun)


def draw_clouds(canvas: Canvas, mood: Mood, count: int, top: float, bottom: float) -> None:
    """Draw long flat clouds, lighter above than below, as posters do."""
    for _ in range(count):
        share = canvas.random.random()
        y = top + (bottom - top) * share
        wide = canvas.random.uniform(150, 420) * (1.1 - 0.5 * share)
        _cloud(canvas, mood, canvas.random.uniform(-50, canvas.width), y, wide)


def _cloud(canvas: Canvas, mood: Mood, x: float, y: float, wide: float) -> None:
    light = mix(mood.haze, WHITE, 0.45)
    for index in range(4):
        part = wide * (1 - index * 0.2)
        shift = canvas.random.uniform(-0.25, 0.25) * wide
        rise = y - index * wide * 0.035
        high = wide * 0.05
        canvas.polygon(_lens(x + shift, rise, part * 0.5, high), light, 60 + index * 22)


def _lens(x: float, y: float, wide: float, high: float) -> list[Point]:
    steps = 24
    upper = [(x - wide + 2 * wide * i / steps, y - high * sin(pi * i / steps)) for i in range(25)]
    lower = [(a, y + (y - b) * 0.35) for a, b in reversed(upper)]
    return upper + lower


def draw_stars(canvas: Canvas, count: int, bottom: float) -> None:
    """Sprinkle stars, fewer and fainter towards the horizon."""
    for _ in range(count):
        y = bottom * canvas.random.random() ** 1.4
        size = canvas.random.choice((0.8, 0.8, 1.1, 1.5, 2.2))
        alpha = round(230 * (1 - 0.7 * y / bottom))
        canvas.ellipse(canvas.random.uniform(0, canvas.width), y, size, size, WHITE, alpha)


def draw_birds(canvas: Canvas, mood: Mood, count: int, x: float, y: float) -> None:
    """Let a loose flight of birds pass by."""
    ink = mood.tone((52, 46, 52), 0.15)
    for index in range(count):
        side = -1 if index % 2 else 1
        bird_x = x + side * index * 19 + canvas.random.uniform(-6, 6)
        bird_y = y + index * 11 + canvas.random.uniform(-5, 5)
        span = 15 - index * 0.6
        lift = canvas.random.uniform(4, 7)
        wing = [(bird_x - span, bird_y - lift), (bird_x - span * 0.4, bird_y - lift * 1.1)]
        wing += [(bird_x, bird_y), (bird_x + span * 0.4, bird_y - lift * 1.1)]
        canvas.line([*wing, (bird_x + span, bird_y - lift)], 2.4, ink)


def draw_treeline(
    canvas: Canvas, mood: Mood, y: float, high: float, far: float, color: Color = MOSS[2]
) -> None:
    """Draw a wood on the horizon as one band of rounded crowns."""
    shade = mood.tone(color, far)
    x = -30.0
    while x < canvas.width + 30:
        wide = canvas.random.uniform(0.5, 1.2) * high
        top = high * canvas.random.uniform(0.35, 1.0)
        canvas.ellipse(x, y - top * 0.45, wide, top * 0.62, shade)
        x += wide * 0.7
    canvas.rectangle(0, y - high * 0.25, canvas.width, y + 60, shade)


def draw_ridge(
    canvas: Canvas, y: float, high: float, color: Color, *, below: float, waves: float = 1.5
) -> None:
    """Draw a gently rolling band of land, from its edge down to `below`."""
    shift, second = canvas.random.uniform(0, 6), canvas.random.uniform(0, 6)
    edge: list[Point] = []
    for x in range(0, canvas.width + 21, 20):
        turn = x / canvas.width * pi * waves
        rise = 0.7 * sin(turn + shift) + 0.3 * sin(turn * 2.3 + second)
        edge.append((x, y - high * rise))
    canvas.polygon([*edge, (canvas.width, below), (0, below)], color)
