"""Every page of the website as the renderer sets it: words, links, languages, and what is safe."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from channels.website.prose import plain, render_prose
from channels.website.render import ASSETS, TEMPLATES, Renderer
from channels.website.settings import WebsiteSettings
from channels.website.site import load_site, load_texts
from channels.website.texts import Texts, parse_texts
from museum.errors import FixConfiguration
from tests.channels.website.sample_views import samples

ROOT = Path(__file__).parents[3]
MOST_CSS_BYTES = 35_000
MOST_PAGE_BYTES = 100_000
MOST_FONT_BYTES = 120_000


def make_renderer(folder: Path) -> Renderer:
    """Return the renderer of the sample website."""
    settings = WebsiteSettings(ROOT, folder, "", "https://musea.example", is_sample=True)
    return Renderer(load_site(settings), load_texts(settings))


@pytest.fixture(scope="module")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Renderer:
    """A renderer with the real templates and words."""
    return make_renderer(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def pages(renderer: Renderer) -> Mapping[str, str]:
    """Every sample page by its name."""
    return {
        each.name: renderer.page(each.template, each.meta, each.view).decode("utf-8")
        for each in samples()
    }


def test_every_template_has_a_sample(pages: Mapping[str, str]) -> None:
    templates = {path.stem for path in (TEMPLATES / "website").glob("*.html")}
    assert templates - {"base", "_cards"} == {name.rsplit("-", 2)[0] for name in pages}


def test_nothing_typed_can_run(pages: Mapping[str, str]) -> None:
    for name, page in pages.items():
        assert "<script>" not in page, name
        assert not re.search(r"\s(style|on\w+)=|href=.?javascript:", page), name
        kinds = set(re.findall(r"<script([^>]*)>", page))
        assert all("src=" in kind or "ld+json" in kind for kind in kinds), name


def test_every_page_has_one_heading_and_its_language(pages: Mapping[str, str]) -> None:
    for name, page in pages.items():
        assert page.count("<h1") == 1, name
        assert f'<html lang="{name[-2:]}">' in page, name


def test_pages_and_style_stay_small(renderer: Renderer, pages: Mapping[str, str]) -> None:
    css = next(len(body) for path, body in renderer.assets().items() if "/site." in path)
    fonts = sum(path.stat().st_size for path in ASSETS.rglob("*.woff2"))
    assert css <= MOST_CSS_BYTES
    assert css + max(len(page.encode()) for page in pages.values()) < MOST_PAGE_BYTES
    assert fonts <= MOST_FONT_BYTES


def test_all_assets_that_pages_and_style_name_exist(
    renderer: Renderer, pages: Mapping[str, str]
) -> None:
    assets = renderer.assets()
    css = next(body.decode() for path, body in assets.items() if "/site." in path)
    named = {path for page in pages.values() for path in re.findall(r'"(/assets/[^"]+)"', page)}
    named |= set(re.findall(r'url\("?(/assets/[^")]+)', css))
    assert named == {f"/{path}" for path in assets}


def test_head_says_where_the_page_is_in_every_language(pages: Mapping[str, str]) -> None:
    head = pages["museum-1-de"].partition("</head>")[0]
    site = "https://musea.example"
    assert f'<link rel="canonical" href="{site}/museum-1-de.html">' in head
    assert f'hreflang="en" href="{site}/museum-1-en.html">' in head
    assert f'hreflang="x-default" href="{site}/museum-1-nl.html">' in head
    assert f'<meta property="og:image" content="{site}/media/og.jpg">' in head
    assert '<link rel="alternate" type="text/calendar"' in head


def test_a_text_in_another_language_is_marked_and_said_to_be(pages: Mapping[str, str]) -> None:
    note = '<p class="fallback-note">Diesen Text gibt es bisher nur auf Niederländisch.</p>'
    assert f'{note}<div class="prose" lang="nl">' in pages["museum-1-de"]
    assert "fallback-note" not in pages["museum-1-nl"]


def test_dates_are_written_as_each_language_does(pages: Mapping[str, str]) -> None:
    found = [pages[f"home-1-{each}"] for each in ("nl", "de", "en")]
    dates = [re.findall(r"hero-day.*?>([^<]+)</time>", page) for page in found]
    assert dates == [
        ["dinsdag 2 maart"],
        ["Dienstag, 2. März"],
        ["Tuesday 2 March"],
    ]


def test_a_cancelled_activity_says_so_in_words(pages: Mapping[str, str]) -> None:
    assert pages["event-1-nl"].count('<p class="badge badge-warn">Afgelast</p>') == 2
    assert "Aanmelden of kaarten" not in pages["event-2-nl"]


def test_sample_data_is_named_on_every_page(pages: Mapping[str, str]) -> None:
    words = {"nl": "Voorbeeldgegevens.", "de": "Beispieldaten.", "en": "Sample data."}
    assert all(f"<strong>{words[name[-2:]]}</strong>" in page for name, page in pages.items())


def test_only_things_worth_finding_are_indexed(pages: Mapping[str, str]) -> None:
    indexed = {name for name, page in pages.items() if "data-pagefind-body" in page}
    assert {name.partition("-")[0] for name in indexed} == {"museum", "event", "vacancy"}


def test_no_text_is_left_unused() -> None:
    known = tomllib.loads((ROOT / "config" / "texts.toml").read_text("utf-8"))
    paths = [*(TEMPLATES / "website").rglob("*.html"), ROOT / "channels/website/render.py"]
    used = "\n".join(path.read_text("utf-8") for path in paths)
    families = ("nav_", "language_", "search_")
    unused = {
        key
        for key in known
        if not re.search(rf"""["']{key}["']""", used) and not key.startswith(families)
    }
    assert unused == set()


def test_a_missing_translation_is_named() -> None:
    with pytest.raises(FixConfiguration, match=r"skip \(de\)"):
        parse_texts({"skip": {"nl": "Naar de inhoud", "de": " ", "en": "Skip"}})


def test_an_unknown_text_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        Texts({})("bestaat_niet", "nl")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Over **turf**.", "<p>Over <strong>turf</strong>.</p>\n"),
        ("# Kop", "<h3>Kop</h3>\n"),
        ("## Kop", "<h3>Kop</h3>\n"),
        ("### Kop", "<h4>Kop</h4>\n"),
        ("een\ntwee", "<p>een<br>\ntwee</p>\n"),
        ("<b>vet</b>", "<p>&lt;b&gt;vet&lt;/b&gt;</p>\n"),
        ("[weg](javascript:alert(1))", "<p>[weg](javascript:alert(1))</p>\n"),
        (
            "[site](https://a.example)",
            '<p><a href="https://a.example" rel="noopener nofollow ugc">site</a></p>\n',
        ),
    ],
)
def test_prose(text: str, html: str) -> None:
    assert render_prose(text) == html


def test_plain_text_ends_at_a_word() -> None:
    assert plain("Over **turf**, heide en\n\nwater", 100) == "Over turf , heide en water"
    assert plain("Over turf, heide en water", 14) == "Over turf…"
