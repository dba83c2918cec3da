"""Yes and no as people write them. What says both, or leaves it open, is refused."""

import re
from typing import Final

from museum.answers.plain import Answer, is_number, typed_text, without_edges
from museum.answers.refusal import Refusal

_ASK: Final = "Schrijf ja of nee."
_YES: Final = frozenset(
    {"ja", "j", "yes", "y", "ok", "oke", "oké", "okee", "o.k", "okay", "zeker", "jazeker",
     "natuurlijk", "uiteraard", "graag", "akkoord", "klopt", "waar", "true", "aan", "jawel", "jep",
     "jo", "yep", "goed", "prima", "x", "✓", "✔", "☑", "✅", "√", "🗸", "vanzelfsprekend",
     "absoluut", "inderdaad", "wel", "zekers", "jaja", "vast en zeker", "nou en of", "1",
     "dat klopt", "dat mag", "mag", "heel graag", "zeer zeker", "zeker wel", "dat is goed",
     "is goed", "ja ja", "zeker weten", "tuurlijk", "mag wel", "dat mag wel", "liever wel", "o k",
     "klopt helemaal", "dat klopt helemaal", "klopt nog", "dat klopt nog", "alles klopt",
     "alles klopt nog", "klopt allemaal", "beslist", "met plezier", "van mij wel", "nog wel",
     "doen wij", "doen we", "wij doen mee", "we doen mee", "👍",
     "jawohl", "in orde", "eens", "mee eens", "van harte", "nog steeds"}
)  # fmt: skip
_NO: Final = frozenset(
    {"nee", "neen", "n", "no", "nein", "nope", "onwaar", "false", "uit", "niet", "geen", "0",
     "nooit", "liever niet", "zeker niet", "absoluut niet", "natuurlijk niet", "beslist niet",
     "helaas niet", "niet akkoord", "klopt niet", "dat klopt niet", "oneens", "niet mee eens",
     "nee nee", "mag niet", "dat mag niet", "uiteraard niet", "niet nodig", "dat is niet nodig",
     "hoeft niet", "dat hoeft niet", "liever van niet", "tuurlijk niet", "wij doen niet mee",
     "we doen niet mee", "klopt niet meer", "dat klopt niet meer", "👎",
     "nog niet", "niet meer", "geenszins", "bij ons niet", "not", "nooit niet"}
)  # fmt: skip
"""Crosses are in neither: in the Netherlands a cross is how a box is ticked, elsewhere a no."""
_FIRST: Final = frozenset(
    {"ja", "j", "yes", "jazeker", "jawel", "zeker", "natuurlijk", "uiteraard", "graag", "prima",
     "ok", "oke", "oké", "akkoord", "jep", "nee", "neen", "no", "nein", "nope"}
)  # fmt: skip
"""What may have something behind it."""
_POLITE: Final = frozenset(
    {"hoor", "graag", "zeker", "dank u", "dank u wel", "bedankt", "dankjewel", "dank je",
     "hartelijk dank", "alstublieft", "svp", "s v p", "aub", "a u b", "alsjeblieft", "natuurlijk",
     "uiteraard", "helaas", "hè", "mevrouw", "meneer", "sorry", "please", "thanks",
     "thank you", "heel graag"}
)  # fmt: skip
"""What may follow without a change of meaning: "ja, graag", "nee hoor"."""
_ONLY_YES: Final = frozenset({"graag", "heel graag", "zeker"})
"""Polite behind a yes; behind a no they say both."""
_LONG: Final = re.compile(r"(?P<yes>ja{2,})|ne{2,}e")
"""Said with emphasis: "jaaa", "neeee"."""
_AGREES: Final = re.compile(r"[ ,.!:;-]+")


def read_yes_no(answer: Answer) -> bool | Refusal:
    """Return true or false for yes or no, a tick, "waar", 1 and 0; JSON booleans as they are."""
    if isinstance(answer, bool):
        return answer
    if is_number(answer):
        return bool(answer) if answer in (0, 1) else Refusal(f"Dit is een getal. {_ASK}")
    if answer is not None and len(str(answer)) > 60:
        return Refusal(f"Hier staat meer dan ja of nee. {_ASK}")
    text = without_edges(typed_text(answer)).lower().replace("\ufe0f", "").strip("[]() ")
    if not text:
        return Refusal(f"Er staat niets. {_ASK}")
    found = _said(_AGREES.sub(" ", text).strip() or text)
    if found is None:
        return Refusal(f"Dit is niet zeker als ja of nee te lezen. {_ASK}")
    return found


def _said(text: str) -> bool | None:
    """Return what is said by a whole answer, or by one with polite words behind it."""
    if text in _YES or text in _NO:
        return text in _YES
    if match := _LONG.fullmatch(text):
        return match["yes"] is not None
    first, _, rest = text.partition(" ")
    is_yes = first in _YES
    if (
        first in _FIRST
        and rest
        and rest in (_POLITE | _YES if is_yes else (_POLITE - _ONLY_YES) | _NO)
    ):
        return is_yes
    return None
