"""What stands in the tables of a newsroom."""

from datetime import datetime, timedelta
from typing import Any


def newsroom_records(now: datetime, goes: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return a museum, a reading, a reader and an edition that `goes` at a moment."""
    return {
        "museums": [{"id": "huis", "name": "Het Huis", "place": "Assen"}],
        "activities": [
            {
                "id": "lezing",
                "title": "Lezing over turf",
                "kind": "activity",
                "workflow_status": "approved",
                "museum": "huis",
                "starts": (now + timedelta(days=20)).isoformat(),
            }
        ],
        "newsletters": [
            {
                "id": "maand",
                "title": "Nieuws van de maand",
                "audiences": ["board", "volunteer"],
                "planned_for": goes.isoformat(),
                "opening_words": "Dag allemaal",
                "workflow_status": "draft",
            }
        ],
        "contacts": [
            {
                "id": "anna",
                "name": "Anna Smit",
                "museum": ["huis"],
                "email": "anna@lezers.example",
                "newsletter": "subscribed",
                "consent_on": "2026-03-02T10:00:00.000Z",
                "audiences": ["board"],
            }
        ],
    }
