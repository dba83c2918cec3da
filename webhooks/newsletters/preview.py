"""`/beheer/nieuwsbrieven/RECORD/voorbeeld`: an edition as a reader will see it, and what it lacks.

Per audience, language and region, on a wide and a narrow screen, by day and in dark mode. Once it
went, the page shows what went.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask import render_template as render

from backbone.config_files import load_composing_rules, load_sending_rules
from backbone.mailings import Mailings
from channels.newsletter.missing import Missing, missing_in
from channels.newsletter.reader_view import ReaderSeen, as_reader_sees, in_colours
from museum.errors import MuseumflowError
from museum.letters import Letter
from museum.newsletter.choosing import ChosenSection
from museum.newsletter.rules import HOME, ComposingRules
from museum.records import Image, Newsletter
from museum.sending import GONE
from webhooks.newsletters.view import LANGUAGES, filled_in
from webhooks.programme import row_url
from workflows.context import Context
from workflows.mirrored import record_of
from workflows.newsletter_composing import Composition, compose, day_of


@dataclass(frozen=True)
class _Asked:
    """Through whose eyes; from the address of the page."""

    audiences: Sequence[str]
    language: str
    region: str
    is_dark: bool

    @property
    def words(self) -> dict[str, Any]:
        """What leads back to this very view."""
        return {"voor": list(self.audiences), "taal": self.language, "streek": self.region,
                "kleur": "donker" if self.is_dark else "licht"}  # fmt: skip


def show_newsletter_preview(blueprint: Blueprint, context: Context) -> None:
    """Add the page, and the letter that stands in its frames."""

    @blueprint.get("/nieuwsbrieven/<record_id>/voorbeeld")
    def newsletter_preview(record_id: str) -> str:
        edition, rules = _edition(context, record_id), load_composing_rules()
        try:
            composition = compose(context, edition)
        except MuseumflowError as error:
            problem = f"{error.what} {error.remedy}".strip()
            return _page(context, edition, rules, problem=problem)
        return _page(context, edition, rules, composition)

    @blueprint.get("/nieuwsbrieven/<record_id>/voorbeeld/brief")
    def newsletter_letter(record_id: str) -> Response:
        edition, rules = _edition(context, record_id), load_composing_rules()
        letters = _letters(context, edition) or compose(context, edition).letters
        asked = _asked(rules, letters)
        letter = _in_language(letters, asked.language)
        if letter is None:
            abort(404)
        page = in_colours(_seen(letter.html, letter, asked, rules), is_dark=asked.is_dark)
        # A link in the letter opens beside the page: the frame shows the letter, and no more.
        page = page.replace("<head>", '<head><base target="_blank">', 1)
        response = Response(page, content_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = _policy(context)
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response


def _policy(context: Context) -> str:
    """Allow our own pictures and the letter's styles, which a mail has beside its words."""
    return (
        f"default-src 'none'; img-src 'self' {context.settings.site_url}; "
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
    )


def _edition(context: Context, record_id: str) -> Newsletter:
    found = record_of(context, "newsletters", record_id)
    if not isinstance(found, Newsletter):
        abort(404)
    return found


def _letters(context: Context, edition: Newsletter) -> tuple[Letter, ...]:
    """Return the letters that went; empty while the edition may still change."""
    mailings = Mailings(context.database)
    mailing = mailings.find(edition.id)
    if mailing is None or mailing.state not in GONE:
        return ()
    stored = [one.letter for one in mailings.letters(edition.id)]
    return tuple(one for one in stored if one.language in mailing.prints)


def _asked(rules: ComposingRules, letters: Sequence[Letter]) -> _Asked:
    there = letters[0].audiences if letters else ()
    audiences = [one for one in request.args.getlist("voor") if one in there]
    language, region = request.args.get("taal", HOME), request.args.get("streek", "")
    return _Asked(
        audiences=audiences or list(there[:1]),
        language=language if language in rules.languages else HOME,
        region=region if region in rules.regions.names else "",
        is_dark=request.args.get("kleur") == "donker",
    )


def _in_language(letters: Sequence[Letter], language: str) -> Letter | None:
    return next((one for one in letters if one.language == language), None)


def _seen(text: str, letter: Letter, asked: _Asked, rules: ComposingRules) -> str:
    fields = {**filled_in(letter), "FNAME": "", rules.regions.field: asked.region}
    groups = [rules.groups[one][1] for one in asked.audiences if one in rules.groups]
    return as_reader_sees(text, ReaderSeen(groups, fields))


def _page(
    context: Context,
    edition: Newsletter,
    rules: ComposingRules,
    composition: Composition | None = None,
    problem: str = "",
) -> str:
    gone = _letters(context, edition)
    letters = gone or (composition.letters if composition else ())
    asked = _asked(rules, letters)
    letter = _in_language(letters, asked.language)
    return render(
        "staff/newsletter_preview.html",
        edition=edition,
        problem=problem,
        is_gone=bool(gone),
        is_kept=Mailings(context.database).find(edition.id) is not None,
        row=row_url(context, "newsletters", edition.id),
        sender=load_sending_rules().from_name,
        letter=letter,
        text=_seen(letter.text, letter, asked, rules) if letter else "",
        kilobytes=round(len(letter.html.encode()) / 1000) if letter else 0,
        frame=url_for("staff.newsletter_letter", record_id=edition.id, **asked.words),
        asked=asked,
        audiences=_audiences(rules, letters),
        languages={one: LANGUAGES[one] for one in rules.languages},
        regions=rules.regions.names,
        **_contents(context, edition, rules, composition if not gone else None),
    )


def _audiences(rules: ComposingRules, letters: Sequence[Letter]) -> Mapping[str, str]:
    there = letters[0].audiences if letters else ()
    return {one: rules.audience_names.get(one, {}).get(HOME, one) for one in there}


def _contents(
    context: Context,
    edition: Newsletter,
    rules: ComposingRules,
    composition: Composition | None,
) -> dict[str, Any]:
    """Return what stands in it and for whom, and what is missing."""
    if composition is None:
        return {"missing": [], "hints": [], "sections": []}

    def image(record_id: str) -> Image | None:
        found = record_of(context, "images", record_id)
        return found if isinstance(found, Image) else None

    choice = composition.choice
    day = day_of(context, edition)
    found = missing_in(edition, choice, composition.by_hand, rules, image, day)
    return {
        "missing": _missing_views(context, [one for one in found if not one.is_hint]),
        "hints": _missing_views(context, [one for one in found if one.is_hint]),
        "sections": [_section_view(context, one, rules) for one in choice.sections],
    }


def _section_view(context: Context, found: ChosenSection, rules: ComposingRules) -> dict[str, Any]:
    names = {key: words[HOME] for key, words in rules.audience_names.items()}
    return {
        "heading": found.section.heading[HOME],
        "parts": [
            {
                "title": item.candidate.title,
                "url": row_url(context, item.candidate.source, item.id),
                "readers": ", ".join(names.get(one, one) for one in item.audiences),
                "regions": ", ".join(sorted(item.regions)),
            }
            for item in found.items
        ],
    }


def _missing_views(context: Context, found: Sequence[Missing]) -> list[dict[str, str]]:
    """Return what is missing, one line per record."""
    rows: dict[tuple[str, str], list[Missing]] = {}
    for one in found:
        rows.setdefault((one.table, one.record_id), []).append(one)
    return [
        {
            "subject": ones[0].subject or "(zonder naam)",
            "what": " ".join(one.what for one in ones),
            "url": row_url(context, *row),
        }
        for row, ones in rows.items()
    ]
