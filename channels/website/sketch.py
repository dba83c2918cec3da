"""A sketch of Drenthe for the page of a museum: its outline, and where a place lies in it. Pure.

The outline is drawn by hand after the towns along the province's border: a picture, no survey.
It needs no map of somebody else, so that nothing is fetched from elsewhere.
"""

from math import cos, radians
from typing import Final

_WEST: Final = 6.08
_NORTH: Final = 53.22
_PER_DEGREE: Final = 1000
_NARROWING: Final = cos(radians(52.9))
"""How much shorter a degree of longitude is than one of latitude, here."""

OUTLINE: Final[tuple[tuple[float, float], ...]] = (
    *((53.170, 6.405), (53.203, 6.470), (53.185, 6.535), (53.180, 6.600), (53.130, 6.640)),
    *((53.128, 6.695), (53.085, 6.760), (53.060, 6.815), (53.005, 6.855), (52.960, 6.885)),
    *((52.905, 6.950), (52.860, 7.010), (52.845, 7.068), (52.790, 7.075), (52.710, 7.060)),
    *((52.650, 7.040), (52.632, 6.920), (52.640, 6.780), (52.628, 6.705), (52.640, 6.600)),
    *((52.612, 6.500), (52.635, 6.400), (52.632, 6.300), (52.655, 6.185), (52.700, 6.165)),
    *((52.740, 6.205), (52.790, 6.150), (52.825, 6.120), (52.870, 6.150), (52.905, 6.225)),
    *((52.935, 6.330), (53.000, 6.345), (53.050, 6.335), (53.110, 6.375)),
)
"""Latitude and longitude, clockwise from Roden."""


def spot(latitude: float, longitude: float) -> tuple[int, int]:
    """Return where a place lies in the sketch, which is 620 wide and 620 high."""
    across = (longitude - _WEST) * _NARROWING * _PER_DEGREE
    return round(across), round((_NORTH - latitude) * _PER_DEGREE)


def outline() -> str:
    """Return the outline of Drenthe as the `d` of an SVG path."""
    return "M" + " ".join(f"{x} {y}" for x, y in (spot(*place) for place in OUTLINE)) + "Z"
