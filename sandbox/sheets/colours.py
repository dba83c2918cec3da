"""Colours as Google keeps them: a byte for each part, shown as a float of four bytes."""

import math
import struct
from collections.abc import Mapping
from typing import Any, Final

_PARTS: Final = ("red", "green", "blue", "alpha")


def kept_colour(colour: Mapping[str, Any]) -> dict[str, float]:
    """Return a colour as it comes back: 0.5 is 127/255, and a part of 0 is left out."""
    found: dict[str, float] = {}
    for name in _PARTS:
        byte = math.floor(min(max(float(colour.get(name) or 0), 0.0), 1.0) * 255)
        if byte:
            found[name] = 1 if byte == 255 else _single(byte / 255)
    return found


def is_colour(value: Any) -> bool:
    """Whether this is a Color of the API (an empty one is black)."""
    return isinstance(value, dict) and set(value) <= set(_PARTS)


def _single(value: float) -> float:
    """Return the shortest number that is the same in four bytes."""
    packed = struct.pack("f", value)
    texts = (f"{value:.{places}f}" for places in range(1, 12))
    return next((float(one) for one in texts if struct.pack("f", float(one)) == packed), value)
