"""The sample, made once for all tests here, with small stand-in files so that nothing is drawn."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sandbox.sample import sample_base
from sandbox.sample.pictures import picture_file, read_catalogue

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that already holds every picture's file."""
    folder = tmp_path_factory.mktemp("pictures")
    catalogue = read_catalogue()
    for key in catalogue:
        picture_file(folder, key, catalogue).write_bytes(b"")
    return folder


@pytest.fixture(scope="session")
def base(pictures: Path) -> dict[str, Any]:
    """Return the sample as people wrote it."""
    return sample_base(today=TODAY, pictures=pictures)
