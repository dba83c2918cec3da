"""What jobs are called where staff read of them; a test holds it against the jobs there are."""

from collections.abc import Mapping
from typing import Final

NAMES: Final[Mapping[str, str]] = {
    "ophalen": "Wijzigingen ophalen",
    "website": "Website bijwerken",
    "plan-website": "Website vooruit bekijken",
    "zoeken": "Zoeken bijwerken",
    "zoekpagina": "Zoekpagina bijwerken",
    "kanarie-sturen": "Kanarie op weg sturen",
    "kanarie-nakijken": "Kijken of de kanarie terug is",
    "inzendingen": "Inzendingen verwerken",
    "klopt-dit-nog": "Vragen of het nog klopt",
    "rekenbladen": "Rekenbladen lezen",
    "airtable-formulieren": "Formulieren van Airtable lezen",
    "antwoorden-lezen": "Antwoorden per mail lezen",
    "ledenlijst": "Ledenlijst bijwerken",
    "lezers": "Aanmeldingen van lezers verwerken",
    "jaarprogramma": "Jaarprogramma nakijken",
    "jaarprogramma-schrijven": "Jaarprogramma bijwerken",
    "agendas": "Agenda's van anderen lezen",
    "inschrijvingen": "Inschrijvingen verwerken",
    "inschrijvingen-mailen": "Deelnemers mailen",
    "inschrijvingen-opruimen": "Oude inschrijvingen opruimen",
    "nieuwsbrieven": "Nieuwsbrieven bijhouden",
    "nieuwsbrief-klaarzetten": "Volgende nieuwsbrief klaarzetten",
    "nieuwsbriefverslag": "Verslag van nieuwsbrieven",
}


def name_of(job: str) -> str:
    """Return what staff call a job; a run of an older version may be of one that is gone."""
    return NAMES.get(job, job)
