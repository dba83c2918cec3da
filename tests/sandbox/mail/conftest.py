"""A sandbox whose mailbox is empty before each test."""

from collections.abc import Iterator

import pytest
import requests

from tests.servers import smtp_port_of, start_sandbox


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the sandbox's pages answer."""
    with start_sandbox(tmp_path_factory.mktemp("mail")) as found:
        yield found


@pytest.fixture(autouse=True)
def clean(address: str) -> None:
    """Every test begins without faults, mails or ledger."""
    for name in ("faults", "ledger", "mails"):
        requests.delete(f"{address}/sandbox/{name}", timeout=5)


@pytest.fixture
def smtp_port(address: str) -> int:
    """The port that takes mail."""
    return smtp_port_of(address)
