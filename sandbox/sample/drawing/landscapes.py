"""Scenes out of doors. Each takes a canvas and a mood, and fills the canvas."""

from sandbox.sample.drawing.buildings import draw_church, draw_farmhouse, draw_manor, draw_windmill
from sandbox.sample.drawing.canvas import Canvas, mix, rgb
from sandbox.sample.drawing.machines import (
    draw_narrow_train,
    draw_radio_telescope,
    draw_sculptures,
    draw_sheep,
)
from sandbox.sample.drawing.moods import DUSK, GRASS, HEATH, MOSS, PEAT, STORM, TIMBER, WHITE, Mood
from sandbox.sample.drawing.plants import (
    AUTUMN,
    SNOW,
    draw_bare_tree,
    draw_birch,
    draw_cotton_grass,
    draw_field,
    draw_juniper,
    draw_oak,
    draw_path,
)
from sandbox.sample.drawing.sky import (
    draw_birds,
    draw_clouds,
    draw_sky,
    draw_stars,
    draw_sun,
    draw_treeline,
)
from sandbox.sample.drawing.stones import draw_boulder, draw_hunebed

MEADOW = (GRASS[0], MOSS[1], GRASS[2])
SNOWFIELD = (SNOW, (222, 228, 236), (205, 214, 226))


def far_land(canvas: Canvas, mood: Mood, horizon: float, *, sun: tuple[float, float]) -> None:
    """Draw the sky with its sun and clouds, and the woods on the horizon."""
    draw_sky(canvas, mood, horizon)
    draw_clouds(canvas, mood, 9, canvas.height * 0.05, horizon * 0.8)
    draw_sun(canvas, mood, *sun)
    draw_treeline(canvas, mood, horizon, 58, 0.72)
    draw_treeline(canvas, mood, horizon + 8, 34, 0.5)


def heath(canvas: Canvas, mood: Mood) -> None:
    """Draw the heath in bloom, with a path, an oak and junipers."""
    far_land(canvas, mood, 470, sun=(1130, 405))
    draw_birds(canvas, mood, 7, 520, 180)
    draw_field(canvas, mood, 480, HEATH)
    draw_path(canvas, mood, 430, 990, 492)
    draw_oak(canvas, mood, 300, 660, 380)
    for x, y, high in ((1235, 640, 120), (1310, 665, 165), (640, 590, 70), (1480, 590, 60)):
        draw_juniper(canvas, mood, x, y, high)
    draw_boulder(canvas, mood, 1120, 900, 105, 60)
    draw_boulder(canvas, mood, 1230, 925, 50, 30)


def sheep(canvas: Canvas, mood: Mood) -> None:
    """Draw a flock of heath sheep in the morning, under birches."""
    far_land(canvas, mood, 500, sun=(520, 330))
    draw_field(canvas, mood, 508, (HEATH[1], HEATH[3], MOSS[1]))
    for birch, ground, high in (
        *((1180, 640, 430), (1260, 660, 500)),
        *((1370, 640, 400), (120, 610, 300)),
    ):
        draw_birch(canvas, mood, birch, ground, high)
    for index in sorted(range(15), key=lambda place: (place * 71) % 210):
        x = 210 + index * 62 + canvas.random.uniform(-16, 16)
        y = 690 + (index * 71) % 210 + canvas.random.uniform(-6, 6)
        draw_sheep(canvas, mood, x, y, 46 + (y - 690) * 0.3)


def hunebed(canvas: Canvas, mood: Mood) -> None:
    """Draw a hunebed between two oaks."""
    far_land(canvas, mood, 520, sun=(430, 330))
    draw_field(canvas, mood, 515, SNOWFIELD if mood.snow else MEADOW, blades=not mood.snow)
    if mood.snow:
        bark = mood.tone(TIMBER[1])
        draw_bare_tree(canvas, (1370, 640), 520, -0.05, 30, bark)
        draw_bare_tree(canvas, (150, 620), 420, 0.08, 24, bark)
    else:
        draw_oak(canvas, mood, 1370, 620, 500)
        draw_oak(canvas, mood, 110, 600, 400)
    draw_hunebed(canvas, mood, 780, 820, 860)


def mill(canvas: Canvas, mood: Mood) -> None:
    """Draw a windmill above the fields."""
    ground = canvas.height * 0.74
    x = canvas.width * 0.42
    far_land(canvas, mood, ground - 70, sun=(canvas.width * 0.78, ground * 0.62))
    draw_field(canvas, mood, ground - 66, (GRASS[1], GRASS[0], MOSS[1]), blades=True)
    draw_path(canvas, mood, canvas.width * 0.7, x, ground - 50)
    draw_oak(canvas, mood, canvas.width * 0.93, ground - 10, 270)
    draw_windmill(canvas, mood, x, ground + 20, canvas.height * 0.6, 0.38)
    draw_birds(canvas, mood, 5, canvas.width * 0.8, canvas.height * 0.17)


def farm(canvas: Canvas, mood: Mood) -> None:
    """Draw a Saxon farmhouse in its yard of oaks."""
    far_land(canvas, mood, 560, sun=(1270, 290))
    field = SNOWFIELD if mood.snow else MEADOW
    draw_field(canvas, mood, 566, field, blades=not mood.snow)
    for x, ground, high in ((1330, 690, 520), (1020, 660, 380)):
        _yard_tree(canvas, mood, x, ground, high)
    draw_path(canvas, mood, 300, 470, 790, wide=320)
    draw_farmhouse(canvas, mood, 560, 800, 660)
    _yard_tree(canvas, mood, 80, 850, 690)
    _fence(canvas, mood, 1130, 1640, 850)


def _yard_tree(canvas: Canvas, mood: Mood, x: float, ground: float, high: float) -> None:
    if mood.snow:
        draw_bare_tree(canvas, (x, ground), high, 0.03, high / 17, mood.tone(TIMBER[1]))
    else:
        leaves = AUTUMN if mood in (DUSK, STORM) else MOSS
        draw_oak(canvas, mood, x, ground, high, leaves=leaves)


def _fence(canvas: Canvas, mood: Mood, left: int, right: int, ground: float) -> None:
    wood = mood.tone(TIMBER[2])
    for x in range(left, right, 82):
        canvas.rectangle(x, ground - 74, x + 11, ground + 8, wood)
    for rise in (60, 34):
        canvas.rectangle(left - 20, ground - rise, right, ground - rise + 8, wood)


def brink(canvas: Canvas, mood: Mood) -> None:
    """Draw a village green: old oaks, a church, farmhouses, a bench."""
    far_land(canvas, mood, 560, sun=(330, 300))
    draw_field(canvas, mood, 570, (GRASS[0], GRASS[1], MOSS[1]), blades=True)
    draw_church(canvas, mood, 800, 640, 340)
    draw_farmhouse(canvas, mood, 330, 660, 270)
    draw_farmhouse(canvas, mood, 1330, 670, 290)
    draw_path(canvas, mood, 1150, 860, 640, wide=300)
    for x, ground, high in ((620, 720, 400), (1230, 740, 440), (170, 860, 720), (1520, 880, 760)):
        draw_oak(canvas, mood, x, ground, high)
    _bench(canvas, mood, 560, 850)


def _bench(canvas: Canvas, mood: Mood, x: float, y: float) -> None:
    wood, dark = mood.tone(TIMBER[2]), mood.tone(TIMBER[1])
    for rise in (62, 46, 22):
        canvas.rectangle(x - 85, y - rise, x + 85, y - rise + 10, wood)
    for side in (-70, 62):
        canvas.rectangle(x + side, y - 62, x + side + 9, y + 14, dark)


def avenue(canvas: Canvas, mood: Mood) -> None:
    """Draw the avenue to a havezate, between two rows of limes."""
    ground = canvas.height * 0.6
    middle = canvas.width / 2
    far_land(canvas, mood, ground - 30, sun=(middle * 1.5, ground * 0.42))
    draw_field(canvas, mood, ground - 26, MEADOW, blades=True)
    draw_manor(canvas, mood, middle, ground + 20, canvas.width * 0.5)
    sand = mood.tone((214, 192, 156))
    edge = canvas.height
    canvas.polygon(
        [
            (middle - 34, ground + 34),
            (middle + 34, ground + 34),
            (middle + 380, edge),
            (middle - 380, edge),
        ],
        sand,
    )
    for index in range(5):
        near = (index / 4) ** 1.5
        reach = canvas.width * (0.19 + 0.42 * near)
        foot = ground + 30 + (edge - ground) * 0.55 * near
        for side in (-1, 1):
            draw_oak(canvas, mood, middle + side * reach, foot, canvas.height * (0.2 + 0.42 * near))


def telescope(canvas: Canvas, mood: Mood) -> None:
    """Draw the radio telescope, listening to the night above the heath."""
    horizon = canvas.height * 0.72
    draw_sky(canvas, mood, horizon)
    draw_stars(canvas, 420, horizon)
    draw_sun(canvas, mood, canvas.width * 0.84, canvas.height * 0.17, 44)
    draw_treeline(canvas, mood, horizon, 70, 0.5)
    draw_field(canvas, mood, horizon + 4, HEATH)
    draw_radio_telescope(canvas, mood, canvas.width * 0.4, horizon + 80, canvas.height * 0.5)
    draw_juniper(canvas, mood, canvas.width * 0.78, horizon + 120, 130)
    draw_juniper(canvas, mood, canvas.width * 0.83, horizon + 140, 180)


def railway(canvas: Canvas, mood: Mood) -> None:
    """Draw a narrow-gauge train with peat, crossing the moor."""
    far_land(canvas, mood, 540, sun=(1230, 330))
    draw_field(canvas, mood, 546, (GRASS[1], MOSS[1], PEAT[1]), blades=True)
    draw_narrow_train(canvas, mood, 330, 800, 190)
    for x in (80, 1490):
        draw_birch(canvas, mood, x, 730, 430)
    draw_cotton_grass(canvas, mood, 70, 880)


def sculpture_garden(canvas: Canvas, mood: Mood) -> None:
    """Draw a garden with modern sculptures among clipped hedges."""
    far_land(canvas, mood, 540, sun=(400, 280))
    draw_field(canvas, mood, 546, (GRASS[0], GRASS[1], MOSS[1]), blades=True)
    for x, high in ((150, 430), (1450, 480), (1130, 330)):
        draw_oak(canvas, mood, x, 660, high)
    hedge = mood.tone(MOSS[2])
    canvas.rounded(0, 600, 640, 690, 30, hedge)
    canvas.rounded(1010, 606, 1600, 700, 30, mix(hedge, WHITE, 0.05))
    draw_path(canvas, mood, 800, 820, 650, wide=380)
    draw_sculptures(canvas, mood)


def quiet_rails(canvas: Canvas, mood: Mood) -> None:
    """Draw an old railway that ends between birches, in silence."""
    far_land(canvas, mood, 520, sun=(800, 330))
    draw_field(canvas, mood, 526, (GRASS[1], HEATH[3], MOSS[1]), blades=True)
    for index in range(16):
        near = (index / 15) ** 2
        y = 585 + 470 * near
        half = 26 + 300 * near
        canvas.rectangle(
            800 - half, y, 800 + half, y + 4 + 20 * near, mood.tone(TIMBER[0], 0.4 * (1 - near))
        )
    for side in (-1, 1):
        rail = [
            (800 + side * 16, 580),
            (800 + side * 210, 1067),
            (800 + side * 232, 1067),
            (800 + side * 18, 580),
        ]
        canvas.polygon(rail, mood.tone(rgb("6b625e")))
    for x, y, high in ((520, 640, 380), (400, 700, 480), (230, 790, 620), (1090, 640, 380)):
        draw_birch(canvas, mood, x, y, high)
    for x, y, high in ((1210, 700, 480), (1400, 790, 620)):
        draw_birch(canvas, mood, x, y, high)
