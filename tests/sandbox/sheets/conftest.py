"""A sandbox, and the real gspread with nothing changed but where Google is."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import gspread
import pytest
import requests
from google.oauth2.credentials import Credentials
from gspread.http_client import HTTPClient

from tests.servers import start_sandbox


def client_at(address: str, token: str = "token") -> gspread.Client:
    """Return gspread's client with the sandbox for Google, and a bare token."""
    return gspread.Client(auth=Credentials(token), http_client=http_client_at(address))  # type: ignore[no-untyped-call]


def http_client_at(address: str) -> type[HTTPClient]:
    """Return gspread's own HTTP client, which sends everything to this address."""

    class Here(HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> Any:
            here = urlsplit(address)
            moved = urlunsplit((here.scheme, here.netloc, *urlsplit(endpoint)[2:]))
            return super().request(method, moved, *args, **options)

    return Here


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with start_sandbox(tmp_path_factory.mktemp("sheets")) as found:
        yield found


@pytest.fixture(scope="module")
def client(address: str) -> gspread.Client:
    return client_at(address)


@pytest.fixture
def book(client: gspread.Client) -> gspread.Spreadsheet:
    """A new spreadsheet as Google makes it: en_US, one sheet."""
    return client.create("Proefblad")


@pytest.fixture
def sheet(book: gspread.Spreadsheet) -> gspread.Worksheet:
    return book.sheet1


@pytest.fixture
def dutch(book: gspread.Spreadsheet) -> gspread.Worksheet:
    """A sheet that writes numbers and dates as the Dutch do."""
    book.update_locale("nl_NL")
    book.update_timezone("Europe/Amsterdam")
    return book.sheet1


class Google:
    """Bare calls, for what gspread would not send."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = requests.Session()
        self.session.headers["Authorization"] = "Bearer token"

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        return self.session.request(method, f"{self.address}{path}", timeout=10, **options)


@pytest.fixture(scope="module")
def google(address: str) -> Google:
    return Google(address)
