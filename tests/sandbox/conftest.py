"""A sandbox with a base of every type of field, shared by the tests of one file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyairtable import Api, Base, Table

from tests.sandbox.airtable.wrapper_base import BASE_ID, wrapper_base
from tests.servers import start_sandbox


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the sandbox answers."""
    folder: Path = tmp_path_factory.mktemp("sandbox")
    with start_sandbox(folder, base=wrapper_base()) as found:
        yield found


@pytest.fixture
def api(address: str) -> Api:
    """The real client, which does not try again."""
    return Api("key", endpoint_url=address, retry_strategy=None)


@pytest.fixture
def base(api: Api) -> Base:
    """The base of every type of field."""
    return api.base(BASE_ID)


@pytest.fixture
def table(base: Base) -> Iterator[Table]:
    """A simple table, empty again after the test."""
    found = base.table("TEST_TABLE")
    yield found
    found.batch_delete([one["id"] for one in found.all()])
