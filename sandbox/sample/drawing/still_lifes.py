"""Things that museums keep, laid out on a table: clogs, toys, type, an accordion, shells."""

from math import cos, pi, sin

from sandbox.sample.drawing.canvas import Canvas, Color, Point, mix, rgb
from sandbox.sample.drawing.moods import HEATH, TIMBER, WHITE, Mood
from sandbox.sample.drawing.rooms import draw_beaker, draw_shadow, draw_table

EDGE = 620
RED, BLUE, YELLOW, GREEN = rgb("b5482f"), rgb("3f6a86"), rgb("e0ab4c"), rgb("5d7a54")


def clogs(canvas: Canvas, mood: Mood) -> None:
    """Draw three pairs of wooden shoes, from plain to painted."""
    draw_table(canvas, mood, rgb("6d8a86"), EDGE)
    for x, y, size, paint in (
        (330, 700, 190, rgb("d9b27c")),
        (1240, 700, 190, YELLOW),
        (760, 850, 270, RED),
    ):
        draw_shadow(canvas, x, y + size * 0.02, size * 1.5, size * 0.16)
        _clog(canvas, mood, x - size * 0.1, y - size * 0.2, size * 0.92, paint)
        _clog(canvas, mood, x, y, size, paint)


def _clog(canvas: Canvas, mood: Mood, x: float, y: float, size: float, paint: Color) -> None:
    shape = [(-1.25, -0.62), (-1.1, -0.68), (-0.25, -0.64), (0.1, -0.6), (0.55, -0.5), (0.95, -0.42)]
    shape += [(1.22, -0.5), (1.36, -0.66), (1.38, -0.45), (1.3, -0.18), (1.1, -0.02), (0.75, 0.0)]
    shape += [(0.6, -0.07), (-0.45, -0.07), (-0.55, 0.0), (-1.15, 0.0), (-1.28, -0.2)]
    whole = [(x + a * size, y + b * size) for a, b in smooth(shape)]
    stops = [(0.0, mood.tone(mix(paint, WHITE, 0.35))), (0.5, mood.tone(paint))]
    canvas.shaded(whole, [*stops, (1.0, mood.tone(mix(paint, TIMBER[1], 0.55)))])
    mouth = [(-1.16, -0.63), (-0.3, -0.63), (-0.02, -0.57), (-0.3, -0.5), (-0.8, -0.46), (-1.12, -0.52)]
    hole = [(x + a * size, y + b * size) for a, b in smooth(mouth)]
    canvas.polygon(hole, mood.tone(rgb("3a2a20")))
    for turn in range(6):
        petal = turn / 6 * 2 * pi
        canvas.ellipse(
            x + size * (0.5 + 0.085 * cos(petal)), y + size * (-0.3 + 0.085 * sin(petal)),
            size * 0.055, size * 0.055, mood.tone(WHITE if paint == RED else RED),
        )  # fmt: skip
    canvas.ellipse(x + size * 0.5, y - size * 0.3, size * 0.05, size * 0.05, mood.tone(YELLOW))


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
    stops = [(0.0, mood.tone(rgb("e88a6a"))), (0.6, mood.tone(RED)), (1.0, mood.tone(rgb("6e2a20")))]
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
            canvas.ellipse(x + place * size, y - size * 0.14, size * part, size * part, mood.tone(color))


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
        canvas.polygon([(x, y - size * 0.84), (x + size * 0.32, y - size * 0.24), (x - size * 0.32, y - size * 0.24)], pale)


def _top(canvas: Canvas, mood: Mood, x: float, y: float, size: float) -> None:
    draw_shadow(canvas, x, y + 4, size * 0.7, 12)
    for wide, up, low, color in ((0.14, 1.5, 1.0, TIMBER[2]), (0.6, 1.0, 0.86, BLUE)):
        canvas.rounded(x - wide * size, y - up * size, x + wide * size, y - low * size, 12, mood.tone(color))
    for index, color in enumerate((YELLOW, RED, WHITE, BLUE)):
        wide, low = size * (0.85 - index * 0.22), y - size * (0.86 - index * 0.22)
        shape = [(x - wide, low), (x + wide, low), (x + wide - size * 0.22, low + size * 0.22)]
        canvas.polygon([*shape, (x - wide + size * 0.22, low + size * 0.22)], mood.tone(color))


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
        fold = [(x, 330 - rise), (x + 17, 350 - rise), (x + 34, 330 - rise), (x + 34, 890), (x + 17, 872), (x, 890)]
        canvas.shaded(fold, [(0.0, mood.tone(rgb("d8c9a5"))), (0.5, mood.tone(RED)), (1.0, mood.tone(rgb("7a2c20")))], across=True)
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
        axe = [(-1, 0.1), (-0.8, -0.25), (0.5, -0.36), (1, -0.45), (1.05, 0.45), (0.5, 0.36), (-0.8, 0.3)]
        shape = [(x + a * 115, y + b * 90) for a, b in smooth(axe)]
        canvas.shaded(shape, [(0.0, mood.tone(rgb("c9ccc8"))), (1.0, mood.tone(rgb("5f6a6c")))])


def shells(canvas: Canvas, mood: Mood) -> None:
    """Draw shells from far seas, on a tray of sand."""
    draw_table(canvas, mood, rgb("4f7f8c"), EDGE - 60)
    canvas.rounded(140, 640, 1460, 1010, 40, mood.tone(TIMBER[1]))
    canvas.rounded(160, 660, 1440, 990, 30, mood.tone(rgb("e3cfa6")))
    for x, y, size, color in (
        (400, 850, 190, rgb("e6a58a")), (800, 790, 150, rgb("f2e3c6")), (1180, 870, 200, rgb("c98aa0")),
        (620, 930, 90, rgb("8fb0ae")), (980, 930, 100, YELLOW),
    ):  # fmt: skip
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
    canvas.polygon([(x - size * 0.3, y + size * 0.4), (x - size * 0.22, y + size * 0.2), (x + size * 0.22, y + size * 0.2), (x + size * 0.3, y + size * 0.4)], mood.tone(mix(color, TIMBER[2], 0.35)))


def papercut(canvas: Canvas, mood: Mood) -> None:
    """Draw a paper cutting, the same on both sides of the fold: a tree, birds, two deer."""
    canvas.gradient(0, canvas.height, [(0.0, mood.tone(rgb("f6efdf"))), (1.0, mood.tone(rgb("e9dcc2")))])
    middle, ink = canvas.width / 2, rgb("3a3145")
    foot = canvas.height * 0.86
    for pad, color in ((46, ink), (58, rgb("f4ecdb")), (70, ink), (76, rgb("f4ecdb"))):
        canvas.rectangle(pad, pad, canvas.width - pad, canvas.height - pad, color)
    for side in (-1, 1):
        _cut_branch(canvas, (middle, foot), canvas.height * 0.3, side * 0.1, 30, side, ink)
        for place, rise in ((0.3, 0.56), (0.36, 0.3), (0.17, 0.13)):
            _cut_bird(canvas, middle + side * place * canvas.width, canvas.height * rise, 48, side, ink)
        _cut_deer(canvas, middle + side * canvas.width * 0.25, foot, 150, side, ink)
    canvas.polygon([(76, foot), *[(76 + i * (canvas.width - 152) / 40, foot - (12 if i % 2 else 0)) for i in range(41)], (canvas.width - 76, canvas.height - 76), (76, canvas.height - 76)], ink)


def _cut_branch(
    canvas: Canvas, foot: Point, high: float, lean: float, width: float, side: int, ink: Color
) -> None:
    tip = (foot[0] + sin(lean) * high, foot[1] - cos(lean) * high)
    canvas.line([foot, tip], width, ink)
    if high < 42:
        for turn in (-0.7, 0.0, 0.7):
            canvas.ellipse(tip[0] + sin(lean + turn) * 15, tip[1] - cos(lean + turn) * 15, 11, 14, ink)
        return
    for turn, share in ((0.62, 0.62), (0.06, 0.72), (-0.3, 0.5)):
        _cut_branch(canvas, tip, high * share, lean + side * turn, width * 0.6, side, ink)


def _cut_bird(canvas: Canvas, x: float, y: float, size: float, side: int, ink: Color) -> None:
    shape = [(-1.1, -0.1), (-0.8, -0.4), (-0.4, -0.45), (0.2, -0.15), (1.2, -0.5), (0.9, 0.0), (1.2, 0.3)]
    shape += [(0.2, 0.35), (-0.5, 0.3), (-0.8, 0.0)]
    canvas.polygon([(x + a * size * side, y + b * size) for a, b in smooth(shape)], ink)
    wing = [(-0.3, -0.2), (0.25, -1.0), (0.5, -0.9), (0.3, -0.1)]
    canvas.polygon([(x + a * size * side, y + b * size) for a, b in wing], ink)
    canvas.ellipse(x - 0.75 * size * side, y - size * 0.18, 4, 4, rgb("f4ecdb"))


def _cut_deer(canvas: Canvas, x: float, y: float, size: float, side: int, ink: Color) -> None:
    body = [(-0.6, -0.85), (0.35, -0.8), (0.55, -0.62), (0.5, -0.4), (-0.4, -0.42), (-0.62, -0.6)]
    canvas.polygon([(x + a * size * side, y + b * size) for a, b in smooth(body)], ink)
    neck = [(-0.62, -0.75), (-0.86, -1.2), (-1.08, -1.16), (-1.1, -1.28), (-0.8, -1.42), (-0.35, -0.8)]
    canvas.polygon([(x + a * size * side, y + b * size) for a, b in neck], ink)
    for place in (-0.5, -0.36, 0.32, 0.46):
        canvas.line([(x + place * size * side, y - size * 0.5), (x + place * size * side * 1.05, y)], 12, ink)
    for lean in (0.12, -0.16):
        horn: list[Point] = [(-0.84, -1.36), (-0.86 + lean, -1.62), (-0.8 + lean * 2, -1.82)]
        canvas.line([(x + a * size * side, y + b * size) for a, b in horn], 7, ink)
