"""Makes the sample larger or smaller: as many museums and activities as asked for."""

from itertools import cycle, islice
from random import Random
from typing import Any, Final

from sandbox.sample.people import contact_rows
from sandbox.sample.rows import Row, Rows

_KINDS: Final = (
    *("Museumboerderij", "Molen", "Oudheidkamer", "Streekmuseum", "Museum", "Schoolmuseum"),
    *("Smederij", "Tuin", "Atelier", "Radiomuseum", "Turfschip", "Glasmuseum"),
)
_NAMES: Final = (
    *("De Eik", "'t Aole Huus", "De Veldkei", "De Vlint", "Het Spint", "De Deel", "Noordenveld"),
    *("Over 't Diep", "De Zwaluw", "Ons Dorp", "De Ploeg", "De Bron", "Hondsrug", "Ellertsveld"),
)
_PLACES: Final = (
    ("Anloo", "Aa en Hunze", 53.045, 6.701),
    ("Zweeloo", "Coevorden", 52.795, 6.731),
    ("Norg", "Noordenveld", 53.066, 6.461),
    ("Odoorn", "Borger-Odoorn", 52.852, 6.848),
    ("Havelte", "Westerveld", 52.772, 6.238),
    ("Vries", "Tynaarlo", 53.074, 6.578),
    ("Gieten", "Aa en Hunze", 53.004, 6.763),
    ("Sleen", "Coevorden", 52.777, 6.802),
    ("Ruinen", "De Wolden", 52.763, 6.353),
    ("Smilde", "Midden-Drenthe", 52.947, 6.448),
)
_TURNS: Final = ("", "voor gezinnen", "met gids", "in de avond", "extra", "op verzoek", "opnieuw")
_CLOSED: Final = "closed"
_HORIZON_DAYS: Final = (-200, 360)


def resize(rows: Rows, museums: int | None, activities: int | None, seed: int) -> Rows:
    """Return rows with this many museums and activities; None leaves a table as it is."""
    random = Random(seed)
    made = dict(rows)
    if museums is not None:
        made["museums"] = _museums(rows["museums"], museums, random)
        made["contacts"] = contact_rows(made["museums"])
        made = {table: _kept(table, part, made["museums"]) for table, part in made.items()}
    if activities is not None:
        made["activities"] = _activities(made, activities, random)
    return made


def _kept(table: str, part: dict[str, Row], museums: dict[str, Row]) -> dict[str, Row]:
    """Drop the rows of museums that are not there; a picture stays, without its museum."""
    if table in ("museums", "images"):
        return part
    return {key: row for key, row in part.items() if _is_known(row.get("museum"), museums)}


def _is_known(museum: Any, museums: dict[str, Row]) -> bool:
    named = [museum] if isinstance(museum, str) else museum or []
    return all(one in museums for one in named)


def _museums(known: dict[str, Row], count: int, random: Random) -> dict[str, Row]:
    made = dict(islice(known.items(), count))
    patterns = cycle([row for row in known.values() if row["status"] != _CLOSED])
    for number in range(len(made) + 1, count + 1):
        made[f"museum-{number}"] = _museum(number, next(patterns), random)
    return made


def _museum(number: int, pattern: Row, random: Random) -> Row:
    place, municipality, latitude, longitude = _PLACES[number % len(_PLACES)]
    kind = _KINDS[number % len(_KINDS)]
    name = f"{kind} {_NAMES[number * 5 % len(_NAMES)]}, {place} ({number})"
    return {
        **{key: value for key, value in pattern.items() if key not in ("website", "closed_on")},
        "name": name,
        "place": place,
        "municipality": municipality,
        "street": f"Dorpsstraat {number}",
        "latitude": round(latitude + random.uniform(-0.02, 0.02), 6),
        "longitude": round(longitude + random.uniform(-0.03, 0.03), 6),
        "email": f"info@museum-{number}.example",
        "description": f"{name} is een verzonnen museum. {pattern['description']}",
    }


def _activities(rows: Rows, count: int, random: Random) -> dict[str, Row]:
    known = rows["activities"]
    made = dict(islice(known.items(), count))
    good = [row for row in known.values() if _is_complete(row)]
    if not good or not rows["museums"]:
        return made
    patterns, homes = cycle(good), cycle(rows["museums"])
    for number in range(len(made) + 1, count + 1):
        made[f"activiteit-{number}"] = _activity(number, next(patterns), next(homes), random)
    return made


def _is_complete(row: Row) -> bool:
    return bool(row.get("title") and row.get("museum")) and row["workflow_status"] == "approved"


def _activity(number: int, pattern: Row, museum: str, random: Random) -> Row:
    turn = _TURNS[number % len(_TURNS)]
    day = random.randint(*_HORIZON_DAYS)
    made = {
        **{key: value for key, value in pattern.items() if key not in _SET_ANEW},
        "museum": museum,
        "title": " ".join(f"{pattern['title']} {turn} ({number})".split()),
    }
    if "starts" in pattern:
        hour = random.randint(9, 20)
        minute = random.choice(("00", "15", "30"))
        made["starts"] = f"{day:+d} {hour:02}:{minute}"
        made["ends"] = f"{day:+d} {hour + random.randint(1, 3):02}:{minute}"
    else:
        made["first_day"] = f"{day:+d}"
        made["last_day"] = f"{day + random.randint(0, 120):+d}"
    if "repeats" in pattern and random.random() < 0.3:
        made["repeats"] = pattern["repeats"]
        made["repeats_until"] = f"{day + random.randint(30, 180):+d}"
    return made


_SET_ANEW: Final = frozenset(
    {
        *("museum", "title", "starts", "ends", "first_day", "last_day", "repeats"),
        *("repeats_until", "except_dates", "extra_dates", "external_id"),
    }
)
