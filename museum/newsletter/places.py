"""Which readers live near what: the province in a few regions, by municipality. Pure.

A reader's region stands in a field of Mailchimp; who has none there gets everything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from museum.records import Museum

MOST_TAG_CHARS: Final = 10


class RegionsError(ValueError):
    """The part `regions` of `config/newsletter.toml` says something that cannot be; in Dutch."""


@dataclass(frozen=True)
class Regions:
    """`field` is the merge field with a reader's region, empty when regions are not used.

    `of` maps a municipality, in lower case, to its region.
    """

    field: str = ""
    of: Mapping[str, str] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every region, in order of name."""
        return tuple(sorted(set((self.of or {}).values())))

    def of_museum(self, museum: Museum | None) -> str:
        """Return the region that a museum lies in; empty when it is not known."""
        if museum is None or not self.field:
            return ""
        return (self.of or {}).get(museum.municipality.strip().lower(), "")

    def of_museums(self, museums: Iterable[Museum]) -> str:
        """Return the one region that these museums lie in; empty when they lie in several."""
        found = {self.of_museum(one) for one in museums} - {""}
        return found.pop() if len(found) == 1 else ""


def parse_regions(data: Mapping[str, Any]) -> Regions:
    """Read `config/newsletter.toml`; without `regions` nothing is near or far."""
    found = data.get("regions", {})
    field = str(data.get("fields", {}).get("region", ""))
    if not found or not field:
        return Regions()
    if len(field) > MOST_TAG_CHARS:
        raise RegionsError(f"een veld in Mailchimp heeft een naam van hoogstens {MOST_TAG_CHARS} "
                           f"tekens: {field}")  # fmt: skip
    wrong = [name for name in found if not name.replace("-", "").isalnum()]
    if wrong:
        raise RegionsError(f"een streek heet met letters en streepjes: {', '.join(wrong)}")
    return Regions(
        field,
        {str(town).lower(): str(name) for name, towns in found.items() for town in towns},
    )
