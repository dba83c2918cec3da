"""Google Sheets, through gspread: reads tabs, writes to the tabs that are ours.

gspread's own conversions are left aside (they make 15 of "1,5"): values come unformatted, dates as
serial numbers, and whoever reads them knows what kind each column is.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final, cast
from urllib.parse import urlsplit, urlunsplit

import gspread
import requests
import sqlalchemy as sa
from google.auth.exceptions import GoogleAuthError, TransportError
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials
from gspread.http_client import HTTPClient

from backbone.careful_wire import CarefulWire, RepeatPolicy
from backbone.google_errors import GOOGLE, error_of, key_refused
from backbone.limiter import CallBudget, Clocks, Pace
from backbone.settings import SHEETS_ADDRESS, Settings
from museum.errors import FixConfiguration, TryLater
from museum.sheet_rows import Block, SheetFacts, TabRows, rows_of

SERVICE: Final = "sheets"
"""The name under which the calls are counted."""

# Google allows 60 reads and 60 writes a minute per account; ours counts both together.
PACE: Final = Pace(calls=55, window_s=61.0)
SCOPES: Final = ("https://www.googleapis.com/auth/spreadsheets",)
MOST_ROWS_PER_WRITE: Final = 1000
_AGAIN: Final = "Het wordt vanzelf opnieuw geprobeerd."
_FACTS: Final = "properties(title,locale,timeZone),sheets.properties(sheetId,title,gridProperties)"


class Spreadsheets:
    """Reads and writes spreadsheets. Raises only errors of `museum.errors`."""

    def __init__(
        self,
        settings: Settings,
        database: sa.Engine,
        clocks: Clocks,
        policy: RepeatPolicy | None = None,
        timeout_s: tuple[float, float] | None = None,
    ) -> None:
        budget = CallBudget(database, SERVICE, clocks, pace=PACE)
        options: dict[str, Any] = {"timeout_s": timeout_s} if timeout_s else {}
        self._wire = CarefulWire(
            budget, clocks.sleep, policy or RepeatPolicy(), manners=GOOGLE, **options
        )
        credentials = _credentials(settings)
        self.account = str(credentials.service_account_email)
        session = _session(credentials, by_proxy=settings.sheets_url == SHEETS_ADDRESS)
        for scheme in ("http://", "https://"):
            session.mount(scheme, self._wire)
        self._client = _moved_to(settings.sheets_url)(credentials, session)

    def for_purpose(self, purpose: str) -> AbstractContextManager[None]:
        """Count the calls within under this purpose."""
        return self._wire.for_purpose(purpose)

    def facts(self, spreadsheet_id: str) -> SheetFacts:
        """Return locale, time zone and tabs of a spreadsheet. One call."""
        with _translated():
            found = self._client.fetch_sheet_metadata(spreadsheet_id, {"fields": _FACTS})
        properties = found["properties"]
        tabs = [one["properties"] for one in found["sheets"]]
        return SheetFacts(
            locale=properties["locale"],
            time_zone=properties["timeZone"],
            tabs={one["title"]: one["sheetId"] for one in tabs},
            row_counts={one["title"]: one["gridProperties"]["rowCount"] for one in tabs},
        )

    def tabs(self, spreadsheet_id: str, titles: Sequence[str]) -> tuple[TabRows, ...]:
        """Return whole tabs, in the order asked for. One call, however many tabs.

        Raises `NoSuchRange` when a tab is not there.
        """
        options = {
            "majorDimension": "ROWS",
            "valueRenderOption": "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "SERIAL_NUMBER",
        }
        ranges = [quoted(title) for title in titles]
        with _translated():
            found = self._client.values_batch_get(spreadsheet_id, ranges, {**options})
        parts = found["valueRanges"]
        if len(parts) != len(titles):
            raise TryLater("Google gaf een ander antwoord dan verwacht.", _AGAIN)
        return tuple(
            rows_of(title, part.get("values", []))
            for title, part in zip(titles, parts, strict=True)
        )

    def write(self, spreadsheet_id: str, title: str, blocks: Sequence[Block]) -> None:
        """Write blocks into a tab, as they are (RAW): twice is the same as once.

        One call per thousand rows. Text that begins with = + - @ stays text.
        """
        for batch in _batches(blocks):
            data = [
                {"range": f"{quoted(title)}!A{one.first_row}", "values": [*map(list, one.rows)]}
                for one in batch
            ]
            body = {"valueInputOption": "RAW", "data": data}
            with _translated():
                self._client.values_batch_update(spreadsheet_id, body)

    def add_tab(self, spreadsheet_id: str, title: str, columns: int) -> None:
        """Make a tab at the end. Not safe to repeat: look first whether it is there."""
        grid = {"rowCount": 1000, "columnCount": columns, "frozenRowCount": 1}
        properties = {"title": title, "gridProperties": grid}
        self._change(spreadsheet_id, {"addSheet": {"properties": properties}})

    def grow_tab(self, spreadsheet_id: str, sheet_id: int, rows: int) -> None:
        """Give a tab so many rows."""
        properties = {"sheetId": sheet_id, "gridProperties": {"rowCount": rows}}
        change = {"properties": properties, "fields": "gridProperties.rowCount"}
        self._change(spreadsheet_id, {"updateSheetProperties": change})

    def _change(self, spreadsheet_id: str, request: Mapping[str, Any]) -> None:
        with _translated():
            self._client.batch_update(spreadsheet_id, {"requests": [request]})


def quoted(title: str) -> str:
    """Return a tab's name as ranges have it."""
    return "'" + title.replace("'", "''") + "'"


def _credentials(settings: Settings) -> Credentials:
    if settings.google_key is None:
        raise FixConfiguration(
            what="Er is geen sleutel voor Google Sheets.",
            remedy="Zet het pad van het sleutelbestand bij GOOGLE_KEY; het handboek zegt hoe u "
            "er een krijgt.",
        )
    try:
        return cast(
            Credentials,
            Credentials.from_service_account_file(  # type: ignore[no-untyped-call] # google-auth
                str(settings.google_key), scopes=list(SCOPES)
            ),
        )
    except (OSError, ValueError) as error:
        raise FixConfiguration(
            what=f"Het sleutelbestand {settings.google_key} is niet te lezen.",
            remedy="Zet bij GOOGLE_KEY het JSON-bestand dat Google gaf toen u de sleutel maakte.",
        ) from error


def _session(credentials: Credentials, *, by_proxy: bool) -> AuthorizedSession:
    """Return a session that asks for tokens by itself; loopback is never reached by a proxy."""
    tokens = requests.Session()
    session = AuthorizedSession(credentials, auth_request=Request(tokens))  # type: ignore[no-untyped-call] # google-auth
    for one in (tokens, session):
        one.trust_env = by_proxy
    return session


def _moved_to(address: str) -> type[HTTPClient]:
    """Return gspread's HTTP client with Sheets at another address."""
    scheme, host = urlsplit(address)[:2]

    class Moved(HTTPClient):
        def request(
            self, method: str, endpoint: str, *args: Any, **options: Any
        ) -> requests.Response:
            url = urlunsplit((scheme, host, *urlsplit(endpoint)[2:]))
            return super().request(method, url, *args, **options)

    return Moved


@contextmanager
def _translated() -> Iterator[None]:
    """Translate what gspread and google-auth raise of their own."""
    try:
        yield
    except gspread.exceptions.APIError as error:
        # Only what the wire let by: a token that stays refused after a new one was asked.
        raise (error_of(error.response) or key_refused()) from error
    except TransportError as error:
        raise TryLater("Google was niet te bereiken voor een token.", _AGAIN) from error
    except GoogleAuthError as error:
        if getattr(error, "retryable", False):
            raise TryLater("Google gaf nu geen token.", _AGAIN) from error
        raise key_refused() from error


def _batches(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Cut blocks into batches of at most a thousand rows."""
    batch: list[Block] = []
    room = MOST_ROWS_PER_WRITE
    for block in blocks:
        for start in range(0, len(block.rows), MOST_ROWS_PER_WRITE):
            part = block.rows[start : start + MOST_ROWS_PER_WRITE]
            if len(part) > room:
                yield batch
                batch, room = [], MOST_ROWS_PER_WRITE
            batch.append(Block(block.first_row + start, part))
            room -= len(part)
    if batch:
        yield batch
