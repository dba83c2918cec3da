"""The Dutch words of what stands beside opening hours and changes nothing. Data only."""

from typing import Final

NOTE_STARTS: Final = frozenset(
    {"laatste", "kassa", "entree", "toegang", "gratis", "vrije", "museumkaart", "reserveren",
     "reservering", "rolstoeltoegankelijk", "rondleiding", "rondleidingen", "aanmelden", "parkeren",
     "koffie", "horeca", "kinderen"}
)  # fmt: skip
NOTE_CORES: Final = frozenset(
    {"toegang", "entree", "binnenkomst", "kaartverkoop", "inloop", "kassa", "museumkaart",
     "reserveren", "reservering", "rolstoeltoegankelijk", "rondleiding", "rondleidingen",
     "aanmelden", "parkeren", "koffie", "horeca", "toegangstijd", "toelating", "bezoekers",
     "gratis"}
)  # fmt: skip
NOTE_WORDS: Final = (
    NOTE_STARTS
    | NOTE_CORES
    | frozenset(
        {"sluit", "sluiten", "sluiting", "sluitingstijd", "om", "tot", "een", "uur", "half",
         "kwartier", "minuten", "minuut", "voor", "vóór", "is", "vrij", "geldig", "gewenst",
         "aanbevolen", "niet", "nodig", "verplicht", "noodzakelijk", "kinderen", "volwassenen",
         "euro", "€", "per", "persoon", "p", "pp", "met", "gids", "mogelijk", "aanwezig", "thee",
         "de", "het", "gesloten", "van", "onze", "u", "bij", "in", "uiterlijk", "kassa's", "plus",
         "t/m", "tot en met", "jaar", "jr"}
    )
)  # fmt: skip
"""A note ("laatste toegang 16.30 uur") starts with one of the first, holds one of the second, and
has no other words than these; numbers and times are free."""

REASON_STARTS: Final = frozenset({"wegens", "vanwege"})
REASONS: Final = frozenset(
    {"verbouwing", "verbouwingen", "restauratie", "renovatie", "onderhoud", "werkzaamheden",
     "onderhoudswerkzaamheden", "inrichting", "herinrichting", "nieuwbouw", "vakantie", "opbouw",
     "schilderwerk", "inventarisatie", "omstandigheden", "wisseltentoonstelling", "verhuizing",
     "tentoonstellingswisseling", "tentoonstelling", "bouwwerkzaamheden", "vakanties",
     "winterstop", "winterrust", "wisseling"}
)  # fmt: skip
REASON_WORDS: Final = frozenset(
    {"de", "het", "een", "van", "ons", "onze", "grote", "groot", "nieuwe", "museum", "jaarlijks",
     "jaarlijkse"}
)  # fmt: skip
"""Why a museum is closed for a while: it changes nothing. The last stand around the reason."""

GROUPS: Final = frozenset(
    {"groepen", "groep", "groepsbezoek", "rondleiding", "rondleidingen", "scholen", "schoolklassen",
     "gezelschappen", "arrangementen", "schoolgroepen", "groepsbezoeken", "groepsrondleidingen"}
)  # fmt: skip
APPOINTMENT_OTHERWISE: Final = frozenset(
    {"buiten", "deze", "die", "tijden", "openingstijden", "andere", "overige", "tijd", "daarbuiten",
     "verder", "momenten", "tijdstippen", "anders", "dagen", "onze", "reguliere", "overige dagen",
     "andere dagen", "alle andere dagen", "alle overige dagen"}
)  # fmt: skip
APPOINTMENT_WORDS: Final = frozenset(
    {"op", "volgens", "na", "via", "alleen", "uitsluitend", "enkel", "slechts", "telefonische",
     "telefonisch", "te", "bezoek", "bezoeken", "mogelijk", "of", "en", "ook", "geopend", "open",
     "is", "het", "museum", "de", "voor", "een", "tevens", "wij", "zijn", "eventueel",
     "voorafgaande", "vooraf", "te bezoeken", "plus", "+", "bezichtigen", "te bezichtigen", "van",
     "afwijkende", "toegankelijk"}
)  # fmt: skip
GROUP_WORDS: Final = frozenset(
    {"vanaf", "personen", "meer", "dan", "dagelijks", "alle dagen", "(", ")", "het hele jaar",
     "het hele jaar door", "min", "minimaal", "altijd", "hele jaar", "kunnen", "terecht", "max",
     "maximaal", "elke dag", ",", "gesloten dagen", "welkom", "ook"}
)  # fmt: skip
"""What may stand between "groepen" and "op afspraak"; it does not change the hours."""

CONTACT_STARTS: Final = frozenset(
    {"bel", "tel", "telefoon", "telefoonnummer", "via", "mail", "email", "contact", "info",
     "informatie", "meer", "mobiel"}
)  # fmt: skip
CONTACT_WORDS: Final = (
    CONTACT_STARTS
    | frozenset({"of", "naar", "met", "op", "onze", "ons", "de", "het", "per", "ook", "en", "e",
                 "-"})
)  # fmt: skip
"""How to reach the museum, behind a mark or behind "op afspraak": it changes nothing. It begins
with an address, a number or one of the first, and holds no other words than the second."""
