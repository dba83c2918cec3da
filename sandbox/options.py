"""What can be chosen when the sandbox starts."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class SandboxOptions:
    """Everything that `museumflow sandbox` takes. An `smtp_port` of 0 is any free port.

    `base_file` and `sample` fill an empty data folder; a folder with bases in it keeps them.
    `site_url` is the address of the website, shown on the start page. `requests_per_s` is
    Airtable's 5; 0 takes the limit away (for tests of something else). Without `pictures` the
    sample has none, and is ready sooner.
    """

    data: Path
    port: int = 8600
    smtp_port: int = 0
    token: str | None = None
    base_file: Path | None = None
    sample: bool = False
    museums: int | None = None
    activities: int | None = None
    seed: int = 1
    today: date | None = None
    site_url: str = ""
    plan: str | None = None
    requests_per_s: int = 5
    pictures: bool = True

    @property
    def address(self) -> str:
        """Where this sandbox answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"
