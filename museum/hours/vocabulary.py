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
_SHORT_DAYS: Final = {"dins": 1, "woens": 2, "donderd": 3, "vrijd": 4, "zaterd": 5, "zond": 6}
DAYS: Final = {
    **{word: number for number, words in enumerate(DAY_WORDS) for word in words},
    **_SHORT_DAYS,
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
    "oudejaarsavond": ("oudjaar",),
    "oudjaarsavond": ("oudjaar",),
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
    "pakjesavond": ("sinterklaas",),
    "dodenherdenking": ("dodenherdenking",),
    "moederdag": ("moederdag",),
    "vaderdag": ("vaderdag",),
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
    "dodenherdenking": ("May 04",),
    "moederdag": ("May Su[2]",),
    "vaderdag": ("Jun Su[3]",),
}
"""How OSM writes each, as one rule or more."""

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
    "dodenherdenking": ("4 mei", "4. Mai", "4 May"),
    "moederdag": ("Moederdag", "Muttertag", "Mother's Day (second Sunday in May)"),
    "vaderdag": ("Vaderdag", "Vatertag (dritter Sonntag im Juni)", "Father's Day"),
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
    "dodenherdenking": ((5, 4), (5, 4)),
    "moederdag": ((5, 8), (5, 14)),
    "vaderdag": ((6, 15), (6, 21)),
}
"""Between which days of the year a named day can fall."""

NAMED_WEEKDAY: Final = {
    "pasen1": 6, "pasen2": 0, "goede_vrijdag": 4, "hemelvaart": 3, "pinksteren1": 6,
    "pinksteren2": 0, "moederdag": 6, "vaderdag": 6,
}  # fmt: skip
"""Named days that always fall on the same day of the week; 0 is Monday."""

VACATION_WINDOW: Final = {
    "voorjaarsvakantie": ((2, 1), (3, 31)),
    "meivakantie": ((4, 15), (5, 31)),
    "zomervakantie": ((6, 15), (9, 15)),
    "herfstvakantie": ((10, 1), (11, 15)),
    "kerstvakantie": ((12, 10), (1, 20)),
}
"""OSM knows school holidays as one kind (SH). One of them is SH within this part of the year."""

VACATIONS: Final = {
    "schoolvakantie": "all",
    "schoolvakanties": "all",
    "krokusvakantie": "voorjaarsvakantie",
    "lentevakantie": "voorjaarsvakantie",
    "meivakanties": "meivakantie",
    **{name: name for name in VACATION_WINDOW},
}

VACATION_SPOKEN: Final = {
    "all": ("de schoolvakanties", "den Schulferien", "the school holidays"),
    "voorjaarsvakantie": ("de voorjaarsvakantie", "den Frühlingsferien", "the spring holiday"),
    "meivakantie": ("de meivakantie", "den Maiferien", "the May holiday"),
    "zomervakantie": ("de zomervakantie", "den Sommerferien", "the summer holiday"),
    "herfstvakantie": ("de herfstvakantie", "den Herbstferien", "the autumn holiday"),
    "kerstvakantie": ("de kerstvakantie", "den Weihnachtsferien", "the Christmas holiday"),
}
"""In Dutch, German, English; after "in"."""

KINDS: Final = {
    "open": ("open", "geopend", "opengesteld", "welkom", "terecht", "toegankelijk", "bezoeken",
             "opening", "openingsdagen", "bezichtigen"),
    "allyear": ("jaarrond",),
    "outside": ("buiten",),
    "otherwise": ("daarbuiten",),
    "closed": ("gesloten", "gesl", "dicht", "sluiting", "winterstop", "winterrust",
               "wintersluiting", "zomersluiting", "vakantiesluiting", "zomerstop", "sluitingsdag",
               "sluitingsdagen"),
    "except": ("behalve", "uitgezonderd", "muv"),
    "also": ("ook", "tevens", "bovendien", "extra", "eveneens"),
    "only": ("alleen", "uitsluitend", "enkel", "slechts", "alléén"),
    "hour": ("u", "uur", "uren", "h", "hr", "ure"),
    "and": ("en", "plus"),
    "until": ("tot",),
    "from": ("vanaf",),
    "daily": ("dagelijks",),
    "workdays": ("werkdagen", "werkdag", "doordeweeks", "weekdagen", "weekdag", "doordeweekse"),
    "weekend": ("weekend", "weekends", "weekenden", "weekeinde", "weekeinden", "weekeindes"),
    "public": ("feestdagen", "feestdag", "feestd"),
    "summer": ("zomer", "zomers", "zomerseizoen", "zomerperiode", "zomermaanden", "hoogseizoen",
               "seizoen", "museumseizoen"),
    "winter": ("winter", "winters", "winterseizoen", "winterperiode", "wintermaanden",
               "laagseizoen"),
    "appointment": ("afspraak", "aanvraag", "verzoek"),
    "vacation_word": ("vakantie", "vakanties"),
    "because": ("wegens", "vanwege", "ivm"),
    "temporary": ("tijdelijk",),
    "afterwards": ("daarna", "nadien"),
}  # fmt: skip
"""Kind of token → the words."""
WORD_KINDS: Final = {word: kind for kind, words in KINDS.items() for word in words}

DAYPARTS: Final = {
    "ochtends": "ochtend", "morgens": "ochtend", "middags": "middag", "namiddags": "middag",
    "avonds": "avond",
}  # fmt: skip
"""After "'s ": "'s middags"."""

_PART_ENDINGS: Final = {
    "ochtend": "ochtend", "ochtenden": "ochtend", "morgen": "ochtend", "morgens": "ochtend",
    "middag": "middag", "middagen": "middag", "middags": "middag", "namiddag": "middag",
    "avond": "avond", "avonden": "avond", "avonds": "avond",
}  # fmt: skip
PARTS: Final = _PART_ENDINGS
"""What may stand apart behind a day: "wo middag"."""
DAY_PARTS: Final = {
    day + ending: (number, part)
    for number, words in enumerate(DAY_WORDS)
    for day in (words[2], words[3])
    for ending, part in _PART_ENDINGS.items()
}
"""ˮzondagmiddagˮ → its day and its part."""

STUB_DAYS: Final = {
    **DAYS, "maan": 0, "donder": 3, "zater": 5,
}  # fmt: skip
STUB_NAMED: Final = {"paas": "paasdag", "pinkster": "pinksterdag", "kerst": "kerstdag"}
"""What stands before a hyphen in "zon- en feestdagen", "2e paas- en pinksterdag"."""

PHRASES: Final = {
    "to": ("tot en met", "tot & met", "tot + met", "tot en met", "t / m", "tot/met"),
    "except": ("met uitzondering van", "met uitzondering", "uitgezonderd op",
               "niet op", "niet in", "niet met", "niet tijdens", "maar niet op", "maar niet in"),
    "from": ("met ingang van",),
    "workdays": ("doordeweekse dagen", "door de week"),
    "closed": ("niet geopend", "niet open"),
    "open": ("van harte welkom", "hartelijk welkom", "te bezoeken", "te bezichtigen",
             "vrij toegankelijk"),
    "daily": ("elke dag", "iedere dag", "ieder dag", "alle dagen", "alle dagen van de week",
              "7 dagen per week", "zeven dagen per week", "7 dagen in de week", "de hele week",
              "zeven dagen in de week", "hele week", "elke dag van de week",
              "iedere dag van de week"),
    "ofmonth": ("van de maand", "vd maand", "vd mnd", "van elke maand", "van iedere maand",
                "in de maand", "per maand", "der maand", "van die maand", "van een maand",
                "v d maand", "van de mnd", "van elke mnd"),
    "rest": ("de rest van het jaar", "rest van het jaar", "overige maanden", "andere maanden",
             "overige periode", "rest van de maanden", "buiten het seizoen", "buiten dit seizoen",
             "overige deel van het jaar", "buiten deze periode", "buiten deze maanden"),
    "restdays": ("alle andere dagen", "alle overige dagen", "overige dagen",
                 "andere dagen", "rest van de week", "overige weekdagen",
                 "verder dagelijks", "verder alle dagen", "verder elke dag",
                 "overigens dagelijks"),
    "allyear": ("het hele jaar", "het gehele jaar", "hele jaar", "gehele jaar",
                "het hele jaar door", "het gehele jaar door", "hele jaar door", "het jaar rond",
                "gehele jaar door", "heel het jaar"),
    "allday": ("24 uur per dag", "dag en nacht", "24 / 7", "24 uur"),
    "falling": ("die op",),
    "because": ("in verband met",),
    "goede_vrijdag": ("goede vrijdag",),
    "public": ("overige feestdagen", "andere feestdagen"),
    "oudnieuw": ("oud en nieuw", "oud & nieuw", "oud + nieuw", "oudjaar en nieuwjaar"),
}  # fmt: skip

FILLERS: Final = {
    "op": ("days", "special", "dates", "restdays"),
    "in": ("season", "special", "days", "rest", "allyear", "label"),
    "tijdens": ("season", "special", "days", "label"),
    "gedurende": ("season", "special", "days", "rest", "allyear", "label"),
    "met": ("special",),
    "de": ("days", "special", "season", "dates", "rest", "restdays", "label", "neutral"),
    "het": ("days", "special", "season", "rest", "allyear", "label", "neutral"),
    "'s": ("days", "label"),
    "elke": ("days", "special"),
    "iedere": ("days", "special"),
    "ieder": ("days", "special"),
    "elk": ("days", "special"),
    "alle": ("days", "special"),
    "beide": ("special",),
    "van": ("times", "season", "days", "dates", "special"),
    "tussen": ("times",),
    "om": ("times",),
    "verder": ("days", "special", "season"),
    "hele": ("season",),
    "gehele": ("season",),
    "maand": ("season",),
    "maanden": ("season",),
    "periode": ("season",),
    "officiële": ("special",),
    "officiele": ("special",),
    "nationale": ("special",),
    "erkende": ("special",),
    "algemeen": ("special",),
    "nederlandse": ("special",),
    "dag": ("dates",),
    "dagen": ("dates", "days"),
}
"""Words without a meaning of their own, and what may follow each (another filler may, too)."""

NEUTRAL: Final = frozenset(
    {"wij", "we", "zijn", "is", "museum", "ons", "onze", "bent", "kunt", "bij", "openingstijden",
     "openingstijd", "openingsuren", "u", "musea", "publiek", "vallen", "valt", "je", "kun", "kan"}
)  # fmt: skip
"""Words around the hours that say nothing of them: "Ons museum is ... geopend"."""
