"""The sketch of Drenthe: every museum that we know the place of lies within its outline."""

import csv
from pathlib import Path

from channels.website.sketch import OUTLINE, outline, spot

MUSEUMS = Path(__file__).parents[3] / "sandbox" / "sample" / "musea.csv"


def is_inside(latitude: float, longitude: float) -> bool:
    """Count how often a line to the east crosses the outline: odd is inside."""
    crossings = 0
    for (y1, x1), (y2, x2) in zip(OUTLINE, (*OUTLINE[1:], OUTLINE[0]), strict=True):
        if (y1 > latitude) != (y2 > latitude):
            crossings += longitude < x1 + (latitude - y1) / (y2 - y1) * (x2 - x1)
    return crossings % 2 == 1


def test_every_museum_lies_within_the_outline() -> None:
    rows = [row for row in csv.DictReader(MUSEUMS.open(encoding="utf-8")) if row["lat"]]
    outside = [row["name"] for row in rows if not is_inside(float(row["lat"]), float(row["lon"]))]
    assert (len(rows) > 10, outside) == (True, [])
    assert not is_inside(53.219, 6.567)  # Groningen
    assert not is_inside(52.512, 6.091)  # Zwolle


def test_the_sketch_fits_its_box() -> None:
    spots = [spot(*place) for place in OUTLINE]
    assert all(0 < x < 620 and 0 < y < 620 for x, y in spots)
    assert outline().startswith(f"M{spots[0][0]} {spots[0][1]} ")
