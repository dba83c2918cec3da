"""Reads what every page shares: `config/site.toml` and the texts of the templates."""

from pathlib import Path

from channels.website.settings import WebsiteSettings, read_toml
from channels.website.texts import Texts, parse_texts
from channels.website.view import Site


def load_site(settings: WebsiteSettings) -> Site:
    """Return what every page shares."""
    data = read_toml(settings.root / "config" / "site.toml")
    return Site(
        name=str(data["name"]),
        base_url=settings.base_url,
        tagline=load_texts(settings)("tagline", "nl"),
        is_sample=settings.is_sample,
        email=str(data["email"]),
        identity=str(data["identity"]),
        newsletter=str(data.get("newsletter", "")),
        open_data_licence=str(data.get("open_data_licence", "")),
        open_data_licence_url=str(data.get("open_data_licence_url", "")),
    )


def load_identity(root: Path) -> str:
    """Return under which name feeds and calendars know the records; `root` holds config/."""
    return str(read_toml(root / "config" / "site.toml")["identity"])


def load_name(root: Path) -> str:
    """Return what the website is called; `root` holds config/."""
    return str(read_toml(root / "config" / "site.toml")["name"])


def load_texts(settings: WebsiteSettings) -> Texts:
    """Return the texts of the templates."""
    return parse_texts(read_toml(settings.root / "config" / "texts.toml"))
