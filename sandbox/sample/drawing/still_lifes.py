"""Things that museums keep, laid out on a table: clogs, toys, type, an accordion, shells."""

from math import cos, pi, sin

from sandbox.sample.drawing.canvas import Canvas, Color, mix, rgb, smooth
from sandbox.sample.drawing.moods import HEATH, TIMBER, WHITE, Mood
from sandbox.sample.drawing.rooms import draw_beaker, draw_shadow, draw_table

EDGE = 620
RED, BLUE, YELLOW, GREEN = rgb("b5482f"), rgb("3f6a86"), rgb("e0ab4c"), rgb("5d7a54")


def clogs(canvas: Canvas, mood: Mood) -> None:
    """Draw three pairs of wooden shoes, from plain to painted."""
    draw_table(canvas, mood, rgb("6d8a86"), EDGE)
    for x, y, size, paint in (
        (370, 730, 190, rgb("d9b27c")),
        (1270, 730, 190, YELLOW),
        (800, 920, 280, RED),
    ):
        draw_shadow(canvas, x, y + size * 0.02, size * 1.5, size * 0.16)
        draw_shadow(canvas, x - size * 0.5, y - size * 0.26, size * 1.2, size * 0.12)
        _clog(canvas, mood, x - size * 0.42, y - size * 0.28, size * 0.9, paint)
        _clog(canvas, mood, x, y, size, paint)


def _clog(canvas: Canvas, mood: Mood, x: float, y: float, size: float, paint: Color) -> None:
    shape = [(-1.02, -0.66), (-0.98, -0.7), (-0.55, -0.72), (-0.12, -0.72), (0.06, -0.68)]
    shape += [(0.34, -0.54), (0.62, -0.45), (0.86, -0.48), (1.02, -0.6), (1.1, -0.6)]
    shape += [(1.1, -0.44), (1.02, -0.2), (0.86, -0.04), (0.66, 0.0), (0.5, -0.01)]
    shape += [(0.4, -0.06), (-0.3, -0.06), (-0.4, 0.0), (-0.66, 0.01), (-0.94, 0.0), (-1.05, -0.3)]
    whole = [(x + a * size, y + b * size) for a, b in smooth(shape)]
    stops = [(0.0, mood.tone(mix(paint, WHITE, 0.35))), (0.5, mood.tone(paint))]
    canvas.shaded(whole, [*stops, (1.0, mood.tone(mix(paint, TIMBER[1], 0.55)))])
    rim = mood.tone(mix(paint, WHITE, 0.6))
    canvas.ellipse(x - size * 0.5, y - size * 0.66, size * 0.52, size * 0.13, rim)
    inside = mood.tone(rgb("3a2a20"))
    canvas.ellipse(x - size * 0.5, y - size * 0.655, size * 0.47, size * 0.1, inside)
    lit = mood.tone(mix(paint, WHITE, 0.5))
    ridge = [(0.12, -0.6), (0.36, -0.47), (0.62, -0.38), (0.86, -0.41), (1.02, -0.52)]
    canvas.line([(x + a * size, y + b * size) for a, b in ridge], size * 0.022, lit, 150)
    _flower(canvas, mood, x + size * 0.5, y - size * 0.24, size, paint)


def _flower(canvas: Canvas, mood: Mood, x: float, y: float, size: float, paint: Color) -> None:
    for turn in range(6):
        petal = turn / 6 * 2 * pi
        color = mood.tone(WHITE if paint == RED else RED)
        reach, part = size * 0.085, size * 0.055
        canvas.ellipse(x + reach * cos(petal), y + reach * sin(petal), part, part, color)
    canvas.ellipse(x, y, size * 0.05, size * 0.05, mood.tone(YELLOW))


def type_case(canvas: Canvas, mood: Mood) -> None:
    """Draw a hand press with a poster of the heath just pulled, and trays of wooden type."""
    draw_table(canvas, mood, rgb("7f7a6c"), EDGE)
    iron, shine = mood.tone(rgb("2f3336")), mood.tone(rgb("59636a"))
    draw_shadow(canvas, 560, 905, 400, 26)
    frame = [(250, 900), (250, 220), (870, 220), (870, 900)]
    canvas.shaded(frame, [(0.0, shine), (0.5, iron), (1.0, rgb("1f2224"))], across=True)
    canvas.rectangle(330, 320, 790, 860, mood.tone(rgb("a39a86")))
    canvas.rounded(220, 170, 900, 240, 20, iron)
    canvas.rectangle(525, 130, 595, 420, shine)
    canvas.rectangle(350, 410, 770, 450, iron)
    canvas.line([(560, 340), (990, 270)], 20, shine)
    canvas.ellipse(1000, 268, 28, 28, mood.tone(RED))
    canvas.rectangle(200, 760, 930, 815, iron)
    canvas.polygon([(380, 752), (740, 752), (700, 560), (420, 560)], mood.tone(WHITE))
    canvas.polygon([(405, 735), (715, 735), (697, 650), (423, 650)], mood.tone(HEATH[0]))
    canvas.polygon([(423, 650), (697, 650), (684, 580), (436, 580)], mood.tone(rgb("f0b87f")))
    canvas.ellipse(610, 628, 34, 22, mood.tone(rgb("d9694a")))
    for leg in (250, 830):
        canvas.rectangle(leg, 815, leg + 46, 905, iron)
    _tray(canvas, mood, 1010, 640)


def _tray(canvas: Canvas, mood: Mood, left: float, top: float) -> None:
    draw_shadow(canvas, left + 260, top + 345, 290, 24)
    canvas.rectangle(left, top, left + 520, top + 340, mood.tone(TIMBER[1]))
    for row in range(4):
        for column in range(6):
            x, y = left + 16 + column * 83, top + 16 + row * 79
            color = mix(rgb("c79a63"), rgb("8a5f3a"), canvas.random.random())
            canvas.rectangle(x, y, x + 74, y + 69, mood.tone(color))
            canvas.rectangle(x, y, x + 74, y + 7, mood.tone(mix(color, WHITE, 0.35)))
            _glyph(canvas, mood, x + 37, y + 38, canvas.random.randrange(5))


def _glyph(canvas: Canvas, mood: Mood, x: float, y: float, kind: int) -> None:
    ink = mood.tone(rgb("3a2a20"))
    if kind == 0:
        canvas.ellipse(x, y, 20, 22, ink)
        canvas.ellipse(x, y, 10, 12, mood.tone(rgb("b5895a")))
    elif kind == 1:
        canvas.polygon([(x, y - 22), (x + 20, y + 22), (x - 20, y + 22)], ink)
    elif kind == 2:
        canvas.rectangle(x - 18, y - 22, x - 8, y + 22, ink)
        canvas.rectangle(x + 8, y - 22, x + 18, y + 22, ink)
        canvas.rectangle(x - 18, y - 5, x + 18, y + 5, ink)
    elif kind == 3:
        canvas.rectangle(x - 6, y - 22, x + 6, y + 22, ink)
        canvas.rectangle(x - 20, y - 22, x + 20, y - 12, ink)
    else:
        for rise in (-22, -5, 12):
            canvas.rectangle(x - 16, y + rise, x + 16, y + rise + 10, ink)
        canvas.rectangle(x - 18, y - 22, x - 8, y + 22, ink)


def accordion(canvas: Canvas, mood: Mood) -> None:
    """Draw an accordion, half open, on a table."""
    draw_table(canvas, mood, rgb("5d6f63"), EDGE)
    draw_shadow(canvas, 800, 900, 560, 34)
    for index in range(15):
        x = 560 + index * 34
        rise = 28 * sin(index / 14 * pi)
        fold = [
            (x, 330 - rise),
            (x + 17, 350 - rise),
            (x + 34, 330 - rise),
            (x + 34, 890),
            (x + 17, 872),
            (x, 890),
        ]
        canvas.shaded(
            fold,
            [
                (0.0, mood.tone(rgb("d8c9a5"))),
                (0.5, mood.tone(RED)),
                (1.0, mood.tone(rgb("7a2c20"))),
            ],
            across=True,
        )
    for left, right in ((300, 570), (1060, 1330)):
        canvas.rounded(left, 290, right, 910, 40, mood.tone(rgb("7c2a2a")))
        canvas.rounded(left + 14, 304, right - 14, 896, 30, mood.tone(rgb("a63d38")))
    for row in range(13):
        y = 340 + row * 41
        canvas.rounded(326, y, 456, y + 37, 5, mood.tone(WHITE))
        if row % 7 not in (2, 6):
            canvas.rounded(326, y + 28, 400, y + 50, 4, mood.tone(rgb("2b2726")))
        for column in range(3):
            canvas.ellipse(1120 + column * 64 + (row % 2) * 20, y + 20, 13, 13, mood.tone(WHITE))
    for index in range(6):
        canvas.line([(486, 380 + index * 84), (546, 420 + index * 84)], 12, mood.tone(YELLOW))


def beakers(canvas: Canvas, mood: Mood) -> None:
    """Draw three funnel beakers and two stone axes."""
    draw_table(canvas, mood, rgb("8a8478"), EDGE)
    for x, y, high, kind in ((1130, 760, 430, 0), (420, 790, 520, 1), (800, 900, 400, 2)):
        draw_shadow(canvas, x, y, high * 0.42, high * 0.06)
        draw_beaker(canvas, mood, x, y, high, kind)
    for x, y in ((1130, 930), (1300, 850)):
        draw_shadow(canvas, x, y + 26, 120, 14)
        axe = [
            (-1, 0.1),
            (-0.8, -0.25),
            (0.5, -0.36),
            (1, -0.45),
            (1.05, 0.45),
            (0.5, 0.36),
            (-0.8, 0.3),
        ]
        shape = [(x + a * 115, y + b * 90) for a, b in smooth(axe)]
        canvas.shaded(shape, [(0.0, mood.tone(rgb("c9ccc8"))), (1.0, mood.tone(rgb("5f6a6c")))])


def shells(canvas: Canvas, mood: Mood) -> None:
    """Draw shells from far seas, on a tray of sand."""
    draw_table(canvas, mood, rgb("4f7f8c"), EDGE - 60)
    canvas.rounded(140, 640, 1460, 1010, 40, mood.tone(TIMBER[1]))
    canvas.rounded(160, 660, 1440, 990, 30, mood.tone(rgb("e3cfa6")))
    for x, y, size, color in (
        (400, 850, 190, rgb("e6a58a")),
        (800, 790, 150, rgb("f2e3c6")),
        (1180, 870, 200, rgb("c98aa0")),
        (620, 930, 90, rgb("8fb0ae")),
        (980, 930, 100, YELLOW),
    ):
        _scallop(canvas, mood, x, y, size, color)


def _scallop(canvas: Canvas, mood: Mood, x: float, y: float, size: float, color: Color) -> None:
    draw_shadow(canvas, x, y + size * 0.3, size * 1.0, size * 0.14)
    steps = 11
    for index in range(steps):
        first, last = (pi * (0.02 + 0.96 * (index + part) / steps) for part in (0, 1))
        middle = (first + last) / 2
        foot = (x, y + size * 0.34)
        rib = [foot, (x - cos(first) * size, y - sin(first) * size * 1.0)]
        rib += [(x - cos(middle) * size * 1.08, y - sin(middle) * size * 1.08)]
        rib += [(x - cos(last) * size, y - sin(last) * size * 1.0)]
        shade = mix(color, TIMBER[2], 0.12 + 0.3 * (index % 2) + 0.25 * index / steps)
        canvas.polygon(rib, mood.tone(shade))
        canvas.line([foot, rib[2]], size * 0.02, mood.tone(mix(color, WHITE, 0.5)))
    canvas.polygon(
        [
            (x - size * 0.3, y + size * 0.4),
            (x - size * 0.22, y + size * 0.2),
            (x + size * 0.22, y + size * 0.2),
            (x + size * 0.3, y + size * 0.4),
        ],
        mood.tone(mix(color, TIMBER[2], 0.35)),
    )
