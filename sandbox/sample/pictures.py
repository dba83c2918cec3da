"""Draws the sample's pictures into a folder, once; a second call finds them there.

Reads `texts/beelden.toml` for what to draw. Three are made difficult on purpose: one JPEG lies on
its side and holds a position in its EXIF, one is a PNG, one is no picture at all.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any, Final

from PIL import Image, ImageOps

from sandbox.sample.drawing import (
    landscapes,
    moods,
    papercut,
    rooms,
    still_lifes,
    toys,
    waterside,
)
from sandbox.sample.drawing.canvas import LANDSCAPE, PORTRAIT, Canvas
from sandbox.sample.drawing.moods import Mood

MAX_BYTES: Final = 250_000
_TEXTS: Final = Path(__file__).with_name("texts")
_BROKEN: Final = b"\xff\xd8\xff\xe0 dit bestand is met opzet geen beeld"
_ORIENTATION, _GPS, _MAKE = 0x0112, 0x8825, 0x010F
_LIES_ON_ITS_SIDE: Final = 6
_WORTH_PROCESSES: Final = 8


def read_catalogue() -> dict[str, dict[str, Any]]:
    """Return what `texts/beelden.toml` says of each picture, by its key."""
    return tomllib.loads((_TEXTS / "beelden.toml").read_text("utf-8"))


def picture_file(folder: Path, key: str, catalogue: Mapping[str, Mapping[str, Any]]) -> Path:
    """Return where a picture's file stands; several records may share one."""
    key = str(catalogue[key].get("of", key))
    return folder / f"{key}.{'png' if catalogue[key].get('png') else 'jpg'}"


def draw_pictures(folder: Path, keys: Iterable[str] | None = None) -> None:
    """Draw what is not yet in the folder: the pictures with these keys, or all."""
    catalogue = read_catalogue()
    folder.mkdir(parents=True, exist_ok=True)
    wanted = catalogue if keys is None else keys
    missing = {
        target: str(catalogue[key].get("of", key))
        for key in wanted
        if not (target := picture_file(folder, key, catalogue)).exists()
    }
    work = [(source, catalogue[source], target) for target, source in missing.items()]
    if len(work) < _WORTH_PROCESSES:
        for one in work:
            _draw(*one)
        return
    # Half a second each: all processors draw. Spawned, as whoever calls may run threads.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        list(pool.map(_draw, *zip(*work, strict=True)))


def _draw(key: str, entry: Mapping[str, Any], target: Path) -> None:
    part = target.with_name(f".{target.name}")
    _draw_into(part, key, entry)
    part.replace(target)


def _draw_into(target: Path, key: str, entry: Mapping[str, Any]) -> None:
    if entry.get("broken"):
        target.write_bytes(_BROKEN)
        return
    seed = int.from_bytes(sha256(key.encode()).digest()[:4], "big")
    canvas = Canvas(PORTRAIT if entry.get("portrait") else LANDSCAPE, Random(seed))
    mood: Mood = getattr(moods, entry["mood"])
    _scene(entry["scene"])(canvas, mood)
    if "closer" in entry:
        canvas.look_closer(*entry["closer"])
    if entry.get("mirrored"):
        canvas.image = ImageOps.mirror(canvas.image)
    if entry.get("png"):
        canvas.finished(grain=0).quantize(64).save(target, "PNG", optimize=True)
    else:
        _save_jpeg(canvas.finished(), target, on_its_side=bool(entry.get("exif")))


def _scene(name: str) -> Callable[[Canvas, Mood], None]:
    for module in (landscapes, waterside, rooms, still_lifes, toys, papercut):
        if hasattr(module, name):
            scene: Callable[[Canvas, Mood], None] = getattr(module, name)
            return scene
    raise KeyError(name)


def _save_jpeg(picture: Image.Image, target: Path, *, on_its_side: bool) -> None:
    exif = Image.Exif()
    if on_its_side:
        exif[_ORIENTATION] = _LIES_ON_ITS_SIDE
        exif[_MAKE] = "Voorbeeldcamera"
        exif.get_ifd(_GPS).update({1: "N", 2: (52.0, 59.0, 34.8), 3: "E", 4: (6.0, 33.0, 50.4)})
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    for quality in (84, 78, 70, 60):
        picture.save(target, "JPEG", quality=quality, optimize=True, exif=exif)
        if target.stat().st_size <= MAX_BYTES:
            return
