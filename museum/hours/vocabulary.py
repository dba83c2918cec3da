"""The Dutch words of opening hours and what each means. Data only."""

from typing import Final

DAY_WORDS: Final = (
    ("ma", "maa", "maandag", "maandags", "maandagen"),
    ("di", "din", "dinsdag", "dinsdags", "dinsdagen"),
    ("wo", "woe", "woensdag", "woensdags", "woensdagen"),
    ("do", "don", "donderdag", "donderdags", "donderdagen"),
    ("vr", "vrij", "vrijdag", "vrijdags", "vrijdagen"),
    ("za", "zat", "zaterdag", "zaterdags", "zaterdagen"),
    ("zo", "zon", "zondag", "zondags", "zondagen"),
)
_PARTS: Final = ("ochtend", "ochtenden", "morgen", "middag", "middagen", "avond", "avonden")
DAYS: Final = {word: number for number, words in enumerate(DAY_WORDS) for word in words} | {
    # "Zondagmiddag 14-17 u": the times say what the part of the day only hints at.
    f"{words[2]}{part}": number
    for number, words in enumerate(DAY_WORDS)
    for part in _PARTS
}

MONTH_WORDS: Final = (
    ("jan", "januari"),
    ("feb", "febr", "februari"),
    ("mrt", "maart"),
    ("apr", "april"),
    ("mei",),
    ("jun", "juni"),
    ("jul", "juli"),
    ("aug", "augustus"),
    ("sep", "sept", "september"),
    ("okt", "oktober"),
    ("nov", "november"),
    ("dec", "december"),
)
MONTHS: Final = {word: number for number, words in enumerate(MONTH_WORDS, 1) for word in words}

ORDINALS: Final = {
    "eerste": 1, "1e": 1, "1ste": 1, "tweede": 2, "2e": 2, "2de": 2, "derde": 3, "3e": 3, "3de": 3,
    "vierde": 4, "4e": 4, "4de": 4, "vijfde": 5, "5e": 5, "5de": 5, "laatste": -1,
}  # fmt: skip

NUMBERS: Final = {
    "een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7,
    "acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12,
}  # fmt: skip

NAMED: Final = {
    "nieuwjaarsdag": ("nieuwjaar",),
    "nieuwjaar": ("nieuwjaar",),
    "paaszondag": ("pasen1",),
    "paasmaandag": ("pasen2",),
    "pasen": ("pasen1", "pasen2"),
    "paasdagen": ("pasen1", "pasen2"),
    "goede vrijdag": ("goede_vrijdag",),
    "koningsdag": ("koningsdag",),
    "bevrijdingsdag": ("bevrijdingsdag",),
    "hemelvaart": ("hemelvaart",),
    "hemelvaartsdag": ("hemelvaart",),
    "pinksterzondag": ("pinksteren1",),
    "pinkstermaandag": ("pinksteren2",),
    "pinksteren": ("pinksteren1", "pinksteren2"),
    "pinksterdagen": ("pinksteren1", "pinksteren2"),
    "kerst": ("kerst1", "kerst2"),
    "kerstmis": ("kerst1", "kerst2"),
    "kerstdagen": ("kerst1", "kerst2"),
    "kerstavond": ("kerstavond",),
    "oudejaarsdag": ("oudjaar",),
    "oudjaarsdag": ("oudjaar",),
    "oudjaar": ("oudjaar",),
    "sinterklaas": ("sinterklaas",),
    "sinterklaasavond": ("sinterklaas",),
}
"""A name → our keys of the days it stands for."""

ORDINAL_NAMED: Final = {
    "paasdag": ("pasen1", "pasen2"),
    "pinksterdag": ("pinksteren1", "pinksteren2"),
    "kerstdag": ("kerst1", "kerst2"),
}
"""Names that need "eerste" or "tweede" before them."""

NAMED_OSM: Final = {
    "nieuwjaar": ("Jan 01",),
    "goede_vrijdag": ("easter -2 days",),
    "pasen1": ("easter",),
    "pasen2": ("easter +1 day",),
    # The king's birthday moves to Saturday when the 27th is a Sunday.
    "koningsdag": ("Apr 27 Mo-Sa", "Apr 26 Sa"),
    "bevrijdingsdag": ("May 05",),
    "hemelvaart": ("easter +39 days",),
    "pinksteren1": ("easter +49 days",),
    "pinksteren2": ("easter +50 days",),
    "sinterklaas": ("Dec 05",),
    "kerstavond": ("Dec 24",),
    "kerst1": ("Dec 25",),
    "kerst2": ("Dec 26",),
    "oudjaar": ("Dec 31",),
}

NAMED_SPOKEN: Final = {
    "nieuwjaar": ("nieuwjaarsdag", "Neujahr", "New Year's Day"),
    "goede_vrijdag": ("Goede Vrijdag", "Karfreitag", "Good Friday"),
    "pasen1": ("Eerste Paasdag", "Ostersonntag", "Easter Sunday"),
    "pasen2": ("Tweede Paasdag", "Ostermontag", "Easter Monday"),
    "koningsdag": ("Koningsdag", "Königstag", "King's Day"),
    "bevrijdingsdag": ("Bevrijdingsdag", "Befreiungstag (5. Mai)", "Liberation Day (5 May)"),
    "hemelvaart": ("Hemelvaartsdag", "Christi Himmelfahrt", "Ascension Day"),
    "pinksteren1": ("Eerste Pinksterdag", "Pfingstsonntag", "Whit Sunday"),
    "pinksteren2": ("Tweede Pinksterdag", "Pfingstmontag", "Whit Monday"),
    "sinterklaas": ("5 december", "5. Dezember", "5 December"),
    "kerstavond": ("24 december", "Heiligabend", "Christmas Eve"),
    "kerst1": ("Eerste Kerstdag", "1. Weihnachtstag", "Christmas Day"),
    "kerst2": ("Tweede Kerstdag", "2. Weihnachtstag", "Boxing Day"),
    "oudjaar": ("oudejaarsdag", "Silvester", "New Year's Eve"),
}
"""In Dutch, German, English."""

NAMED_WINDOW: Final = {
    "pasen1": ((3, 22), (4, 25)),
    "pasen2": ((3, 23), (4, 26)),
    "goede_vrijdag": ((3, 20), (4, 23)),
    "hemelvaart": ((4, 30), (6, 3)),
    "pinksteren1": ((5, 10), (6, 13)),
    "pinksteren2": ((5, 11), (6, 14)),
    "nieuwjaar": ((1, 1), (1, 1)),
    "koningsdag": ((4, 26), (4, 27)),
    "bevrijdingsdag": ((5, 5), (5, 5)),
    "sinterklaas": ((12, 5), (12, 5)),
    "kerstavond": ((12, 24), (12, 24)),
    "kerst1": ((12, 25), (12, 25)),
    "kerst2": ((12, 26), (12, 26)),
    "oudjaar": ((12, 31), (12, 31)),
}
"""Between which days of the year a named day can fall."""

VACATIONS: Final = {
    "schoolvakantie": None,
    "schoolvakanties": None,
    "vakantieperiode": None,
    "voorjaarsvakantie": ((2, 1), (3, 31)),
    "krokusvakantie": ((2, 1), (3, 31)),
    "meivakantie": ((4, 15), (5, 31)),
    "zomervakantie": ((6, 15), (9, 15)),
    "herfstvakantie": ((10, 1), (11, 15)),
    "kerstvakantie": ((12, 10), (1, 20)),
}
"""A school holiday → the part of the year in which the school holiday must fall; None: any."""

OPEN: Final = frozenset({"open", "geopend", "opengesteld", "openingstijden", "openingstijd"})
CLOSED: Final = frozenset({"gesloten", "dicht", "sluiting", "winterstop", "wintersluiting"})
EXCEPT: Final = frozenset({"behalve", "muv", "uitgezonderd", "uitgezonderde"})
ALSO: Final = frozenset({"ook", "tevens", "bovendien", "extra"})
HOUR: Final = frozenset({"u", "uur", "uren", "h", "hr"})
ALL_DAYS: Final = frozenset({"dagelijks"})
WORKDAYS: Final = frozenset({"werkdagen", "werkdag", "doordeweeks", "weekdagen"})
WEEKENDS: Final = frozenset({"weekend", "weekends", "weekenden", "weekeinde", "weekeinden"})
HOLIDAYS: Final = frozenset({"feestdagen", "feestdag"})
FILLERS: Final = frozenset(
    {"op", "in", "de", "het", "is", "zijn", "wij", "we", "ons", "museum", "tijdens", "gedurende",
     "seizoen", "openingsseizoen", "periode", "elke", "iedere", "ieder", "elk", "alle", "van",
     "om", "'s", "s", "maand", "maanden"}
)  # fmt: skip
"""Words that change nothing where they stand among days, months and times."""

SUMMER: Final = frozenset({"zomer", "zomers", "zomerseizoen", "zomerperiode", "zomermaanden"})
WINTER: Final = frozenset({"winter", "winters", "winterseizoen", "winterperiode", "wintermaanden"})
