""" "Op afspraak" in its many forms, and for whom."""

from museum.hours.tokens import Token

_ENDS = frozenset({"afspraak", "aanvraag"})
_PLAIN = frozenset(
    {"op", "volgens", "na", "via", "alleen", "uitsluitend", "enkel", "slechts", "telefonische",
     "telefonisch", "te", "bezoeken", "bezoek", "mogelijk", "of", "en", "ook", "geopend", "open",
     "is", "het", "museum", "de", "voor", "een", "gaan", "wij", "we"}
)  # fmt: skip
_GROUPS = frozenset(
    {"groepen", "groep", "groepsbezoek", "rondleiding", "rondleidingen", "scholen", "schoolklassen",
     "gezelschappen", "arrangementen"}
)  # fmt: skip
_OTHERWISE = frozenset(
    {"buiten", "deze", "die", "tijden", "openingstijden", "andere", "overige", "daarbuiten",
     "verder", "dagen", "momenten"}
)  # fmt: skip


def match(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """Return what an appointment phrase at this token is, and its end; None when there is none.

    Kinds: `appointment` (on these days, only so), `anytime` (also at other times), `note` (for
    groups and guided tours: the hours stay as they are).
    """
    texts: list[str] = []
    end = at
    while end < len(tokens) and tokens[end].text in _PLAIN | _GROUPS | _OTHERWISE | _ENDS:
        texts.append(tokens[end].text)
        end += 1
        if texts[-1] in _ENDS:
            break
    if not texts or texts[-1] not in _ENDS or len(texts) == 1:
        return None
    if any(text in _GROUPS for text in texts):
        return "note", end
    if any(text in _OTHERWISE for text in texts) or texts[0] in ("en", "of", "ook"):
        return "anytime", end
    return "appointment", end
