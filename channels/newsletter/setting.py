"""Sets a letter in its templates, as HTML with its styles beside the words, and as plain text.

`templates/mail/edition.html` and `edition.txt` say what stands where, `newsletter_correction.*` the
same of a correction, within `newsletter_frame.html`. `edition.css` is written into the elements
(css-inline), since many mail programs read no style sheet. What only a style sheet can say (dark
mode, narrow screens) stays in the head of the HTML.
"""

import re
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from channels.newsletter.view import CorrectionView, LetterView
from museum.errors import FixConfiguration

TEXT_WIDTH: Final = 72
_NOT_INLINED: Final = ' data-css-inline="ignore"'
"""Keeps css-inline from the style sheet that must stay one; readers need not get it."""
_GAPS: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class SetLetter:
    """One letter in both its forms."""

    html: str
    text: str


@lru_cache(maxsize=1)
def letter_setter(templates: Path) -> "LetterSetter":
    """Return what sets letters, compiled once per process."""
    return LetterSetter(templates)


class LetterSetter:
    """Sets letters; compile it once. `templates` is the folder `templates/mail`."""

    def __init__(self, templates: Path) -> None:
        loader = FileSystemLoader(templates)
        self._html = _environment(loader, is_html=True)
        self._text = _environment(loader, is_html=False)
        self._inliner = CSSInliner(
            extra_css=(templates / "edition.css").read_text("utf-8"),
            load_remote_stylesheets=False,
            keep_style_tags=True,
            minify_css=True,
        )

    def set(self, view: LetterView | CorrectionView) -> SetLetter:
        """Return the letter; raises `FixConfiguration` naming the template."""
        name = "edition" if isinstance(view, LetterView) else "newsletter_correction"
        try:
            page = self._html.get_template(f"{name}.html").render(letter=view)
            text = self._text.get_template(f"{name}.txt").render(letter=view)
        except TemplateError as error:
            raise FixConfiguration(
                what=f"De nieuwsbrief is niet te maken: {error}.",
                remedy=f"Kijk of alle namen in templates/mail/{name}.html en {name}.txt kloppen.",
            ) from error
        page = self._inliner.inline(page).replace(_NOT_INLINED, "")
        return SetLetter(_tight(page), _GAPS.sub("\n\n", text).strip() + "\n")


def _environment(loader: FileSystemLoader, *, is_html: bool) -> Environment:
    environment = Environment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=is_html,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["safe_html"] = Markup
    environment.filters["wrap"] = _wrapped
    return environment


def _wrapped(text: str) -> str:
    """Return a text in lines of at most 72 characters; its own lines stay."""
    return "\n".join(
        textwrap.fill(line, TEXT_WIDTH, break_long_words=False, break_on_hyphens=False)
        for line in text.splitlines()
    )


def _tight(page: str) -> str:
    """Drop empty lines and indentation: Gmail cuts a letter off by its size."""
    return "\n".join(line for raw in page.split("\n") if (line := raw.strip())) + "\n"
