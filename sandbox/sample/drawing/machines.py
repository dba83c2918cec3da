"""What stands or moves in the land: sheep, a train, a telescope, sculptures."""

from math import cos, pi, sin

from sandbox.sample.drawing.canvas import Canvas, mix, rgb
from sandbox.sample.drawing.moods import PEAT, TIMBER, WHITE, Mood


def draw_sheep(canvas: Canvas, mood: Mood, x: float, y: float, size: float) -> None:
    """Draw a grazing heath sheep, its head low."""
    side = canvas.random.choice((-1, 1))
    wool = mood.tone(canvas.random.choice((WHITE, rgb("e6dcc8"), rgb("b59a7c"))))
    face = mood.tone(rgb("6b5648"))
    canvas.ellipse(x, y + size * 0.02, size * 0.95, size * 0.12, mood.tone(PEAT[2]), 70)
    for place in (-0.45, -0.28, 0.3, 0.47):
        canvas.line([(x + place * size, y - size * 0.3), (x + place * size, y)], size * 0.1, face)
    for place, rise, part in (
        (-0.4, 0.55, 0.36),
        (0, 0.62, 0.42),
        (0.4, 0.55, 0.36),
        (0, 0.42, 0.5),
    ):
        canvas.ellipse(
            x + place * size, y - rise * size, part * size * 1.2, part * size * 0.8, wool
        )
    head_x, head_y = x + side * size * 0.92, y - size * 0.28
    canvas.ellipse(head_x, head_y, size * 0.2, size * 0.26, face)
    canvas.ellipse(
        head_x - side * size * 0.14, head_y - size * 0.18, size * 0.15, size * 0.08, face
    )


def draw_narrow_train(canvas: Canvas, mood: Mood, x: float, rail: float, size: float) -> None:
    """Draw a small diesel locomotive with tipping wagons full of peat, on its rails."""
    iron = mood.tone(rgb("3a3a3d"))
    canvas.rectangle(0, rail, canvas.width, rail + 7, mood.tone(rgb("7a6a60")))
    for sleeper in range(0, canvas.width, 58):
        canvas.rectangle(sleeper, rail + 7, sleeper + 30, rail + 18, mood.tone(TIMBER[1]))
    _locomotive(canvas, mood, x, rail, size)
    for index in range(4):
        left = x + size * (1.3 + index * 1.08)
        tub = [(left, rail - size * 0.62), (left + size * 0.9, rail - size * 0.62)]
        tub += [(left + size * 0.7, rail - size * 0.22), (left + size * 0.2, rail - size * 0.22)]
        canvas.ellipse(
            left + size * 0.45, rail - size * 0.62, size * 0.4, size * 0.16, mood.tone(PEAT[0])
        )
        rust = rgb("8a4a36") if index % 2 else rgb("5f6b66")
        canvas.shaded(tub, [(0.0, mood.tone(mix(rust, WHITE, 0.15))), (1.0, mood.tone(rust))])
        canvas.rectangle(
            left + size * 0.02, rail - size * 0.24, left + size * 0.88, rail - size * 0.17, iron
        )
        canvas.rectangle(
            left - size * 0.2, rail - size * 0.22, left + size * 0.05, rail - size * 0.19, iron
        )
        for place in (0.24, 0.68):
            _wheel(canvas, mood, left + size * place, rail, size * 0.115)


def _locomotive(canvas: Canvas, mood: Mood, x: float, rail: float, size: float) -> None:
    paint = rgb("37634f")
    green = [(0.0, mood.tone(mix(paint, WHITE, 0.2))), (1.0, mood.tone(paint))]
    top, floor = rail - size * 1.15, rail - size * 0.22
    bonnet = [(x - size * 0.55, rail - size * 0.78), (x + size * 0.35, rail - size * 0.78)]
    canvas.shaded([*bonnet, (x + size * 0.35, floor), (x - size * 0.55, floor)], green)
    cab = [(x + size * 0.3, top), (x + size * 0.95, top), (x + size * 0.95, floor)]
    canvas.shaded([*cab, (x + size * 0.3, floor)], green)
    canvas.rectangle(
        x + size * 0.24, top - size * 0.06, x + size * 1.02, top + 4, mood.tone(rgb("2c2c30"))
    )
    canvas.rectangle(
        x + size * 0.42,
        top + size * 0.14,
        x + size * 0.82,
        top + size * 0.42,
        mood.tone(rgb("bcd4d6")),
    )
    canvas.rectangle(
        x - size * 0.35,
        rail - size * 0.98,
        x - size * 0.25,
        rail - size * 0.76,
        mood.tone(rgb("2c2c30")),
    )
    for step in range(6):
        left = x - size * 0.1 + step * size * 0.06
        canvas.rectangle(
            left,
            rail - size * 0.68,
            left + size * 0.025,
            rail - size * 0.4,
            mood.tone(rgb("21443a")),
        )
    canvas.ellipse(
        x - size * 0.55, rail - size * 0.55, size * 0.07, size * 0.07, mood.tone(rgb("ffe6a3"))
    )
    canvas.rectangle(
        x - size * 0.6, floor, x + size * 1.0, floor + size * 0.07, mood.tone(rgb("b5482f"))
    )
    for place in (-0.25, 0.65):
        _wheel(canvas, mood, x + size * place, rail, size * 0.15)
    _smoke(canvas, mood, x, rail, size)


def _smoke(canvas: Canvas, mood: Mood, x: float, rail: float, size: float) -> None:
    for index in range(4):
        puff = size * (0.1 + 0.06 * index)
        canvas.ellipse(
            x - size * 0.3 + index * size * 0.22,
            rail - size * (1.12 + 0.17 * index),
            puff * 1.3,
            puff,
            mix(mood.haze, WHITE, 0.5),
            150 - index * 28,
        )


def _wheel(canvas: Canvas, mood: Mood, x: float, rail: float, radius: float) -> None:
    canvas.ellipse(x, rail - radius, radius, radius, mood.tone(rgb("2c2c30")))
    canvas.ellipse(x, rail - radius, radius * 0.55, radius * 0.55, mood.tone(rgb("8d8a86")))
    canvas.ellipse(x, rail - radius, radius * 0.2, radius * 0.2, mood.tone(rgb("2c2c30")))


def draw_radio_telescope(canvas: Canvas, mood: Mood, x: float, ground: float, size: float) -> None:
    """Draw a dish of 25 metres on its round house, tilted to the sky."""
    steel, pale = mood.tone(rgb("c9d2d6")), mood.tone(rgb("f2f4f0"))
    dark = mood.tone(rgb("6f7f8a"))
    house = [(x - size * 0.3, ground), (x - size * 0.26, ground - size * 0.24)]
    house += [(x + size * 0.26, ground - size * 0.24), (x + size * 0.3, ground)]
    canvas.shaded(house, [(0.0, pale), (0.5, steel), (1.0, dark)], across=True)
    for place in (-0.15, -0.02, 0.11):
        canvas.rectangle(
            x + place * size,
            ground - size * 0.16,
            x + (place + 0.06) * size,
            ground - size * 0.08,
            rgb("ffd98a"),
        )
    for side in (-1, 1):
        canvas.line(
            [
                (x + side * size * 0.22, ground - size * 0.22),
                (x + side * size * 0.03, ground - size * 0.66),
            ],
            size * 0.035,
            steel,
        )
    canvas.line(
        [(x - size * 0.12, ground - size * 0.44), (x + size * 0.12, ground - size * 0.44)],
        size * 0.02,
        steel,
    )
    _dish(canvas, mood, x, ground - size * 0.68, size * 0.62, -0.55)


def _dish(canvas: Canvas, mood: Mood, x: float, y: float, radius: float, tilt: float) -> None:
    steel, pale = mood.tone(rgb("aab7be")), mood.tone(rgb("f4f5ef"))

    def at(along: float, up: float) -> tuple[float, float]:
        return (
            x + (along * cos(tilt) + up * sin(tilt)) * radius,
            y + (along * sin(tilt) - up * cos(tilt)) * radius,
        )

    back = [at(cos(a / 30 * pi), 0.42 - 0.42 * sin(a / 30 * pi)) for a in range(31)]
    canvas.shaded(back, [(0.0, pale), (0.6, steel), (1.0, mood.tone(rgb("76868f")))])
    rim = [at(cos(a / 30 * pi), 0.42 + 0.13 * sin(a / 30 * pi)) for a in range(61)]
    canvas.shaded(rim, [(0.0, mood.tone(rgb("d8dfe0"))), (1.0, mood.tone(rgb("8b9aa2")))])
    for place in (-0.7, -0.35, 0.0, 0.35, 0.7):
        canvas.line([at(place, 0.5), at(place * 0.8, 0.33)], 2, mood.tone(rgb("9ba8ae")), 130)
    for place in (-0.8, 0.8, 0.1):
        canvas.line([at(place, 0.44), at(0.0, 1.02)], 4, pale)
    canvas.ellipse(*at(0.0, 1.02), radius * 0.05, radius * 0.05, mood.tone(rgb("d9694a")))


def draw_sculptures(canvas: Canvas, mood: Mood) -> None:
    """Draw three sculptures: a ring of bronze, a standing form, a stack of boulders."""
    bronze, light = rgb("7a5a3a"), rgb("c99a5c")
    stops = [(0.0, mood.tone(light)), (1.0, mood.tone(bronze))]
    for x, y, size, hole in ((430, 640, 150, 0.58), (1190, 690, 92, 0.5)):
        outer = [(x + cos(a / 30 * pi) * size, y + sin(a / 30 * pi) * size) for a in range(60)]
        inner = [
            (x + 18 + cos(a / 30 * pi) * size * hole, y + sin(a / 30 * pi) * size * hole)
            for a in range(60)
        ]
        canvas.shaded([*outer, outer[0], *reversed(inner), inner[-1]], stops, across=True)
        canvas.rectangle(
            x - size * 0.6,
            y + size * 0.97,
            x + size * 0.6,
            y + size * 1.25,
            mood.tone(rgb("b9b4ab")),
        )
    form = [(820, 860), (800, 720), (850, 600), (820, 500), (870, 420), (905, 520), (880, 620)]
    form += [(930, 740), (900, 860)]
    canvas.shaded(
        form, [(0.0, mood.tone(rgb("f1ede2"))), (1.0, mood.tone(rgb("a9a497")))], across=True
    )
    canvas.rectangle(770, 855, 950, 900, mood.tone(rgb("8d8a86")))
