"""The golden letters: what an edition and a correction look like, as they go to Mailchimp.

`tests/workflows/test_newsletter_composing.py` composes them (`RENEW_GOLDEN=1` writes them anew);
the tests here hold them against validators, browsers and what is known of mail programs.
"""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).with_name("golden")
LANGUAGES: Final = ("nl", "de", "en")


KINDS: Final = ("edition", "correction")


def golden_path(language: str, suffix: str, kind: str = "edition") -> Path:
    """Return where a letter stands."""
    return FOLDER / f"{kind}-{language}.{suffix}"
