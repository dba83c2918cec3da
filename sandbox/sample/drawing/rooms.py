"""Rooms of a museum, and the tables on which its things lie."""

from math import cos, pi

from sandbox.sample.drawing.canvas import Canvas, Color, Point, mix, rgb
from sandbox.sample.drawing.moods import DUSK, GOLDEN, LAMPLIGHT, TIMBER, WHITE, Mood
from sandbox.sample.drawing.sky import draw_ridge

DARK = rgb("2b2726")
_WALLS = tuple(rgb(code) for code in ("56707a", "8a4a45", "5d6f58", "7a6a86", "a3805a"))


def draw_table(canvas: Canvas, mood: Mood, wall: Color, edge: float) -> None:
    """Draw a calm wall, a pool of light on it, and a wooden table top from `edge` down."""
    deep = mix(wall, DARK, 0.45)
    canvas.gradient(0, edge, [(0.0, mood.tone(deep)), (1.0, mood.tone(wall))])
    middle = canvas.width / 2
    canvas.glow(middle * 0.8, edge * 0.62, canvas.width * 0.46, mix(wall, LAMPLIGHT, 0.6), 0.5)
    wood = [(0.0, mood.tone(rgb("b38a5c"))), (0.25, mood.tone(rgb("8f6a45")))]
    canvas.gradient(edge, canvas.height, [*wood, (1.0, mood.tone(rgb("5b412c")))])
    canvas.rectangle(0, edge, canvas.width, edge + 6, mood.tone(rgb("d0a774")))
    for _ in range(26):
        y = canvas.random.uniform(edge + 16, canvas.height)
        left = canvas.random.uniform(-200, canvas.width)
        long = canvas.random.uniform(150, 600)
        canvas.line([(left, y), (left + long, y)], 1.4, mood.tone(TIMBER[0]), 60)


def draw_shadow(canvas: Canvas, x: float, y: float, wide: float, high: float) -> None:
    """Lay the soft shadow of a thing on the table."""
    shape: list[Point] = []
    for step in range(40):
        turn = step / 20 * pi
        shape.append((x + cos(turn) * wide, y + cos(turn - pi / 2) * high))
    for grow in (1.0, 0.85, 0.68):
        part = [(x + (a - x) * grow, y + (b - y) * grow) for a, b in shape]
        canvas.polygon(part, rgb("241a14"), 55)


def draw_room(canvas: Canvas, mood: Mood, wall: Color) -> float:
    """Draw an empty exhibition room; returns the height at which wall meets floor."""
    floor = canvas.height * 0.7
    canvas.gradient(0, floor, [(0.0, mood.tone(mix(wall, DARK, 0.5))), (1.0, mood.tone(wall))])
    canvas.gradient(
        floor,
        canvas.height,
        [(0.0, mood.tone(rgb("a7825a"))), (1.0, mood.tone(rgb("5d4531")))],
    )
    canvas.rectangle(0, floor - 14, canvas.width, floor, mood.tone(mix(wall, WHITE, 0.5)))
    middle = canvas.width / 2
    for step in range(-12, 13):
        top, low = middle + step * 110, middle + step * 260
        canvas.line([(top, floor), (low, canvas.height)], 1.6, mood.tone(TIMBER[1]), 90)
    canvas.rectangle(0, 34, canvas.width, 44, mood.tone(DARK))
    return floor


def draw_spot(canvas: Canvas, x: float, ground: float, wide: float) -> None:
    """Hang a spotlight on the rail, and let its beam fall."""
    canvas.rectangle(x - 11, 40, x + 11, 74, rgb("1f1c1c"))
    beam = [(x - 9, 72), (x + 9, 72), (x + wide, ground), (x - wide, ground)]
    canvas.polygon(beam, LAMPLIGHT, 26)
    canvas.polygon(
        [(x - 6, 72), (x + 6, 72), (x + wide * 0.6, ground), (x - wide * 0.6, ground)],
        LAMPLIGHT,
        22,
    )


def draw_case(canvas: Canvas, mood: Mood, x: float, ground: float, size: float, thing: int) -> None:
    """Draw a glass case on a plinth, with a beaker, a stone axe or a bowl in it."""
    wide, top, shelf = size * 0.36, ground - size * 1.25, ground - size * 0.55
    draw_shadow(canvas, x, ground, wide * 1.2, size * 0.05)
    plinth = [(x - wide, shelf), (x + wide, shelf), (x + wide, ground), (x - wide, ground)]
    pale = [(0.0, mood.tone(WHITE)), (1.0, mood.tone(rgb("bdb3a2")))]
    canvas.shaded(plinth, pale, across=True)
    canvas.rectangle(x - wide, top, x + wide, shelf, rgb("eaf2f0"), 46)
    draw_beaker(canvas, mood, x, shelf, size * (0.34 + 0.05 * thing), thing)
    canvas.polygon(
        [(x - wide * 0.8, top), (x - wide * 0.3, top), (x - wide * 0.75, shelf), (x - wide, shelf)],
        WHITE,
        50,
    )
    for left in (x - wide, x + wide - 3):
        canvas.rectangle(left, top, left + 3, shelf, rgb("dfe9e8"), 190)
    canvas.rectangle(x - wide - 5, top - 6, x + wide + 5, top, mood.tone(DARK))
    canvas.rectangle(x - wide - 5, shelf, x + wide + 5, shelf + 8, mood.tone(DARK))
    canvas.rectangle(
        x - wide * 0.35,
        shelf + size * 0.16,
        x + wide * 0.35,
        shelf + size * 0.24,
        mood.tone(rgb("8d8578")),
    )


def draw_beaker(canvas: Canvas, mood: Mood, x: float, foot: float, high: float, kind: int) -> None:
    """Draw a funnel beaker of fired clay, with rows of stabbed ornament."""
    profiles = (
        ((0.22, 0.0), (0.42, 0.3), (0.36, 0.52), (0.25, 0.64), (0.42, 1.0)),
        ((0.2, 0.0), (0.55, 0.35), (0.46, 0.6), (0.3, 0.68), (0.36, 0.9)),
        ((0.16, 0.0), (0.3, 0.22), (0.24, 0.45), (0.3, 0.7), (0.5, 1.0)),
    )
    profile = profiles[kind % 3]
    left = [(x - wide * high, foot - up * high) for wide, up in profile]
    right = [(x + wide * high, foot - up * high) for wide, up in reversed(profile)]
    clay = [rgb("c98a5e"), rgb("a4623f"), rgb("6a3d2a")]
    stops = [(place, mood.tone(color)) for place, color in zip((0.0, 0.45, 1.0), clay, strict=True)]
    canvas.shaded([*left, *right], stops, across=True)
    rim = profile[-1]
    canvas.ellipse(x, foot - rim[1] * high, rim[0] * high, high * 0.05, mood.tone(rgb("5a3324")))
    for row, (wide, up) in enumerate(profile[1:-1]):
        for step in range(-6, 7):
            turn = step / 14 * pi
            dot_x = x + wide * high * 0.97 * (turn / (pi / 2) if row % 2 else step / 6.6)
            canvas.ellipse(
                dot_x, foot - up * high, high * 0.014, high * 0.026, mood.tone(rgb("f0d9b5"))
            )


def hall(canvas: Canvas, mood: Mood) -> None:
    """Draw a room with glass cases, a painting of the heath, and a bench."""
    floor = draw_room(canvas, mood, canvas.random.choice(_WALLS))
    small_painting(canvas, GOLDEN, 560, 210, 480, 260)
    for index, x in enumerate((250, 800, 1350)):
        draw_spot(canvas, x, floor, 150)
        if x != 800:
            draw_case(canvas, mood, x, floor + 130, 340, index)
    draw_case(canvas, mood, 470, floor + 30, 230, 2)
    draw_case(canvas, mood, 1130, floor + 30, 230, 1)
    _bench_inside(canvas, mood, 800, floor + 190)


def gallery(canvas: Canvas, mood: Mood) -> None:
    """Draw paintings on a deep red wall."""
    floor = draw_room(canvas, mood, canvas.random.choice(_WALLS))
    wide = canvas.width
    small_painting(canvas, DUSK, wide * 0.17, 300, wide * 0.66, canvas.height * 0.27)
    small_painting(canvas, GOLDEN, wide * 0.17, canvas.height * 0.5, wide * 0.27, 170)
    small_painting(canvas, mood, wide * 0.56, canvas.height * 0.5, wide * 0.27, 170)
    for x in (wide * 0.3, wide * 0.7):
        draw_spot(canvas, x, floor, 190)
    _bench_inside(canvas, mood, wide / 2, floor + 260)


def _bench_inside(canvas: Canvas, mood: Mood, x: float, y: float) -> None:
    draw_shadow(canvas, x, y + 6, 210, 22)
    for side in (-150, 126):
        canvas.rectangle(x + side, y - 56, x + side + 24, y, mood.tone(DARK))
    canvas.rounded(x - 190, y - 92, x + 190, y - 50, 12, mood.tone(rgb("b5784a")))
    canvas.rounded(x - 190, y - 92, x + 190, y - 76, 8, mood.tone(rgb("d19a68")))


def small_painting(
    canvas: Canvas, mood: Mood, left: float, top: float, wide: float, high: float
) -> None:
    """Hang a framed landscape on the wall, drawn in a few bands."""
    for pad, color in ((26, rgb("3a2c20")), (20, rgb("c79a54")), (8, rgb("7d5c34"))):
        canvas.rectangle(left - pad, top - pad, left + wide + pad, top + high + pad, color)
    inside = Canvas((round(wide), round(high)), canvas.random)
    inside.gradient(0, high * 0.62, mood.sky)
    inside.ellipse(wide * 0.68, high * 0.42, high * 0.09, high * 0.09, mood.sun)
    for index, color in enumerate((rgb("6f7a45"), rgb("a86fa3"), rgb("8c5a93"), rgb("57402f"))):
        y = high * (0.58 + 0.12 * index)
        shade = mood.tone(color, 0.5 - index * 0.15)
        draw_ridge(inside, y, high * 0.03, shade, below=high, waves=2.2)
    canvas.paste(inside.image, left, top)
