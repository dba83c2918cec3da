"""Toys on a table: a wooden horse, blocks, a spinning top and a ball."""

from math import cos, pi, sin

from sandbox.sample.drawing.canvas import Canvas, Color, mix, rgb, smooth
from sandbox.sample.drawing.moods import TIMBER, WHITE, Mood
from sandbox.sample.drawing.rooms import draw_shadow, draw_table
from sandbox.sample.drawing.still_lifes import BLUE, EDGE, GREEN, RED, YELLOW


def toys(canvas: Canvas, mood: Mood) -> None:
    """Draw a wooden horse on wheels, blocks, a spinning top and a ball."""
    draw_table(canvas, mood, rgb("b98a8a"), EDGE)
    _horse(canvas, mood, 560, 830, 260)
    for index, (x, rise, color) in enumerate(
        ((1010, 0, BLUE), (1150, 0, YELLOW), (1080, 128, RED), (1290, 0, GREEN))
    ):
        if rise == 0:
            draw_shadow(canvas, x, 822, 90, 14)
        _block(canvas, mood, x, 820 - rise, 124, color, index)
    draw_shadow(canvas, 1260, 985, 120, 18)
    stops = [
        (0.0, mood.tone(rgb("e88a6a"))),
        (0.6, mood.tone(RED)),
        (1.0, mood.tone(rgb("6e2a20"))),
    ]
    ball = [(1260 + cos(a / 30 * pi) * 95, 890 + sin(a / 30 * pi) * 95) for a in range(60)]
    canvas.shaded(ball, stops)
    canvas.polygon([(p, 890 + (q - 890) * 0.24) for p, q in ball], mood.tone(WHITE))
    _top(canvas, mood, 190, 880, 120)


def _horse(canvas: Canvas, mood: Mood, x: float, y: float, size: float) -> None:
    draw_shadow(canvas, x, y + 8, size * 1.05, 20)
    body = [(-0.75, -1.0), (-0.2, -1.08), (0.3, -1.1), (0.5, -1.55), (0.75, -1.75), (0.82, -1.62)]
    body += [(1.08, -1.38), (1.02, -1.25), (0.78, -1.3), (0.68, -1.0), (0.62, -0.72), (0.66, -0.2)]
    body += [(0.48, -0.2), (0.36, -0.62), (-0.36, -0.62), (-0.5, -0.2), (-0.7, -0.2), (-0.72, -0.7)]
    whole = [(x + a * size, y + b * size) for a, b in smooth(body)]
    stops = [(0.0, mood.tone(rgb("f3e6cc"))), (1.0, mood.tone(rgb("c4a87f")))]
    canvas.shaded(whole, stops)
    saddle = [(-0.35, -1.1), (0.2, -1.12), (0.16, -0.78), (-0.3, -0.78)]
    canvas.polygon([(x + a * size, y + b * size) for a, b in saddle], mood.tone(RED))
    mane = [(0.28, -1.12), (0.44, -1.62), (0.66, -1.82), (0.62, -1.6), (0.46, -1.3), (0.4, -1.05)]
    canvas.polygon([(x + a * size, y + b * size) for a, b in smooth(mane)], mood.tone(TIMBER[1]))
    tail = [(-0.72, -1.0), (-0.98, -0.86), (-1.02, -0.5), (-0.88, -0.6), (-0.8, -0.85)]
    canvas.polygon([(x + a * size, y + b * size) for a, b in smooth(tail)], mood.tone(TIMBER[1]))
    canvas.ellipse(x + size * 0.82, y - size * 1.47, 8, 8, mood.tone(rgb("2b2726")))
    canvas.rounded(x - size, y - size * 0.26, x + size, y - size * 0.14, 10, mood.tone(GREEN))
    for place in (-0.72, 0.72):
        for part, color in ((0.19, RED), (0.13, YELLOW), (0.045, TIMBER[1])):
            canvas.ellipse(
                x + place * size, y - size * 0.14, size * part, size * part, mood.tone(color)
            )


def _block(
    canvas: Canvas, mood: Mood, x: float, y: float, size: float, color: Color, mark: int
) -> None:
    half = size / 2
    top = [(x - half, y - size), (x - half + 24, y - size - 22), (x + half + 24, y - size - 22)]
    canvas.polygon([*top, (x + half, y - size)], mood.tone(mix(color, WHITE, 0.45)))
    side = [(x + half, y - size), (x + half + 24, y - size - 22), (x + half + 24, y - 22)]
    canvas.polygon([*side, (x + half, y)], mood.tone(mix(color, TIMBER[1], 0.5)))
    canvas.rectangle(x - half, y - size, x + half, y, mood.tone(color))
    pale = mood.tone(mix(color, WHITE, 0.75))
    if mark % 2:
        canvas.ellipse(x, y - half, size * 0.28, size * 0.28, pale)
    else:
        canvas.polygon(
            [
                (x, y - size * 0.84),
                (x + size * 0.32, y - size * 0.24),
                (x - size * 0.32, y - size * 0.24),
            ],
            pale,
        )


def _top(canvas: Canvas, mood: Mood, x: float, y: float, size: float) -> None:
    draw_shadow(canvas, x, y + 4, size * 0.7, 12)
    for wide, up, low, color in ((0.14, 1.5, 1.0, TIMBER[2]), (0.6, 1.0, 0.86, BLUE)):
        canvas.rounded(
            x - wide * size, y - up * size, x + wide * size, y - low * size, 12, mood.tone(color)
        )
    for index, color in enumerate((YELLOW, RED, WHITE, BLUE)):
        wide, low = size * (0.85 - index * 0.22), y - size * (0.86 - index * 0.22)
        shape = [(x - wide, low), (x + wide, low), (x + wide - size * 0.22, low + size * 0.22)]
        canvas.polygon([*shape, (x - wide + size * 0.22, low + size * 0.22)], mood.tone(color))
