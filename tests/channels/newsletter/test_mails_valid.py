"""The golden letters: valid HTML, nothing that mail programs lack unseen, good on every screen.

In `htmlvalidate.json` some rules are off: mail needs styles beside the words, Outlook's conditional
comments, and `role="presentation"` and `role="article"`, which mail programs know better than
`none` and the element. `tests/web/can_i_email.toml` is the baseline of "Can I email".
"""

import json
import subprocess
import tomllib
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser

from channels.newsletter.reader_view import ReaderSeen, as_reader_sees
from museum.letter_checks import MOST_BYTES
from tests.browser import ROOT, axe_findings
from tests.channels.newsletter.golden_letters import KINDS, LANGUAGES, golden_path

NODE: Final = ROOT / ".venv" / "bin" / "node"
WEB: Final = ROOT / "tests" / "web"
EVERYONE: Final = ReaderSeen(
    ("Bestuur", "Vakinhoudelijk", "Vrijwilliger", "Publiek"), {"FNAME": "Roos", "ARCHIVE": "#a"}
)
OF_PAGES: Final = ("landmark-one-main:", "region:")
"""A mail stands within the page of a mail program, which has the landmarks."""
PICTURE: Final = b"<svg xmlns='http://www.w3.org/2000/svg' width='8' height='6'/>"


def run(*command: str | Path) -> str:
    done = subprocess.run([NODE, *command], capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0), done.stdout
    return done.stdout


def test_the_html_is_valid() -> None:
    mails = [golden_path(language, "html", kind) for language in LANGUAGES for kind in KINDS]
    config = Path(__file__).with_name("htmlvalidate.json")
    tool = WEB / "node_modules" / ".bin" / "html-validate"
    assert run(tool, "--config", config, "--formatter", "text", *mails) == ""


def test_mail_programs_lack_nothing_that_was_not_looked_at() -> None:
    baseline: dict[str, Any] = tomllib.loads((WEB / "can_i_email.toml").read_text("utf-8"))
    reviewed = {
        kind: {feature: one["clients"] for feature, one in features.items()}
        for kind, features in baseline.items()
    }
    assert all(one["because"] for features in baseline.values() for one in features.values())
    found = json.loads(run(WEB / "can_i_email.mjs", golden_path("nl", "html")))
    assert found == reviewed


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_reads_on_every_screen(browser: Browser, scheme: Any) -> None:
    page = browser.new_context(color_scheme=scheme).new_page()
    page.route("**/*.*g", lambda route: route.fulfill(body=PICTURE, content_type="image/svg+xml"))
    for language, kind in product(LANGUAGES, KINDS):
        mail = golden_path(language, "html", kind).read_text("utf-8")
        assert len(mail.encode()) < MOST_BYTES / 4
        page.set_content(as_reader_sees(mail, EVERYONE))
        for width in (600, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [one for one in axe_findings(page) if not one.startswith(OF_PAGES)] == []
