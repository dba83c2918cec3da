"""Water: canals and bog pools with what they mirror, a drawbridge, a peat boat."""

from PIL import Image, ImageDraw

from sandbox.sample.drawing.canvas import SCALE, Canvas, Point, mix, rgb
from sandbox.sample.drawing.moods import PEAT, TIMBER, WHITE, Mood

DEEP = rgb("355a66")


def draw_water(canvas: Canvas, mood: Mood, shape: list[Point], line: float) -> None:
    """Fill a shape with water that mirrors all that stands above `line`."""
    bottom = max(y for _, y in shape)
    mirror = canvas.mirrored(line, bottom)
    deep = Image.new("RGB", mirror.size, mood.tone(DEEP))
    fade = (
        Image.linear_gradient("L")
        .resize(mirror.size)
        .point([round(40 + v * 0.45) for v in range(256)])
    )
    water = Image.composite(deep, mirror, fade)
    water = _rippled(canvas, water)
    mask = Image.new("L", mirror.size)
    points = [(x * SCALE, (y - line) * SCALE) for x, y in shape]
    ImageDraw.Draw(mask).polygon(points, fill=255)
    canvas.paste(water, 0, line, mask)


def _rippled(canvas: Canvas, water: Image.Image) -> Image.Image:
    """Shift thin bands to and fro, further the nearer they are."""
    out = water.copy()
    y = 0
    while y < water.height:
        near = y / water.height
        high = round((3 + 16 * near) * SCALE / 2)
        shift = round(canvas.random.uniform(-1, 1) * (2 + 16 * near) * SCALE)
        band = water.crop((0, y, water.width, min(water.height, y + high)))
        out.paste(band, (shift, y))
        y += high * canvas.random.choice((1, 2, 3))
    return out


def draw_glitter(canvas: Canvas, mood: Mood, x: float, top: float, bottom: float) -> None:
    """Lay a broken path of light on the water, under the sun."""
    for _ in range(70):
        near = canvas.random.random()
        y = top + (bottom - top) * near
        wide = canvas.random.uniform(6, 30) * (0.4 + near)
        left = x + canvas.random.gauss(0, 26 + 70 * near)
        canvas.ellipse(left, y, wide, 1.2 + 1.6 * near, mood.sun, 150)


def draw_drawbridge(canvas: Canvas, mood: Mood, x: float, deck: float, size: float) -> None:
    """Draw a white wooden drawbridge across the canal: deck, portal, balance beams and chains."""
    white, shade = mood.tone(WHITE), mood.tone((190, 186, 176))
    dark = mood.tone(TIMBER[1])
    canvas.rectangle(x - size * 1.5, deck, x + size * 1.5, deck + size * 0.07, dark)
    canvas.rectangle(x - size * 1.5, deck - size * 0.02, x + size * 1.5, deck + size * 0.02, white)
    for place in (-1.35, -1.0, -0.65, -0.3, 0.05, 0.4, 0.75, 1.1, 1.4):
        canvas.rectangle(*(x + place * size, deck - size * 0.22, x + place * size + 6, deck), white)
    canvas.rectangle(x - size * 1.5, deck - size * 0.24, x + size * 1.5, deck - size * 0.205, white)
    portal = x - size * 0.62
    for left in (portal - size * 0.05, portal + size * 0.2):
        canvas.rectangle(left, deck - size * 1.15, left + size * 0.07, deck, white)
        canvas.rectangle(left + size * 0.045, deck - size * 1.15, left + size * 0.07, deck, shade)
    canvas.rectangle(
        *(portal - size * 0.12, deck - size * 1.2, portal + size * 0.36, deck - size * 1.11), white
    )
    _balance(canvas, mood, portal + size * 0.1, deck, size)


def _balance(canvas: Canvas, mood: Mood, x: float, deck: float, size: float) -> None:
    white, dark = mood.tone(WHITE), mood.tone(TIMBER[1])
    tip, tail = (x + size * 1.15, deck - size * 1.3), (x - size * 0.75, deck - size * 1.07)
    canvas.line([tail, tip], size * 0.07, white)
    canvas.line(
        [(tail[0], tail[1] + 4), (tip[0], tip[1] + 4)], size * 0.015, mood.tone((180, 176, 166))
    )
    canvas.rectangle(tail[0] - size * 0.12, tail[1] - size * 0.04, *_plus(tail, size), dark)
    canvas.line([tip, (tip[0], deck)], 2.4, dark)


def _plus(point: Point, size: float) -> Point:
    return point[0] + size * 0.12, point[1] + size * 0.13


def draw_peat_boat(canvas: Canvas, mood: Mood, x: float, line: float, size: float) -> None:
    """Draw a flat peat boat with a load of turf and a furled brown sail."""
    hull = [(x - size, line - size * 0.16), (x - size * 0.82, line), (x + size * 0.85, line)]
    hull += [(x + size, line - size * 0.2), (x + size * 0.8, line - size * 0.12)]
    hull += [(x - size * 0.8, line - size * 0.1)]
    canvas.polygon(hull, mood.tone(PEAT[0]))
    canvas.line(
        [(x - size, line - size * 0.155), (x + size, line - size * 0.19)],
        5,
        mood.tone(rgb("c9a35f")),
    )
    for row in range(3):
        wide = size * (0.62 - row * 0.09)
        top = line - size * (0.16 + row * 0.07)
        color = mix(PEAT[1], PEAT[0], row * 0.3)
        canvas.rectangle(x - wide, top - size * 0.05, x + wide * 0.55, top + 4, mood.tone(color))
    mast = x + size * 0.5
    canvas.line(
        [(mast, line - size * 0.15), (mast, line - size * 1.55)], size * 0.03, mood.tone(TIMBER[2])
    )
    canvas.line(
        [(mast, line - size * 0.55), (mast - size * 0.95, line - size * 0.62)],
        size * 0.07,
        mood.tone(rgb("9a4f35")),
    )
    canvas.line(
        [(mast, line - size * 1.5), (x - size * 0.95, line - size * 0.2)], 1.6, mood.tone(TIMBER[0])
    )
    canvas.line(
        [(mast, line - size * 1.5), (x + size * 0.97, line - size * 0.2)], 1.6, mood.tone(TIMBER[0])
    )
