"""To whom a letter goes, as Mailchimp's segment options. Reads groups and campaigns only.

An edition goes to its audiences, each reader in one language; a correction to who got the edition.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from backbone.mailchimp_campaigns import MailchimpCampaigns
from backbone.mailings import Mailings, StoredLetter
from museum.audiences import AudienceRules
from museum.errors import FixConfiguration, StopRun
from museum.letters import Letter

HOME_LANGUAGE: Final = "nl"


class ReaderSegments:
    """Looks up each letter's readers once."""

    def __init__(
        self, mailchimp: MailchimpCampaigns, mailings: Mailings, audiences: AudienceRules
    ) -> None:
        self._mailchimp = mailchimp
        self._mailings = mailings
        self._audiences = audiences
        self._groups: Mapping[str, tuple[str, str]] | None = None
        self._found: dict[tuple[str, str], Mapping[str, Any]] = {}

    def of(self, letter: Letter, all_of_it: Sequence[StoredLetter]) -> Mapping[str, Any]:
        """Return to whom a letter goes; looked up once per desk and letter."""
        key = (letter.edition, letter.fingerprint)
        if key not in self._found:
            mailing = self._mailings.find(letter.edition)
            if mailing is not None and mailing.kind == "correction":
                self._found[key] = self._who_got(mailing.record_id, letter.language)
            else:
                self._found[key] = self._who_is_meant(letter, all_of_it)
        return self._found[key]

    def _who_got(self, edition: str, language: str) -> Mapping[str, Any]:
        """Return those to whom an edition was sent in a language."""
        ids = [
            one.campaign_id
            for one in self._mailings.letters(edition)
            if one.letter.language == language and one.campaign_id
        ]
        found = self._mailchimp.campaign(ids[0]) if ids else None
        if found is None:
            raise StopRun(
                "De nieuwsbrief die hiermee verbeterd wordt, staat niet meer in Mailchimp: "
                "daardoor is niet te zien wie haar kreeg.",
                "Maak zelf een mail in Mailchimp, en trek deze rectificatie in.",
            )
        got = {"condition_type": "Aim", "field": "aim", "op": "sent", "value": found.web_id}
        return {"match": "all", "conditions": [got]}

    def _who_is_meant(self, letter: Letter, all_of_it: Sequence[StoredLetter]) -> Mapping[str, Any]:
        """Return the readers of a letter: its audiences, in its language.

        Readers of a language in which there is no letter get the one in Dutch, or else the first.
        """
        languages = [one.letter.language for one in all_of_it]
        home = HOME_LANGUAGE if HOME_LANGUAGE in languages else min(languages)
        others = [one for one in languages if one != home]
        wanted = [("not", one) for one in others]
        if letter.language != home:
            wanted = [("is", letter.language)]
        spoken = [
            {"condition_type": "Language", "field": "language", "op": op, "value": one}
            for op, one in wanted
        ]
        return {"match": "all", "conditions": [self._interests(letter), *spoken]}

    def _interests(self, letter: Letter) -> dict[str, Any]:
        groups = [self._group(one) for one in letter.audiences]
        categories = {category_id for _, category_id in groups}
        if len(categories) != 1:
            raise FixConfiguration(
                what="De doelgroepen van deze nieuwsbrief staan in Mailchimp niet bij elkaar.",
                remedy="Zet de groepen bij [interests] in config/newsletter.toml in één categorie.",
            )
        return {
            "condition_type": "Interests",
            "field": f"interests-{categories.pop()}",
            "op": "interestcontains",
            "value": sorted(group_id for group_id, _ in groups),
        }

    def _group(self, audience: str) -> tuple[str, str]:
        """Return the IDs of an audience's group and of its category; read once per desk."""
        if self._groups is None:
            categories = self._mailchimp.categories()
            self._groups = {
                name: (group_id, categories.get(name.partition("/")[0], ""))
                for name, group_id in self._mailchimp.interests().items()
            }
        found = self._groups.get(self._audiences.interests.get(audience, ""))
        if found is None:
            raise FixConfiguration(
                what=f"Voor de doelgroep “{audience}” is er in Mailchimp geen groep.",
                remedy="Maak die bij Audience, Groups, en zet haar bij [interests] in "
                "config/newsletter.toml.",
            )
        return found
