"""What became of each answer in a sheet, in a word and a sentence for whoever looks there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from backbone.sheet_answers import Fate, KnownAnswer
from museum.sheet_answers import SheetAnswer
from museum.sheet_outcomes import Outcome
from museum.sheet_rows import TabRows

_DOUBLE: Final = "dubbel-"
_ENDS: Final = {
    "unconfirmed": ("Ontvangen", "Wacht op de bevestiging van de afzender."),
    "waiting": ("Ontvangen", "Wacht op een medewerker."),
    "accepted": ("Goedgekeurd", "Wordt vanzelf geplaatst."),
    "written": ("Geplaatst", "Staat in de tabellen."),
    "refused": ("Afgewezen", "Een medewerker plaatst dit niet."),
    "withdrawn": ("Ingetrokken", "De afzender trok dit in."),
}


def endings(
    known: Sequence[KnownAnswer],
    fates: Mapping[str, Fate],
    twice: Sequence[tuple[str, SheetAnswer, int]],
    ours: TabRows | None,
) -> Iterator[Outcome]:
    """Yield what our tab must say of every answer, also of those that are gone.

    `ours` is that tab as it stands: doubles that went since are told so.
    """
    for one in known:
        verdict, sentence = _end(one, fates.get(one.submission))
        yield Outcome(one.seen.key, one.seen.row, one.received, verdict, sentence)
    doubles = set()
    for key, answer, first in twice:
        doubles.add(key)
        received = f"{answer.received:%d-%m-%Y %H.%M}" if answer.received else ""
        sentence = f"Dit antwoord staat ook in rij {first}; het telt één keer."
        yield Outcome(key, answer.row, received, "Dubbel", sentence)
    for row in ours.rows if ours else ():
        key = str(row.cells[0] or "")
        if key.startswith(_DOUBLE) and key not in doubles:
            yield Outcome(key, None, str(row.cells[2] or ""), "Weg", "De dubbele rij is weg.")


def _end(one: KnownAnswer, fate: Fate | None) -> tuple[str, str]:
    if one.seen.row is None:
        if fate is not None and fate.state in ("accepted", "written"):
            return "Weg", "De rij is weg. Wat al geplaatst is, blijft staan."
        return "Weg", "De rij is weggehaald; er wordt niets geplaatst."
    if fate is None or one.trouble:
        return "Niet gelezen", one.trouble or "Dit antwoord is nog niet verwerkt."
    verdict, sentence = _ENDS[fate.state]
    return verdict, fate.reason or sentence
