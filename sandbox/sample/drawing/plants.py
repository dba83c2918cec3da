"""What grows in Drenthe: oaks, birches, junipers, heather, grass, reed and cotton grass."""

from math import cos, pi, sin

from sandbox.sample.drawing.canvas import Canvas, Color, Point, mix
from sandbox.sample.drawing.moods import GRASS, MOSS, TIMBER, WHITE, Mood

SNOW = (238, 241, 244)
AUTUMN: tuple[Color, ...] = ((176, 108, 52), (204, 143, 66), (140, 80, 44))


def draw_oak(
    canvas: Canvas,
    mood: Mood,
    x: float,
    ground: float,
    high: float,
    *,
    far: float = 0.0,
    leaves: tuple[Color, ...] = MOSS,
) -> None:
    """Draw an oak: a stout trunk, and a crown of round masses, lit from the upper left."""
    bark = mood.tone(TIMBER[1], far)
    trunk = high * 0.045
    canvas.polygon(
        [
            (x - trunk * 1.7, ground),
            (x - trunk * 0.8, ground - high * 0.5),
            (x + trunk * 0.8, ground - high * 0.5),
            (x + trunk * 1.7, ground),
        ],
        bark,
    )
    for side in (-1, 1):
        reach = (x + side * high * 0.2, ground - high * 0.55)
        canvas.line([(x, ground - high * 0.3), reach], trunk * 0.9, bark)
    _crown(canvas, mood, (x, ground - high * 0.62), high * 0.36, far, leaves)


def _crown(
    canvas: Canvas,
    mood: Mood,
    middle: Point,
    radius: float,
    far: float,
    leaves: tuple[Color, ...],
) -> None:
    random = canvas.random
    masses = []
    for index in range(15):
        turn = index / 15 * 2 * pi
        reach = radius * random.uniform(0.45, 0.8)
        masses.append((middle[0] + cos(turn) * reach * 1.15, middle[1] + sin(turn) * reach * 0.8))
    masses.append(middle)
    passes = ((leaves[2], 0.0, 0.46), (leaves[0], -0.1, 0.36), (leaves[1], -0.2, 0.17))
    for color, lift, size in passes:
        shade = mood.tone(color, far)
        for left, top in masses:
            leftish = (left - middle[0]) * 0.5 + (top - middle[1])
            if lift == -0.2 and leftish > -0.22 * radius:
                continue
            part = radius * size * random.uniform(0.8, 1.15)
            canvas.ellipse(left + lift * radius, top + lift * radius, part * 1.1, part, shade)


def draw_bare_tree(
    canvas: Canvas, foot: Point, high: float, lean: float, width: float, color: Color
) -> None:
    """Draw a tree without leaves; each branch is a smaller tree."""
    tip = (foot[0] + sin(lean) * high * 0.36, foot[1] - cos(lean) * high * 0.36)
    canvas.line([foot, tip], width, color)
    if high < 14 or width < 0.6:
        return
    for turn in (-0.42, 0.12, 0.5):
        bend = lean + turn + canvas.random.uniform(-0.16, 0.16)
        share = canvas.random.uniform(0.58, 0.76)
        draw_bare_tree(canvas, tip, high * share, bend, width * 0.62, color)


def draw_birch(canvas: Canvas, mood: Mood, x: float, ground: float, high: float) -> None:
    """Draw a slender white birch with a light, hanging crown."""
    random = canvas.random
    lean = random.uniform(-0.05, 0.05) * high
    trunk = [(x - high * 0.012, ground), (x + lean, ground - high * 0.95)]
    canvas.polygon([*trunk, (x + high * 0.016, ground)], mood.tone((226, 221, 208)))
    for _ in range(9):
        share = random.uniform(0.05, 0.6)
        mark_x, mark_y = x + lean * share, ground - high * share
        canvas.line([(mark_x - 4, mark_y), (mark_x + 2, mark_y + 1)], 1.6, mood.tone((60, 52, 50)))
    for index in range(70):
        share = 0.34 + 0.64 * index / 70
        spread = high * 0.2 * (1.12 - share)
        leaf_x = x + lean * share + random.uniform(-1, 1) * spread
        leaf_y = ground - high * share + random.uniform(-8, 8)
        color = mood.tone(mix(MOSS[1], GRASS[1], random.random()), 0.05)
        size = high * random.uniform(0.018, 0.036)
        canvas.ellipse(leaf_x, leaf_y, size * 0.8, size * 1.2, color, 215)


def draw_juniper(canvas: Canvas, mood: Mood, x: float, ground: float, high: float) -> None:
    """Draw a juniper: a dark flame of a shrub, light on one side."""
    for color, shift, size in ((MOSS[2], 0.0, 1.0), (MOSS[0], -0.06, 0.72)):
        wide = high * 0.19 * size
        left = x + shift * high
        shape = [(left - wide, ground), (left - wide * 1.15, ground - high * 0.45 * size)]
        shape += [(left - wide * 0.35, ground - high * size), (left, ground - high * 0.86 * size)]
        shape += [(left + wide * 0.5, ground - high * 0.95 * size)]
        shape += [(left + wide * 1.1, ground - high * 0.4 * size), (left + wide, ground)]
        canvas.polygon(shape, mood.tone(mix(color, (40, 55, 45), 0.35)))


def draw_field(
    canvas: Canvas,
    mood: Mood,
    top: float,
    colors: tuple[Color, ...],
    *,
    bottom: float | None = None,
    blades: bool = False,
) -> None:
    """Cover the ground: soft swells of land, with heather (or blades of grass) growing on them."""
    end = canvas.height if bottom is None else bottom
    swells = 7
    for index in range(swells):
        near = index / (swells - 1)
        y = top + (end - top) * near**1.5 * 0.86
        _swell(canvas, mood, y, end, near, colors[index % len(colors)], colors[0])
        rows = 3 + round(4 * near)
        below = top + (end - top) * min(1.0, (index + 1) / (swells - 1)) ** 1.5
        for row in range(rows):
            line = y + 5 + (below - y) * (row + 0.5) / rows
            _row_of_tufts(canvas, mood, line, near, colors, blades)


def _swell(
    canvas: Canvas, mood: Mood, y: float, end: float, near: float, color: Color, base: Color
) -> None:
    shift, high = canvas.random.uniform(0, 6), 2 + 16 * near
    edge = [
        (x, y + high * sin(x / canvas.width * 5 + shift)) for x in range(0, canvas.width + 21, 20)
    ]
    far = 0.6 * (1 - near) ** 1.5
    body = mix(base, color, 0.45)
    stops = [(0.0, mood.tone(mix(body, WHITE, 0.12), far)), (0.3, mood.tone(body, far))]
    stops.append((1.0, mood.tone(mix(body, (30, 26, 34), 0.38), far * 0.5)))
    canvas.shaded([*edge, (canvas.width, end), (0, end)], stops)


def _row_of_tufts(
    canvas: Canvas, mood: Mood, y: float, near: float, colors: tuple[Color, ...], blades: bool
) -> None:
    random = canvas.random
    size = 2.0 + 11 * near**1.3
    shift = random.uniform(0, 6)
    far = 0.55 * (1 - near) ** 1.4
    for _ in range(round(canvas.width / (size * 2.6))):
        x = random.uniform(0, canvas.width)
        patch = sin(x / (90 + 200 * near) + shift) * 0.6 + random.uniform(-0.7, 0.7)
        color = colors[min(len(colors) - 1, max(0, int((patch + 1.3) / 2.6 * len(colors))))]
        shade = mood.tone(color, far)
        top = y + random.uniform(-1.6, 1.6) * size
        if blades:
            _blades(canvas, x, top, size, shade)
        else:
            _sprigs(canvas, x, top, size, shade)


def _blades(canvas: Canvas, x: float, y: float, size: float, color: Color) -> None:
    for _ in range(4):
        foot = x + canvas.random.uniform(-1.0, 1.0) * size
        lean = canvas.random.uniform(-0.35, 0.5) * size
        canvas.line([(foot, y), (foot + lean, y - size * 1.1)], max(0.8, size * 0.1), color)


def _sprigs(canvas: Canvas, x: float, y: float, size: float, color: Color) -> None:
    for _ in range(6):
        left = x + canvas.random.gauss(0, 0.8) * size
        top = y - canvas.random.random() * size * 0.6
        part = size * canvas.random.uniform(0.1, 0.24)
        canvas.ellipse(left, top, part, part * 1.5, color, 210)


def draw_path(
    canvas: Canvas, mood: Mood, near_x: float, far_x: float, top: float, wide: float = 240
) -> None:
    """Lay a sand path that winds from the near edge to the horizon."""
    left: list[Point] = []
    right: list[Point] = []
    for index in range(41):
        far = index / 40
        y = canvas.height + 10 - (canvas.height + 10 - top) * (1 - (1 - far) ** 1.8)
        bend = sin(far * 5.2) * 130 * (1 - far)
        x = near_x + (far_x - near_x) * far + bend
        half = wide * (1 - far) ** 1.9 / 2 + 1.5
        left.append((x - half, y))
        right.append((x + half, y))
    sand = SNOW if mood.snow else (214, 192, 156)
    stops = [(0.0, mood.tone(sand, 0.4)), (1.0, mood.tone(mix(sand, (150, 120, 90), 0.25)))]
    canvas.shaded([*left, *reversed(right)], stops, soft=1.5)


def draw_reed(canvas: Canvas, mood: Mood, left: float, right: float, ground: float) -> None:
    """Plant a clump of reed, with its plumes, along a bank."""
    random = canvas.random
    for _ in range(round((right - left) / 5)):
        x = random.uniform(left, right)
        high = random.uniform(50, 120)
        lean = random.uniform(-14, 22)
        color = mood.tone(mix(GRASS[1], MOSS[0], random.random()))
        canvas.line([(x, ground), (x + lean * 0.4, ground - high * 0.6)], 2.6, color)
        canvas.line([(x + lean * 0.4, ground - high * 0.6), (x + lean, ground - high)], 1.8, color)
        if random.random() < 0.35:
            plume = mood.tone((122, 92, 74))
            canvas.line([(x + lean, ground - high), (x + lean + 5, ground - high - 15)], 4.5, plume)


def draw_cotton_grass(canvas: Canvas, mood: Mood, count: int, top: float) -> None:
    """Dot the bog with the white plumes of cotton grass."""
    random = canvas.random
    for _ in range(count):
        near = random.random()
        y = top + (canvas.height - top) * near
        size = 1.5 + 5 * near
        x = random.uniform(0, canvas.width)
        canvas.line([(x, y), (x - size, y + size * 6)], 1 + near, mood.tone(MOSS[1], 0.1))
        canvas.ellipse(x, y, size, size * 1.25, mood.tone(WHITE))
