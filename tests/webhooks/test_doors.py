"""The doors of a running `serve`, tried over HTTP as an attacker would."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from backbone.runs import RunRecord
from backbone.settings import read_settings
from tests.servers import free_port, serve_app
from webhooks.app import create_app
from webhooks.serve import app_parts
from workflows.context import open_context

SECRET = "hunebed-44"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    settings = read_settings(data=tmp_path, secret=SECRET)
    (settings.public / "musea").mkdir(parents=True)
    (settings.public / "index.html").write_text("<h1>Musea</h1>", "utf-8")
    (settings.public / "musea" / "index.html").write_text("<h1>Alle</h1>", "utf-8")
    app = create_app(
        app_parts(open_context(settings), lambda _workflow, _run: None, lambda _run: None)
    )
    with serve_app(app, free_port()) as address:
        yield address


PROXIED = {"X-Forwarded-For": "192.0.2.7"}


def test_a_local_proxy_is_not_this_machine(site: str) -> None:
    assert requests.get(f"{site}/beheer/runs", timeout=10).status_code == 200
    for header in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-IP"):
        found = requests.get(
            f"{site}/beheer/runs", headers={header: "x"}, timeout=10, allow_redirects=False
        )
        assert (found.status_code, found.headers["Location"]) == (302, "/beheer/inloggen"), header


def log_in(session: requests.Session, site: str, secret: str, **headers: str) -> requests.Response:
    sent = {**PROXIED, **headers}
    page = session.get(f"{site}/beheer/inloggen", headers=sent, timeout=10).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    return session.post(
        f"{site}/beheer/inloggen",
        data={"csrf_token": token[1], "secret": secret},
        headers=sent,
        timeout=10,
        allow_redirects=False,
    )


def test_the_secret_opens_and_its_cookie_is_careful(site: str) -> None:
    session = requests.Session()
    assert log_in(session, site, "fout").status_code == 200
    done = log_in(session, site, SECRET)
    assert done.status_code == 302
    cookie = done.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert session.get(f"{site}/beheer/runs", headers=PROXIED, timeout=10).url.endswith("/runs")


def test_over_https_the_cookie_stays_on_https(site: str) -> None:
    page = requests.get(
        f"{site}/beheer/inloggen", headers={"X-Forwarded-Proto": "https"}, timeout=10
    )
    assert "Secure" in page.headers["Set-Cookie"]


def test_every_answer_keeps_browsers_from_being_fooled(site: str) -> None:
    for path in ("/", "/beheer/runs", "/formulieren/", "/nergens", "/hooks/airtable"):
        answer = requests.get(site + path, timeout=10)
        headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy, path
        assert "'unsafe-inline'" not in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        is_own = path.startswith("/formulieren")
        wanted = "same-origin" if is_own else "strict-origin-when-cross-origin"
        assert headers["Referrer-Policy"] == wanted, path
        assert (headers.get("Cache-Control") == "no-store") == path.startswith(
            ("/beheer", "/formulieren")
        ), path
        assert "Strict-Transport-Security" not in headers, "without TLS it would lock people out"
        behind = requests.get(site + path, headers={"X-Forwarded-Proto": "https"}, timeout=10)
        assert behind.headers["Strict-Transport-Security"] == "max-age=31536000", path


def test_nobody_may_keep_guessing(site: str) -> None:
    session = requests.Session()
    answers = [log_in(session, site, f"poging {number}").status_code for number in range(11)]
    assert answers == [200] * 10 + [429]
    assert log_in(session, site, SECRET).status_code == 429


def test_a_form_of_another_site_does_nothing(site: str) -> None:
    found = requests.post(f"{site}/beheer/plannen/plan/goedkeuren", timeout=10)
    assert found.status_code == 400
    assert "Ga terug" in found.text


@pytest.mark.parametrize(
    "path",
    [
        "/../museumflow.sqlite",
        "/..%2fmuseumflow.sqlite",
        "/%2e%2e/session.key",
        "/..%5csession.key",
        "/musea/../../session.key",
        "/%00",
        "/.env",
        "/_redirects.json",
        "//etc/passwd",
    ],
)
def test_nothing_beside_the_website_is_served(site: str, path: str) -> None:
    sent = requests.Request("GET", site).prepare()
    sent.url = site + path
    assert requests.Session().send(sent, timeout=10).status_code == 404


def test_no_address_leads_to_another_site(site: str) -> None:
    for path in ("//evil.example/", "/musea//evil.example", "//evil.example/%2e%2e"):
        sent = requests.Request("GET", site).prepare()
        sent.url = site + path
        found = requests.Session().send(sent, timeout=10, allow_redirects=False)
        assert "evil.example" not in found.headers.get("Location", ""), path


@pytest.mark.parametrize("mac", [None, "", "hmac-sha256=", "hmac-sha256=" + "0" * 64, "é"])
def test_a_ping_without_a_true_mac_is_refused(site: str, mac: str | None) -> None:
    headers = {} if mac is None else {"X-Airtable-Content-MAC": mac.encode("utf-8")}
    found = requests.post(f"{site}/hooks/airtable", data=b"{}", headers=headers, timeout=10)
    assert found.status_code == 403


@pytest.mark.parametrize("is_chunked", [True, False])
def test_a_huge_body_is_refused(site: str, is_chunked: bool) -> None:
    body = bytes(3 * 1024 * 1024)
    data = iter([body]) if is_chunked else body
    found = requests.post(f"{site}/hooks/airtable", data=data, timeout=20)
    assert found.status_code == 413


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_the_website_is_only_read(site: str, method: str) -> None:
    found = requests.request(method, f"{site}/musea/", timeout=10)
    # A form's own protection answers first where a form could be sent.
    assert found.status_code in (400, 405)
    assert "Traceback" not in found.text


def test_why_nothing_is_published_is_told_to_this_machine_only(site: str, tmp_path: Path) -> None:
    runs = open_context(read_settings(data=tmp_path)).runs
    at = datetime(2026, 11, 23, tzinfo=UTC)
    runs.finish(
        RunRecord("website-1", "website", at, at, "stopped", error="Stuk.", remedy="Wacht.")
    )
    here = requests.get(f"{site}/health/published", timeout=10)
    assert here.status_code == 503
    assert here.json() == {"published": False, "trouble": "Stuk. Wacht."}
    elsewhere = requests.get(f"{site}/health/published", headers=PROXIED, timeout=10)
    assert elsewhere.json() == {"published": False, "trouble": ""}
