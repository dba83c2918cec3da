"""Sets a view in its template. Templates are compiled once; pages come out as UTF-8."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, time
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from channels.website import sketch
from channels.website.addresses import address
from channels.website.texts import Texts
from channels.website.view import LANGUAGES, Language, PageMeta, Site, View

TEMPLATES = Path(__file__).parents[2] / "templates"
ASSETS = Path(__file__).parent / "assets"
_LOCALES = {"nl": "nl_NL", "de": "de_DE", "en": "en_GB"}
_NAVIGATION = ("museums", "agenda", "vacancies", "news", "education")
_FOOTER = ("offers", "programme", "about", "accessibility", "privacy")
_PAGES: Mapping[str, tuple[str, ...]] = {
    "agenda": ("agenda",),
    "museums": ("museums",),
    "news": ("news",),
    "open_today": ("museums", "open_today"),
    "vacancies": ("vacancies",),
}


class Renderer:
    """Renders the pages of one site."""

    def __init__(self, site: Site, texts: Texts) -> None:
        self._site = site
        self._texts = texts
        self._environment = _environment(self._asset_url)
        self._compiled: dict[tuple[str, Language], tuple[Template, dict[str, Any]]] = {}

    def page(self, template: str, meta: PageMeta, view: View) -> bytes:
        """Return a page."""
        compiled, shared = self._for(template, meta.language)
        text = compiled.render(shared, meta=meta, view=view)
        return _tight(text).encode()

    def assets(self) -> Mapping[str, bytes]:
        """Return the files under `/assets/`, by a path that carries their content's hash."""
        return {self._names[name].lstrip("/"): body for name, body in self._bodies.items()}

    def _for(self, template: str, language: Language) -> tuple[Template, dict[str, Any]]:
        key = (template, language)
        if key not in self._compiled:
            compiled = self._environment.get_template(f"website/{template}")
            self._compiled[key] = compiled, self._shared(language)
        return self._compiled[key]

    def _shared(self, language: Language) -> dict[str, Any]:
        def t(name: str, **values: object) -> str:
            return self._texts(name, language, **values)

        return {
            "site": self._site,
            "t": t,
            "language": language,
            "languages": LANGUAGES,
            "navigation": [
                (name, t(f"nav_{name}"), address(language, name)) for name in _NAVIGATION
            ],
            "footer": [(t(f"nav_{name}"), address(language, name)) for name in _FOOTER],
            "pages": {name: address(language, *words) for name, words in _PAGES.items()},
            "home_href": address(language),
            "search_href": address(language, "search"),
            "day": lambda moment, form="EEEE d MMMM y": _day(moment, form, language),
            "clock": lambda moment: _clock(moment, language),
            "closing_clock": lambda moment: _closing_clock(moment, language),
        }

    @cached_property
    def _bodies(self) -> dict[str, bytes]:
        bodies = {
            path.relative_to(ASSETS).as_posix(): path.read_bytes()
            for path in sorted(ASSETS.rglob("*"))
            if path.is_file() and path.suffix not in (".css", ".md", ".txt")
        }
        fonts = {name: _hashed(name, body) for name, body in bodies.items()}
        css = "\n".join(path.read_text("utf-8") for path in sorted((ASSETS / "css").glob("*.css")))
        bodies["site.css"] = _small(_with_fonts(css, fonts)).encode()
        for path in sorted((ASSETS / "vendor").rglob("*.css")):
            bodies[path.relative_to(ASSETS).as_posix()] = path.read_bytes()
        return bodies

    @cached_property
    def _names(self) -> dict[str, str]:
        return {name: f"/assets/{_hashed(name, body)}" for name, body in self._bodies.items()}

    def _asset_url(self, name: str) -> str:
        return self._names[name]


def _environment(asset_url: Any) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset_url"] = asset_url
    environment.globals["outline"] = sketch.outline()
    environment.globals["spot"] = sketch.spot
    environment.filters["safe_html"] = Markup
    return environment


@lru_cache(maxsize=20_000)
def _day(moment: date, form: str, language: Language) -> str:
    if language == "de":
        form = re.sub(r"\bd\b", "d.", form).replace("EEEE d", "EEEE, d")
    return format_date(moment, form, locale=_LOCALES[language])


def _clock(moment: time, language: Language) -> str:
    return f"{moment.hour}{'.' if language == 'nl' else ':'}{moment.minute:02}"


def _closing_clock(moment: time, language: Language) -> str:
    """Return when something closes; midnight is the end of the day, not its begin."""
    return _clock(moment, language) if moment != time() else f"24{_clock(moment, language)[1:]}"


def _hashed(name: str, body: bytes) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(body).hexdigest()[:10]}{dot}{suffix}"


def _with_fonts(css: str, names: Mapping[str, str]) -> str:
    for name, hashed in names.items():
        css = css.replace(f"../{name}", f"/assets/{hashed}")
    return css


def _small(css: str) -> str:
    css = re.sub(r"/\*(?!!).*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", css)).strip()


def _tight(html: str) -> str:
    """Drop empty lines and indentation: half of what templates leave."""
    return "\n".join(line for raw in html.split("\n") if (line := raw.strip())) + "\n"
