"""Reads what every page shares: `config/site.toml` and the texts of the templates."""

from datetime import date

from channels.website.settings import WebsiteSettings, read_toml
from channels.website.texts import Texts, parse_texts
from channels.website.view import Site


def load_site(settings: WebsiteSettings, today: date) -> Site:
    """Return what every page shares."""
    data = read_toml(settings.root / "config" / "site.toml")
    return Site(
        name=str(data["name"]),
        base_url=settings.base_url,
        tagline=str(data["tagline"]),
        is_sample=settings.is_sample,
        email=str(data["email"]),
        built_on=today,
    )


def load_texts(settings: WebsiteSettings) -> Texts:
    """Return the texts of the templates."""
    return parse_texts(read_toml(settings.root / "config" / "texts.toml"))
