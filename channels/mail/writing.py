"""Writes letters from `templates/mail`: NAME.txt (first line: the subject) and NAME.html."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from museum.errors import FixConfiguration

_SUBJECT: Final = "Onderwerp:"


def mark_commands(text: str) -> Markup:
    """Return a sentence as HTML, with what stands between backticks as something to type."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)  # one that stands alone is no mark
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )


@dataclass(frozen=True)
class Words:
    """What a letter says."""

    subject: str
    text: str
    html: str


class Writer:
    """Fills in the templates of one folder; a name that a template does not get is an error.

    `platform` is who writes to museums and readers; staff are written to by the app itself.
    """

    def __init__(self, templates: Path, platform: str) -> None:
        self._templates = SandboxedEnvironment(
            loader=FileSystemLoader(templates),
            undefined=StrictUndefined,
            autoescape=lambda name: bool(name) and str(name).endswith(".html"),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["commands"] = mark_commands
        self._templates.globals["platform"] = platform

    def write(self, name: str, values: Mapping[str, Any]) -> Words:
        """Return the words of a letter; raises `FixConfiguration` naming the template."""
        try:
            plain = self._templates.get_template(f"{name}.txt").render(values)
            subject, _, text = plain.partition("\n")
            html = self._templates.get_template(f"{name}.html").render(values)
        except TemplateError as error:
            raise FixConfiguration(
                what=f"De mail templates/mail/{name} is niet te maken: {error}.",
                remedy="Kijk of alle namen in dat bestand goed gespeld zijn.",
            ) from error
        if not subject.startswith(_SUBJECT):
            raise FixConfiguration(
                what=f"templates/mail/{name}.txt begint niet met “{_SUBJECT}”.",
                remedy="Zet het onderwerp van de mail op de eerste regel.",
            )
        return Words(subject.removeprefix(_SUBJECT).strip(), text.strip() + "\n", html)
