"""Conditions in Mailchimp's merge tags: who sees a part of a letter.

Written as Mailchimp has them (its help pages "Conditional merge tag blocks" and "Use groups with
merge tags"): `*|INTERESTED:category:one,other|*`, and a chain of IF, ELSEIF and ELSE, which needs
no nesting for "nowhere but here, or where we do not know".
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from museum.newsletter.choosing import ChosenItem
from museum.newsletter.places import Regions


@dataclass(frozen=True)
class Block:
    """What stands before and after a part; both empty when every reader sees it."""

    begin: str = ""
    end: str = ""


class Conditions:
    """Writes the conditions of one letter, which goes to readers of these audiences."""

    def __init__(
        self,
        groups: Mapping[str, tuple[str, str]],
        audiences: Sequence[str],
        regions: Regions,
    ) -> None:
        self._groups, self._audiences, self._regions = groups, audiences, regions

    def of(self, item: ChosenItem) -> Block:
        """Return the condition for the readers of an item."""
        if item.regions and not item.is_for_unknown:
            outer = self.block(item.audiences)
            (region,) = item.regions
            begin = f"{outer.begin}*|IF:{self._regions.field}={region}|*"
            return Block(begin, f"*|END:IF|*{outer.end}")
        return self.block(item.audiences, item.regions)

    def block(self, audiences: Iterable[str], regions: Collection[str] = ()) -> Block:
        """Return the condition for readers of any of these audiences, in any of these regions.

        No regions are all of them; a reader whose region is not known sees it too.
        """
        wanted = [one for one in self._audiences if one in set(audiences)]
        begin = end = ""
        if len(wanted) < len(self._audiences):
            category = self._groups[wanted[0]][0]
            names = ",".join(self._groups[one][1] for one in wanted)
            begin, end = f"*|INTERESTED:{category}:{names}|*", "*|END:INTERESTED|*"
        others = [one for one in self._regions.names if one not in regions] if regions else []
        if others:
            field = self._regions.field
            chain = "".join(f"*|ELSEIF:{field}={one}|*" for one in others)
            begin += f"{chain.replace('ELSEIF', 'IF', 1)}*|ELSE:|*"
            end = f"*|END:IF|*{end}"
        return Block(begin, end)
