"""What stands beside the hours: "op afspraak" in its many forms, and notes that change nothing."""

from museum.hours.note_words import (
    APPOINTMENT_OTHERWISE,
    APPOINTMENT_WORDS,
    CONTACT_STARTS,
    CONTACT_WORDS,
    GROUP_WORDS,
    GROUPS,
    NOTE_CORES,
    NOTE_STARTS,
    NOTE_WORDS,
    REASON_STARTS,
    REASON_WORDS,
    REASONS,
)
from museum.hours.problems import unclear
from museum.hours.tokens import Token

_ONLY = frozenset({"alleen", "uitsluitend", "enkel", "slechts"})
_ALSO = frozenset({"en", "of", "ook", "tevens", "plus", "+", "eventueel"})
_OPENING = frozenset({"open", "geopend", "toegankelijk", "te bezoeken", "te bezichtigen"})
_LINKS = frozenset({"op", "na", "volgens", "via", "telefonische", "voorafgaande", "een"})
_TAIL = frozenset({"mogelijk", "te bezoeken", "geopend", "open", "bezoeken", "te bezichtigen",
                   "toegankelijk"})  # fmt: skip
_FREE = frozenset({"num", "clock", "hour", "year"})
_BOUNDARIES = frozenset({"sep", "comma", "rpar", "lpar"})


def match_appointment(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """Return what an appointment phrase at this token is, and its end; None when there is none.

    Kinds: `only` (by appointment alone), `plain` ("op afspraak"), `anytime` (at other times too),
    `note` (for groups and guided tours: the hours stay as they are).
    """
    texts: list[str] = []
    end = at
    while end < len(tokens) and tokens[end].kind != "appointment":
        text = tokens[end].text.lower()
        known = APPOINTMENT_WORDS | APPOINTMENT_OTHERWISE | GROUPS
        is_and_or = text == "/" and texts[-1:] in (["en"], ["of"])
        if text not in known and not is_and_or and not _is_of_a_group(texts, tokens[end]):
            return None
        texts.append(text)
        end += 1
    if end >= len(tokens) or not texts or texts[-1] not in _LINKS:
        return None
    if texts[0] in _OPENING and set(texts) & (_ALSO | GROUPS | APPOINTMENT_OTHERWISE):
        return None  # "feestdagen geopend en op afspraak": the first word belongs to the days
    end += 1
    while end < len(tokens) and tokens[end].text.lower() in _TAIL:
        end += 1
    return _appointment_kind(texts), end


def _is_of_a_group(texts: list[str], token: Token) -> bool:
    if not any(text in GROUPS for text in texts):
        return False
    return token.kind == "num" or token.text.lower() in GROUP_WORDS


def _appointment_kind(texts: list[str]) -> str:
    if any(text in GROUPS for text in texts):
        return "note"
    if any(text in APPOINTMENT_OTHERWISE for text in texts) or texts[0] in _ALSO:
        return "anytime"
    return "only" if any(text in _ONLY for text in texts) else "plain"


def match_note(tokens: list[Token], at: int) -> int | None:
    """Return the end of a note that begins here ("laatste toegang 16.30 uur"), if one does."""
    if tokens[at].text.lower() not in NOTE_STARTS or not _is_at_start(tokens, at):
        return None
    if tokens[at].kind == "ord" and tokens[min(at + 1, len(tokens) - 1)].text.lower() not in (
        NOTE_CORES
    ):
        return None
    end = at
    cores = 0
    while end < len(tokens) and (tokens[end].kind not in _BOUNDARIES or _in_price(tokens, end)):
        token = tokens[end]
        if _in_price(tokens, end):
            end += 2
            continue
        text = token.text.lower()
        if token.kind == "slash" and token.spaced:
            break
        if token.kind == "colon":
            end += 1
            continue
        if token.kind not in _FREE and text not in NOTE_WORDS:
            raise unclear(token.text, "Zet opmerkingen los van de tijden, na een puntkomma.")
        cores += text in NOTE_CORES
        end += 1
    return end if cores else None


def match_contact(tokens: list[Token], at: int) -> int | None:
    """Return the end of "bel 0593-123456 of mail info@museum.example", if that begins here."""
    begins = tokens[at].kind == "contact" or tokens[at].text.lower() in CONTACT_STARTS
    behind = at > 0 and (_is_at_start(tokens, at) or tokens[at - 1].kind == "appointment")
    if not begins or not behind:
        return None
    end = at
    while end < len(tokens) and tokens[end].kind not in _BOUNDARIES:
        token = tokens[end]
        if token.kind not in ("contact", "colon") and token.text.lower() not in CONTACT_WORDS:
            return None
        end += 1
    return end if any(one.kind == "contact" for one in tokens[at:end]) else None


def match_reason(tokens: list[Token], at: int) -> int | None:
    """Return the end of "wegens verbouwing en onderhoud", if that begins here."""
    if tokens[at].kind != "because" and tokens[at].text.lower() not in REASON_STARTS:
        return None
    end = at + 1
    named = 0
    while end < len(tokens):
        text = tokens[end].text.lower()
        if text in REASONS:
            named = end + 1
        elif text not in REASON_WORDS and tokens[end].kind != "and":
            break
        end += 1
    if not named:
        raise unclear(tokens[at].text, "Laat de reden weg, of schrijf “wegens verbouwing”.")
    return named


def _in_price(tokens: list[Token], at: int) -> bool:
    """Tell whether this is the comma of "€ 7,50"."""
    if tokens[at].kind != "comma" or not 0 < at < len(tokens) - 1:
        return False
    around = (tokens[at - 1], tokens[at + 1])
    return all(one.kind == "num" for one in around) and not around[1].spaced


def _is_at_start(tokens: list[Token], at: int) -> bool:
    return at == 0 or tokens[at - 1].kind in {*_BOUNDARIES, "slash", "colon"}
