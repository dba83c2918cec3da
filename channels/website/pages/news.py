"""News: the list and a page each."""

from collections.abc import Iterator

from channels.feeds.structured import Publisher, dump_jsonld, news_data
from channels.website.addresses import address, addresses
from channels.website.cards import museum_card, news_cards, pictures, social_picture
from channels.website.desk import (
    Desk,
    Output,
    Page,
    each_language,
    list_link,
    localized,
    meta,
    paging,
    parts,
)
from channels.website.feeds import news_json_link, news_link
from channels.website.things import Thing
from channels.website.view import LANGUAGES, Language, NewsListView, NewsView
from museum.occurrences import ZONE
from museum.records import NewsItem

_PER_PAGE = 20


def news_list(desk: Desk) -> Iterator[Output]:
    """Yield the list of news, newest first."""
    ids = desk.shelf.listed("news", newest=True)
    desk.shelf.prefetch("news", ids)
    for number, total, some in parts(ids, _PER_PAGE):
        for language, paths in each_language("news", page=number):
            words = desk.words[language]
            view = NewsListView(
                cards=news_cards(desk, some, language),
                paging=paging(language, number, total, "news"),
                feed=news_link(desk, language),
            )
            about = meta(
                desk,
                language,
                words.heading("news"),
                words.intro("news"),
                paths,
                section="nieuws",
                feeds=[view.feed, news_json_link(desk, language)],
                is_indexed=number == 1,
            )
            yield Page("news_list.html", about, view)


def news_outputs(desk: Desk, one: str) -> Iterator[Output]:
    """Yield the page of a news item; nothing when it is not published."""
    thing = desk.shelf.news(one)
    if thing is not None:
        for language in LANGUAGES:
            yield _page(desk, thing, language)


def _page(desk: Desk, thing: Thing[NewsItem], language: Language) -> Page:
    item, paths = thing.record, addresses("news", slug=thing.slug)
    title, title_language = localized(item, "title", language)
    view = NewsView(
        title=title,
        day=item.published_on or item.created.astimezone(ZONE).date(),
        summary=desk.prose(item, "summary", language),
        body=desk.prose(item, "body", language),
        pictures=pictures(desk, item.images, language),
        museums=[
            museum_card(desk, museum, language, with_hours=False)
            for museum in map(desk.shelf.museum, item.museums)
            if museum is not None
        ],
        is_title_fallback=title_language != language,
    )
    summary = localized(item, "summary", language)[0]
    data = news_data(
        item,
        desk.absolute(paths[language]),
        Publisher(desk.site.name, desk.absolute(address("nl"))),
        headline=title,
        description=summary,
        language=title_language,
        images=[desk.absolute(each.fallback) for each in view.pictures],
    )
    about = meta(
        desk,
        language,
        title,
        summary or title,
        paths,
        section="nieuws",
        trail=[list_link(desk, language, "news")],
        og_image=social_picture(desk, item),
        og_type="article",
        jsonld=[dump_jsonld(data)],
        search_kind="nieuws",
        is_title_fallback=title_language != language,
    )
    return Page("news.html", about, view)
