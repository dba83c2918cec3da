"""A paper cutting: one ink, one sheet, the same on both sides of the fold."""

from math import cos, sin

from sandbox.sample.drawing.canvas import Canvas, Color, Point, rgb, smooth
from sandbox.sample.drawing.moods import Mood


def papercut(canvas: Canvas, mood: Mood) -> None:
    """Draw a paper cutting, the same on both sides of the fold: a tree, birds, two deer."""
    canvas.gradient(
        0, canvas.height, [(0.0, mood.tone(rgb("f6efdf"))), (1.0, mood.tone(rgb("e9dcc2")))]
    )
    middle, ink = canvas.width / 2, rgb("3a3145")
    foot = canvas.height * 0.86
    for pad, color in ((46, ink), (58, rgb("f4ecdb")), (70, ink), (76, rgb("f4ecdb"))):
        canvas.rectangle(pad, pad, canvas.width - pad, canvas.height - pad, color)
    for side in (-1, 1):
        fork = (middle + side * 6, foot - canvas.height * 0.13)
        canvas.line([(middle + side * 8, foot), fork], 34, ink)
        _cut_branch(canvas, fork, canvas.height * 0.163, side * 0.1, 28, side, ink)
        for place, rise in ((0.27, 0.64), (0.34, 0.16), (0.16, 0.1)):
            _cut_bird(
                canvas, middle + side * place * canvas.width, canvas.height * rise, 48, side, ink
            )
        _cut_deer(canvas, middle + side * canvas.width * 0.25, foot, 150, side, ink)
    canvas.polygon(
        [
            (76, foot),
            *[(76 + i * (canvas.width - 152) / 40, foot - (12 if i % 2 else 0)) for i in range(41)],
            (canvas.width - 76, canvas.height - 76),
            (76, canvas.height - 76),
        ],
        ink,
    )


def _cut_branch(
    canvas: Canvas, foot: Point, high: float, lean: float, width: float, side: int, ink: Color
) -> None:
    tip = (foot[0] + sin(lean) * high, foot[1] - cos(lean) * high)
    canvas.line([foot, tip], width, ink)
    if high < 34:
        for turn in (-0.7, 0.0, 0.7):
            canvas.ellipse(
                tip[0] + sin(lean + turn) * 15, tip[1] - cos(lean + turn) * 15, 11, 14, ink
            )
        return
    for turn, share in ((0.62, 0.62), (0.06, 0.72), (-0.3, 0.5)):
        _cut_branch(canvas, tip, high * share, lean + side * turn, width * 0.6, side, ink)


def _cut_bird(canvas: Canvas, x: float, y: float, size: float, side: int, ink: Color) -> None:
    shape = [
        (-1.1, -0.1),
        (-0.8, -0.4),
        (-0.4, -0.45),
        (0.2, -0.15),
        (1.2, -0.5),
        (0.9, 0.0),
        (1.2, 0.3),
    ]
    shape += [(0.2, 0.35), (-0.5, 0.3), (-0.8, 0.0)]
    canvas.polygon([(x + a * size * side, y + b * size) for a, b in smooth(shape)], ink)
    wing = [(-0.3, -0.2), (0.25, -1.0), (0.5, -0.9), (0.3, -0.1)]
    canvas.polygon([(x + a * size * side, y + b * size) for a, b in wing], ink)
    canvas.ellipse(x - 0.75 * size * side, y - size * 0.18, 4, 4, rgb("f4ecdb"))


def _cut_deer(canvas: Canvas, x: float, y: float, size: float, side: int, ink: Color) -> None:
    body = [(-0.6, -0.85), (0.35, -0.8), (0.55, -0.62), (0.5, -0.4), (-0.4, -0.42), (-0.62, -0.6)]
    canvas.polygon([(x + a * size * side, y + b * size) for a, b in smooth(body)], ink)
    neck = [
        (-0.62, -0.75),
        (-0.86, -1.2),
        (-1.08, -1.16),
        (-1.1, -1.28),
        (-0.8, -1.42),
        (-0.35, -0.8),
    ]
    canvas.polygon([(x + a * size * side, y + b * size) for a, b in neck], ink)
    for place in (-0.5, -0.36, 0.32, 0.46):
        canvas.line(
            [(x + place * size * side, y - size * 0.5), (x + place * size * side * 1.05, y)],
            12,
            ink,
        )
    for lean in (0.12, -0.16):
        horn: list[Point] = [(-0.84, -1.36), (-0.86 + lean, -1.62), (-0.8 + lean * 2, -1.82)]
        canvas.line([(x + a * size * side, y + b * size) for a, b in horn], 7, ink)
