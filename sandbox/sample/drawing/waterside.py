"""Scenes beside the water: canals, the bog, the cutting of peat."""

from math import cos, pi, sin

from sandbox.sample.drawing.buildings import draw_farmhouse, draw_windmill
from sandbox.sample.drawing.canvas import Canvas, mix, rgb
from sandbox.sample.drawing.landscapes import MEADOW, far_land
from sandbox.sample.drawing.moods import GRASS, MOSS, PEAT, Mood
from sandbox.sample.drawing.plants import (
    draw_bare_tree,
    draw_cotton_grass,
    draw_field,
    draw_oak,
    draw_reed,
)
from sandbox.sample.drawing.sky import draw_birds
from sandbox.sample.drawing.water import (
    DEEP,
    draw_drawbridge,
    draw_glitter,
    draw_peat_boat,
    draw_water,
)


def canal(canvas: Canvas, mood: Mood) -> None:
    """Draw a canal that runs to the horizon under a white drawbridge."""
    horizon, bridge = 560, 705
    far_land(canvas, mood, horizon, sun=(1240, 300))
    draw_field(canvas, mood, horizon + 6, MEADOW, blades=True)
    draw_farmhouse(canvas, mood, 300, 650, 270)
    for index in range(6):
        near = index / 5
        draw_oak(canvas, mood, 880 + 640 * near**1.5, 585 + 150 * near**1.4, 90 + 330 * near**1.3)
    far_water = [(792, 572), (808, 572), (975, bridge), (625, bridge)]
    canvas.shaded(far_water, [(0.0, mood.tone(DEEP, 0.85)), (1.0, mood.tone(DEEP, 0.3))])
    draw_drawbridge(canvas, mood, 800, 660, 235)
    _quays(canvas, mood, bridge)
    draw_water(canvas, mood, [(625, bridge), (975, bridge), (1410, 1067), (190, 1067)], bridge)
    draw_peat_boat(canvas, mood, 760, 900, 165)
    draw_reed(canvas, mood, 150, 420, 1080)
    draw_reed(canvas, mood, 1230, 1500, 1080)


def _quays(canvas: Canvas, mood: Mood, foot: float) -> None:
    for left, right in ((420, 650), (950, 1180)):
        stops = [(0.0, mood.tone(rgb("a4523d"))), (1.0, mood.tone(rgb("5d342c")))]
        canvas.shaded([(left, 670), (right, 670), (right, foot), (left, foot)], stops)


def wide_water(canvas: Canvas, mood: Mood) -> None:
    """Draw a peat boat on a broad canal at the end of the day, with a mill on the far bank."""
    far_land(canvas, mood, 590, sun=(560, 480))
    draw_field(canvas, mood, 588, MEADOW, bottom=650)
    draw_windmill(canvas, mood, 1160, 625, 420, 0.5)
    for x, high in ((180, 210), (300, 260), (960, 150), (1480, 230)):
        draw_oak(canvas, mood, x, 624, high, far=0.12)
    draw_water(canvas, mood, [(0, 640), (1600, 640), (1600, 1067), (0, 1067)], 640)
    draw_glitter(canvas, mood, 560, 650, 1040)
    draw_peat_boat(canvas, mood, 780, 830, 240)
    draw_reed(canvas, mood, 1150, 1600, 1085)
    draw_birds(canvas, mood, 6, 820, 240)


def bog(canvas: Canvas, mood: Mood) -> None:
    """Draw the living bog: dark pools, cotton grass, and dead birches."""
    far_land(canvas, mood, 480, sun=(1020, 330))
    draw_field(canvas, mood, 486, (MOSS[1], PEAT[1], MOSS[0], GRASS[1]))
    pools = ((540, 560, 330, 26), (1180, 640, 400, 44), (500, 790, 520, 88))
    for x, y, wide, high in pools:
        _pool(canvas, mood, x, y, wide, high)
    for x, y, tall in ((300, 660, 330), (1465, 596, 260), (930, 556, 120)):
        draw_bare_tree(canvas, (x, y), tall, 0.05, tall / 28, mood.tone((120, 112, 106)))
    draw_cotton_grass(canvas, mood, 190, 560)
    draw_reed(canvas, mood, 1180, 1600, 1090)


def _pool(canvas: Canvas, mood: Mood, x: float, y: float, wide: float, high: float) -> None:
    """Draw still water that holds the sky, under a low bank of peat."""
    near = (y - 500) / 320
    canvas.polygon(_oval(x, y - 4, wide + 8, high + 4), mood.tone(PEAT[1], 0.5 - 0.35 * near))
    sky = mix(mood.sky[1][1], mood.sky[2][1], 0.5)
    deep = mix(mood.tone(DEEP), sky, 0.35)
    canvas.shaded(_oval(x, y, wide, high), [(0.0, deep), (0.35, sky), (1.0, mix(sky, deep, 0.6))])
    for _ in range(9):
        turn = canvas.random.uniform(-0.55, 0.55)
        ripple = y + canvas.random.uniform(-0.1, 0.6) * high
        long = canvas.random.uniform(0.05, 0.16) * wide
        canvas.ellipse(x + turn * wide, ripple, long, 1 + near, mix(sky, mood.sun, 0.6), 150)


def _oval(x: float, y: float, wide: float, high: float) -> list[tuple[float, float]]:
    return [
        (
            x + cos(step / 36 * pi) * wide * (1 + 0.09 * sin(step / 36 * pi * 5)),
            y + sin(step / 36 * pi) * high,
        )
        for step in range(72)
    ]


def peat_stacks(canvas: Canvas, mood: Mood) -> None:
    """Draw cut peat, stacked to dry along a ditch, at nightfall."""
    far_land(canvas, mood, 520, sun=(420, 420))
    draw_field(canvas, mood, 524, (PEAT[1], PEAT[0], MOSS[0]))
    for row in range(4):
        near = row / 3
        y = 600 + 330 * near**1.4
        for index in range(7):
            x = 880 + (index - 2.4) * (90 + 150 * near) + 60 * row
            _stack(canvas, mood, x, y, 34 + 60 * near)
    draw_water(canvas, mood, [(500, 560), (512, 560), (360, 1067), (30, 1067)], 560)
    draw_birds(canvas, mood, 8, 900, 210)


def _stack(canvas: Canvas, mood: Mood, x: float, y: float, size: float) -> None:
    for layer in range(5):
        wide = size * (1 - layer * 0.17)
        for place in (-0.66, -0.2, 0.26):
            left = x + place * wide + (layer % 2) * size * 0.1
            top = y - layer * size * 0.2
            color = mix(PEAT[1], PEAT[0], canvas.random.random())
            lit = mood.tone(mix(color, rgb("b98a62"), 0.25))
            canvas.rectangle(left, top - size * 0.2, left + wide * 0.42, top, mood.tone(color))
            canvas.rectangle(left, top - size * 0.2, left + wide * 0.42, top - size * 0.15, lit)
