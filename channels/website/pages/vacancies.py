"""Vacancies: the list and a page each. They are in Dutch; other languages say so."""

from collections.abc import Iterator

from channels.feeds.structured import dump_jsonld
from channels.feeds.structured_job import job_data
from channels.website.addresses import addresses
from channels.website.cards import (
    badges,
    first_picture,
    museum_card,
    museum_path,
    social_picture,
    vacancy_cards,
)
from channels.website.desk import (
    Desk,
    Output,
    Page,
    each_language,
    list_link,
    meta,
    paging,
    parts,
)
from channels.website.things import Thing
from channels.website.view import (
    LANGUAGES,
    Fact,
    Language,
    VacancyListView,
    VacancyView,
)
from museum.records import Museum, Vacancy

_PER_PAGE = 24
_MOST_RELATED = 3


def vacancy_list(desk: Desk) -> Iterator[Output]:
    """Yield the list of vacancies, newest first."""
    ids = desk.shelf.listed("vacancies", newest=True)
    desk.shelf.prefetch("vacancy", ids)
    for number, total, some in parts(ids, _PER_PAGE):
        for language, paths in each_language("vacancies", page=number):
            words = desk.words[language]
            view = VacancyListView(
                cards=vacancy_cards(desk, some, language),
                facets=(),
                paging=paging(language, number, total, "vacancies"),
            )
            about = meta(
                desk,
                language,
                words.heading("vacancies"),
                words.intro("vacancies"),
                paths,
                section="vacatures",
                is_indexed=number == 1,
            )
            yield Page("vacancies.html", about, view)


def vacancy_outputs(desk: Desk, one: str) -> Iterator[Output]:
    """Yield the page of a vacancy; nothing when it is not published."""
    thing = desk.shelf.vacancy(one)
    museum = desk.shelf.museum(thing.record.museum) if thing else None
    if thing is None or museum is None:
        return
    for language in LANGUAGES:
        yield _page(desk, thing, museum, language)


def _page(desk: Desk, thing: Thing[Vacancy], museum: Thing[Museum], language: Language) -> Page:
    vacancy, paths = thing.record, addresses("vacancies", slug=thing.slug)
    view = _view(desk, thing, museum, language)
    texts = [view.tasks, view.qualities, view.offers]
    data = job_data(
        vacancy,
        museum.record,
        desk.absolute(paths["nl"]),
        desk.absolute(museum_path("nl", museum)),
        description_html="".join(text.html for text in texts if text) or vacancy.summary,
    )
    about = meta(
        desk,
        language,
        vacancy.title,
        vacancy.summary or f"{vacancy.title}, {museum.record.name}",
        paths,
        section="vacatures",
        trail=[list_link(desk, language, "vacancies")],
        og_image=social_picture(desk, vacancy) or social_picture(desk, museum.record),
        jsonld=[dump_jsonld(data)] if language == "nl" else (),
        search_kind="vacature",
        is_title_fallback=language != "nl",
    )
    return Page("vacancy.html", about, view)


def _view(
    desk: Desk, thing: Thing[Vacancy], museum: Thing[Museum], language: Language
) -> VacancyView:
    vacancy, words = thing.record, desk.words[language]
    facts = [
        Fact(words.label("hours_per"), vacancy.hours_text),
        Fact(
            words.label("closes"),
            words.day(vacancy.closes_on, weekday=False) if vacancy.closes_on else "",
        ),
        Fact(
            words.label("posted"),
            words.day(vacancy.published_on, weekday=False) if vacancy.published_on else "",
        ),
    ]
    others = desk.shelf.listed(f"vacancies:of:{vacancy.museum}", _MOST_RELATED + 1, newest=True)
    return VacancyView(
        title=vacancy.title,
        summary=vacancy.summary,
        museum=museum_card(desk, museum, language, with_hours=False),
        tasks=desk.prose(vacancy, "tasks", language),
        qualities=desk.prose(vacancy, "qualities", language),
        offers=desk.prose(vacancy, "offers", language),
        facts=[fact for fact in facts if fact.value],
        badges=badges(desk, vacancy, language),
        picture=first_picture(desk, vacancy if vacancy.images else museum.record, language),
        contact_name=vacancy.contact_name,
        contact_email=vacancy.contact_email,
        contact_phone=vacancy.contact_phone,
        is_fallback=language != "nl",
        related=vacancy_cards(
            desk, [one for one in others if one != thing.id][:_MOST_RELATED], language
        ),
    )
