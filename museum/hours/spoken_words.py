"""The words that say hours back, in Dutch, German and English. Data only."""

from typing import Final, Literal

Language = Literal["nl", "de", "en"]
COLUMN: Final = {"nl": 0, "de": 1, "en": 2}

DAYS: Final = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: Final = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
           "september", "oktober", "november", "december"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
           "September", "Oktober", "November", "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December"),
}  # fmt: skip
WORDS: Final = {
    "to": ("tot en met", "bis", "to"),
    "until": ("tot en met", "bis", "until"),
    "since": ("vanaf", "ab", "from"),
    "and": ("en", "und", "and"),
    "every_day": ("elke dag", "täglich", "every day"),
    "all_year": ("het hele jaar", "ganzjährig", "all year"),
    "on_holidays": ("op feestdagen", "an Feiertagen", "on public holidays"),
    "on_holidays_on": ("op feestdagen die op {} vallen", "an Feiertagen, die auf {} fallen",
                       "on public holidays that fall on {}"),
    "only": ("alleen", "nur", "only"),
    "closed": ("gesloten", "geschlossen", "closed"),
    "appointment": ("op afspraak", "nach Vereinbarung", "by appointment"),
    "only_appointment": ("alleen op afspraak", "nur nach Vereinbarung", "by appointment only"),
    "anytime": ("op andere tijden op afspraak", "zu anderen Zeiten nach Vereinbarung",
                "at other times by appointment"),
    "of_month": ("van de maand", "im Monat", "of the month"),
    "all_day": ("24 uur per dag", "rund um die Uhr", "24 hours a day"),
    "groups": ("groepen op afspraak", "Gruppen nach Vereinbarung", "groups by appointment"),
}  # fmt: skip
NTH: Final = {
    "nl": {1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", 5: "vijfde", -1: "laatste"},
    "de": {1: "erster", 2: "zweiter", 3: "dritter", 4: "vierter", 5: "fünfter", -1: "letzter"},
    "en": {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"},
}
VACATIONS: Final = {
    "all": ("in de schoolvakanties", "in den Schulferien", "in the school holidays"),
    "voorjaarsvakantie": ("in de voorjaarsvakantie", "in den Frühjahrsferien",
                          "in the spring half-term holiday"),
    "meivakantie": ("in de meivakantie", "in den Maiferien", "in the May holiday"),
    "zomervakantie": ("in de zomervakantie", "in den Sommerferien", "in the summer holidays"),
    "herfstvakantie": ("in de herfstvakantie", "in den Herbstferien", "in the autumn holiday"),
    "kerstvakantie": ("in de kerstvakantie", "in den Weihnachtsferien",
                      "in the Christmas holidays"),
}  # fmt: skip
