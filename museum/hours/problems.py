"""Why opening hours were not understood, in Dutch sentences that say what to write instead."""

import re
from difflib import get_close_matches

from museum.hours import vocabulary as words


class NotUnderstoodError(ValueError):
    """A piece of the text is not certain. The message is the problem, for whoever typed it."""


_LONGER_THAN = 3

_HINTS = {
    "vanaf": "Zet er ook bij tot wanneer, bijvoorbeeld “1 april t/m 31 oktober” of “13-17 u”.",
    "sinds": "Zet er ook bij tot wanneer, bijvoorbeeld “1 april t/m 31 oktober”.",
    "wisselend": "Schrijf de dagen en tijden op, of “op afspraak”.",
    "zie": "Schrijf de dagen en tijden hier op.",
    "eind": "Noem de dag: “29 maart t/m 31 oktober”.",
    "begin": "Noem de dag: “1 april t/m 31 oktober”.",
    "medio": "Noem de dag: “15 april t/m 31 oktober”.",
    "of": "Schrijf “en”, of kies er een.",
    "even": "Noem de dagen, bijvoorbeeld “1e en 3e zondag van de maand”.",
    "week": "Noem de dagen, bijvoorbeeld “1e en 3e zondag van de maand”.",
    "om": "Noem de dagen en de tijden in cijfers, bijvoorbeeld “zo 13-17 u”.",
    "circa": "Noem de tijden precies.",
    "ca": "Noem de tijden precies.",
    "ongeveer": "Noem de tijden precies.",
    "half": "Schrijf de tijden in cijfers, bijvoorbeeld 13.30-17 u.",
    "kwart": "Schrijf de tijden in cijfers, bijvoorbeeld 13.15-17 u.",
    "christelijke": "Noem de feestdagen bij hun naam.",
    "tussen": "Schrijf “1 april t/m 31 oktober”, of “van 11 tot 17 uur”.",
    "zomertijd": "Noem de maanden, bijvoorbeeld “apr t/m okt”.",
    "wintertijd": "Noem de maanden, bijvoorbeeld “nov t/m mrt”.",
    "voorjaar": "Noem de maanden, bijvoorbeeld “apr t/m juni”.",
    "rustdag": "Schrijf “gesloten”.",
    "zonsondergang": "Schrijf een tijd in cijfers.",
}


_YEAR_HINT = "Zet het jaar achter de datum: “3 april 2027 t/m 31 oktober 2027”."
_MOST_SHOWN = 80
"""Characters of a piece that a problem repeats; the rest is an ellipsis."""


def unknown_word(text: str) -> NotUnderstoodError:
    """Name a word that means nothing to us, with what it may have been."""
    if not text.isprintable():
        code = f"U+{ord(text[0]):04X}"
        return NotUnderstoodError(f"Er staat een onzichtbaar teken in ({code}). Haal het weg.")
    lowered = text.lower()
    if not text.isprintable():
        return NotUnderstoodError("Er staat een onzichtbaar teken in de tekst. Typ haar opnieuw.")
    hint = _HINTS.get(lowered, "") or (_YEAR_HINT if re.fullmatch(r"20\d\d", text) else "")
    if not hint and len(text) > _LONGER_THAN and lowered not in words.FILLERS:
        known = [word for word in _all_words() if len(word) > _LONGER_THAN and word != lowered]
        close = get_close_matches(lowered, known, n=1, cutoff=0.75)
        hint = f"Bedoelt u “{close[0]}”?" if close else ""
    return NotUnderstoodError(
        f"“{_shown(text)}” is niet begrepen. {hint or 'Laat het weg of schrijf het anders.'}"
    )


def unclear(piece: str, advice: str) -> NotUnderstoodError:
    """Name a piece that can be read in more than one way, and what to write."""
    return NotUnderstoodError(f"“{_shown(piece)}” is niet duidelijk. {advice}")


def _shown(piece: str) -> str:
    return piece if len(piece) <= _MOST_SHOWN else f"{piece[:_MOST_SHOWN].rstrip()}…"


def _all_words() -> list[str]:
    return [*words.DAYS, *words.MONTHS, *words.NAMED, *words.ORDINAL_NAMED, *words.VACATIONS,
            *words.WORD_KINDS]  # fmt: skip
