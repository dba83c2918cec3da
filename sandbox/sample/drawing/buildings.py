"""What people built: a Saxon farmhouse, a village church, a windmill, a manor."""

from math import cos, pi, sin

from sandbox.sample.drawing.canvas import Canvas, Color, Point, mix, rgb
from sandbox.sample.drawing.moods import (
    BRICK,
    GREEN_PAINT,
    LAMPLIGHT,
    THATCH,
    TIMBER,
    WHITE,
    Mood,
)
from sandbox.sample.drawing.plants import SNOW


def draw_window(
    canvas: Canvas, mood: Mood, x: float, y: float, wide: float, high: float, far: float = 0.0
) -> None:
    """Draw a sash window with white bars; lamps burn behind it when the hour asks for it."""
    glass = LAMPLIGHT if mood.lamps else mood.tone(rgb("3d525c"), far)
    frame = mood.tone(WHITE, far)
    canvas.rectangle(x - 4, y - 4, x + wide + 4, y + high + 4, frame)
    canvas.rectangle(x, y, x + wide, y + high, glass)
    for share in (1 / 3, 2 / 3):
        canvas.rectangle(x, y + high * share - 1.3, x + wide, y + high * share + 1.3, frame)
    canvas.rectangle(x + wide / 2 - 1.3, y, x + wide / 2 + 1.3, y + high, frame)
    if mood.lamps:
        canvas.glow(x + wide / 2, y + high / 2, high * 2.2, LAMPLIGHT, 0.35)


def draw_farmhouse(canvas: Canvas, mood: Mood, x: float, ground: float, size: float) -> None:
    """Draw a Saxon farmhouse from its front corner: brick walls under a deep thatched roof."""
    eaves, ridge = ground - size * 0.2, ground - size * 0.56
    gable, end = x - size * 0.2, x + size
    brick = [(0.0, mood.tone(BRICK[2])), (1.0, mood.tone(BRICK[1]))]
    side = [(gable, eaves - 6), (end, eaves - 6), (end, ground), (gable, ground)]
    canvas.shaded(
        side, [(0.0, mood.tone(BRICK[0])), (1.0, mood.tone(mix(BRICK[1], (40, 30, 40), 0.3)))]
    )
    front = [(x - size * 0.52, ground), (x - size * 0.52, eaves), (x - size * 0.36, ridge)]
    front += [(x - size * 0.04, ridge), (gable + size * 0.32, eaves), (gable + size * 0.32, ground)]
    canvas.shaded(front, brick)
    for place in (0.3, 0.47, 0.64, 0.81):
        draw_window(canvas, mood, x + size * place, eaves + 16, size * 0.055, size * 0.105)
    _front_of_farm(canvas, mood, x - size * 0.2, ground, size)
    _thatch(canvas, mood, x, ground, size)


def _front_of_farm(canvas: Canvas, mood: Mood, x: float, ground: float, size: float) -> None:
    paint, leaf = mood.tone(GREEN_PAINT), mood.tone(mix(GREEN_PAINT, WHITE, 0.18))
    canvas.rectangle(
        x - size * 0.12, ground - size * 0.25, x + size * 0.12, ground, mood.tone(WHITE)
    )
    canvas.rectangle(x - size * 0.108, ground - size * 0.238, x + size * 0.108, ground, paint)
    canvas.rectangle(x - size * 0.1, ground - size * 0.23, x - 3, ground - size * 0.12, leaf)
    canvas.rectangle(x + 3, ground - size * 0.23, x + size * 0.1, ground - size * 0.12, leaf)
    for place in (-0.25, 0.18):
        draw_window(canvas, mood, x + size * place, ground - size * 0.17, size * 0.065, size * 0.11)
    for place in (-0.09, 0.035):
        draw_window(canvas, mood, x + size * place, ground - size * 0.4, size * 0.05, size * 0.075)


def _thatch(canvas: Canvas, mood: Mood, x: float, ground: float, size: float) -> None:
    eaves, ridge, top = ground - size * 0.17, ground - size * 0.52, ground - size * 0.72
    straw, light, dark = (mood.tone(color) for color in THATCH)
    roof = [(x - size * 0.2, top), (x + size * 0.82, top), (x + size * 1.06, eaves)]
    roof += [(x + size * 0.14, eaves), (x - size * 0.02, ridge)]
    canvas.shaded(roof, [(0.0, light), (0.45, straw), (1.0, dark)])
    hip = [(x - size * 0.2, top), (x - size * 0.02, ridge), (x - size * 0.39, ridge)]
    canvas.polygon(hip, mix(straw, dark, 0.35))
    for sign, edge in ((-1, -0.39), (1, -0.02)):
        low = x - size * 0.2 + sign * size * 0.36
        canvas.line(
            [(x + size * edge, ridge), (low, eaves + 6)], size * 0.035, mix(straw, dark, 0.5)
        )
    for _ in range(90):
        share = canvas.random.random()
        y = top + (eaves - top) * share
        left = x + size * canvas.random.uniform(-0.1 + 0.22 * share, 0.8 + 0.2 * share)
        canvas.line([(left, y), (left + size * 0.012, y + size * 0.03)], 1.6, dark, 90)
    canvas.line([(x - size * 0.2, top), (x + size * 0.82, top)], size * 0.026, dark)
    if mood.snow:
        canvas.polygon(
            [roof[0], roof[1], (x + size * 0.95, ridge), (x - size * 0.06, ridge)],
            mood.tone(SNOW),
            225,
        )
    canvas.rectangle(
        x + size * 0.52, top - size * 0.1, x + size * 0.59, top + 4, mood.tone(BRICK[1])
    )


def draw_church(
    canvas: Canvas, mood: Mood, x: float, ground: float, size: float, far: float = 0.2
) -> None:
    """Draw a village church: a brick tower with a saddle roof, and its low nave."""
    wall, shade = mood.tone(BRICK[0], far), mood.tone(BRICK[1], far)
    slate, white = mood.tone(rgb("56606a"), far), mood.tone(WHITE, far)
    canvas.rectangle(x, ground - size * 0.34, x + size * 0.85, ground, wall)
    canvas.polygon(
        [
            (x - 6, ground - size * 0.33),
            (x + size * 0.1, ground - size * 0.6),
            (x + size * 0.78, ground - size * 0.6),
            (x + size * 0.9, ground - size * 0.33),
        ],
        slate,
    )
    for place in (0.28, 0.46, 0.64):
        left, high = x + size * place, ground - size * 0.24
        glass = LAMPLIGHT if mood.lamps else mood.tone(rgb("3d525c"), far)
        canvas.ellipse(left + 9, high, 9, 14, glass)
        canvas.rectangle(left, high, left + 18, ground - size * 0.08, glass)
    canvas.rectangle(x - size * 0.22, ground - size * 0.85, x + size * 0.08, ground, shade)
    canvas.rectangle(x - size * 0.22, ground - size * 0.85, x - size * 0.06, ground, wall)
    canvas.polygon(
        [
            (x - size * 0.25, ground - size * 0.84),
            (x - size * 0.07, ground - size * 1.15),
            (x + size * 0.11, ground - size * 0.84),
        ],
        slate,
    )
    canvas.ellipse(x - size * 0.07, ground - size * 0.74, size * 0.055, size * 0.055, white)
    canvas.line(
        [(x - size * 0.07, ground - size * 1.15), (x - size * 0.07, ground - size * 1.26)], 3, slate
    )


def draw_windmill(
    canvas: Canvas, mood: Mood, x: float, ground: float, high: float, turn: float
) -> None:
    """Draw a tower mill on a brick base, with a stage, a thatched body and four sails."""
    stage, cap = ground - high * 0.3, ground - high * 0.7
    canvas.shaded(
        [
            (x - high * 0.15, ground),
            (x - high * 0.135, stage),
            (x + high * 0.135, stage),
            (x + high * 0.15, ground),
        ],
        [(0.0, mood.tone(BRICK[2])), (0.5, mood.tone(BRICK[0])), (1.0, mood.tone(BRICK[1]))],
        across=True,
    )
    body = [(x - high * 0.125, stage), (x - high * 0.07, cap), (x + high * 0.07, cap)]
    body.append((x + high * 0.125, stage))
    straw = [mood.tone(color) for color in (THATCH[1], THATCH[0], THATCH[2])]
    canvas.shaded(body, list(zip((0.0, 0.45, 1.0), straw, strict=True)), across=True)
    _mill_details(canvas, mood, x, ground, high)
    dome = [
        (x + cos(a / 12 * pi) * high * 0.085, cap - sin(a / 12 * pi) * high * 0.1)
        for a in range(13)
    ]
    canvas.shaded(dome, [(0.0, mood.tone(TIMBER[2])), (1.0, mood.tone(TIMBER[1]))], across=True)
    for quarter in range(4):
        _sail(canvas, mood, (x, cap - high * 0.035), high * 0.44, turn + quarter * pi / 2)
    canvas.ellipse(x, cap - high * 0.035, high * 0.02, high * 0.02, mood.tone(rgb("b5482f")))


def _mill_details(canvas: Canvas, mood: Mood, x: float, ground: float, high: float) -> None:
    stage = ground - high * 0.3
    wood, white = mood.tone(TIMBER[1]), mood.tone(WHITE)
    canvas.rectangle(x - high * 0.045, ground - high * 0.13, x + high * 0.045, ground, white)
    canvas.rectangle(
        x - high * 0.038, ground - high * 0.124, x + high * 0.038, ground, mood.tone(GREEN_PAINT)
    )
    for place in (0.4, 0.53):
        draw_window(
            canvas, mood, x - high * 0.02, ground - high * place, high * 0.035, high * 0.045
        )
    canvas.rectangle(x - high * 0.22, stage - 4, x + high * 0.22, stage + high * 0.012, wood)
    for step in range(9):
        post = x - high * 0.215 + step * high * 0.43 / 8
        canvas.line([(post, stage), (post, stage - high * 0.055)], 3, white)
    canvas.line(
        [(x - high * 0.22, stage - high * 0.055), (x + high * 0.22, stage - high * 0.055)], 4, white
    )
    for side in (-1, 1):
        canvas.line(
            [(x + side * high * 0.2, stage), (x + side * high * 0.14, ground - high * 0.18)],
            4,
            wood,
        )


def _sail(canvas: Canvas, mood: Mood, hub: Point, long: float, turn: float) -> None:
    along, aside = (cos(turn), sin(turn)), (-sin(turn), cos(turn))

    def at(share: float, out: float) -> Point:
        return (
            hub[0] + along[0] * long * share + aside[0] * long * out,
            hub[1] + along[1] * long * share + aside[1] * long * out,
        )

    wood, lattice = mood.tone(TIMBER[1]), mood.tone(TIMBER[2])
    cloth: Color = mood.tone(rgb("efe4cb"))
    canvas.polygon([at(0.2, 0.02), at(0.97, 0.02), at(0.97, 0.15), at(0.2, 0.15)], cloth, 215)
    for step in range(10):
        share = 0.2 + step * 0.77 / 9
        canvas.line([at(share, -0.03), at(share, 0.155)], 1.8, lattice)
    for out in (0.06, 0.11, 0.15):
        canvas.line([at(0.2, out), at(0.97, out)], 1.6, lattice)
    canvas.line([hub, at(1.0, 0)], long * 0.022, wood)


def draw_manor(canvas: Canvas, mood: Mood, x: float, ground: float, size: float) -> None:
    """Draw a havezate: a white symmetrical front, a blue slate roof, steps to the door."""
    wall = [(0.0, mood.tone(WHITE)), (1.0, mood.tone(rgb("dccfb6")))]
    left, right, eaves = x - size * 0.5, x + size * 0.5, ground - size * 0.42
    canvas.shaded([(left, eaves), (right, eaves), (right, ground), (left, ground)], wall)
    slate = [(0.0, mood.tone(rgb("6d7884"))), (1.0, mood.tone(rgb("454f5b")))]
    roof = [(left - 10, eaves), (left + size * 0.12, eaves - size * 0.2)]
    canvas.shaded([*roof, (right - size * 0.12, eaves - size * 0.2), (right + 10, eaves)], slate)
    for place in (-0.3, 0.24):
        chimney = x + place * size
        canvas.rectangle(
            chimney,
            eaves - size * 0.3,
            chimney + size * 0.06,
            eaves - size * 0.17,
            mood.tone(BRICK[0]),
        )
    for row in (0.37, 0.17):
        for place in (-0.43, -0.29, -0.15, 0.08, 0.22, 0.36):
            draw_window(
                canvas, mood, x + place * size, ground - row * size, size * 0.065, size * 0.115
            )
    canvas.rectangle(
        x - size * 0.05, ground - size * 0.2, x + size * 0.05, ground, mood.tone(GREEN_PAINT)
    )
    for step in range(3):
        wide = size * (0.08 + step * 0.025)
        canvas.rectangle(
            x - wide, ground - 8 + step * 8, x + wide, ground + step * 8, mood.tone(rgb("b8b0a2"))
        )
