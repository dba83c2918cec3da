"""The website as visitors get it: pages, moved addresses, a 404, and nothing that is not theirs."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webhooks.site import add_security_headers, site_blueprint


@pytest.fixture
def visitor(tmp_path: Path) -> FlaskClient:
    public = tmp_path / "public"
    for name, text in {
        "index.html": "voorpagina",
        "musea/index.html": "alle musea",
        "404.html": "niet gevonden",
        "de/404.html": "nicht gefunden",
        "agenda.ics": "BEGIN:VCALENDAR",
        "media/ab-640.webp": "beeld",
        "_redirects.json": json.dumps({"/musea/oud/": "/musea/nieuw/"}),
    }.items():
        target = public / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("geheim", encoding="utf-8")
    app = Flask(__name__)
    app.register_blueprint(site_blueprint(public))
    app.after_request(add_security_headers)
    return app.test_client()


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/", 200, "voorpagina"),
        ("/musea/", 200, "alle musea"),
        ("/bestaat-niet/", 404, "niet gevonden"),
        ("/de/gibt-es-nicht", 404, "nicht gefunden"),
        ("/_redirects.json", 404, "niet gevonden"),
        ("/../secret.txt", 404, "niet gevonden"),
        ("/%2e%2e/secret.txt", 404, "niet gevonden"),
        ("/musea%00/", 404, "niet gevonden"),
    ],
)
def test_what_a_visitor_gets(visitor: FlaskClient, path: str, status: int, text: str) -> None:
    answer = visitor.get(path)
    assert (answer.status_code, answer.text) == (status, text)


@pytest.mark.parametrize("path", ["/musea/oud/", "/musea/oud"])
def test_a_moved_address_sends_on(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    assert (answer.status_code, answer.location) == (301, "/musea/nieuw/")


def test_an_address_without_its_slash_gets_one(visitor: FlaskClient) -> None:
    answer = visitor.get("/musea")
    assert (answer.status_code, answer.location) == (308, "/musea/")


def test_a_page_is_not_sent_twice(visitor: FlaskClient) -> None:
    first = visitor.get("/agenda.ics")
    assert first.content_type == "text/calendar; charset=utf-8"
    again = visitor.get("/agenda.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_what_never_changes_may_be_kept_for_a_year(visitor: FlaskClient) -> None:
    assert "immutable" in visitor.get("/media/ab-640.webp").headers["Cache-Control"]
    assert "immutable" not in visitor.get("/").headers["Cache-Control"]


def test_no_page_may_be_framed_or_run_anothers_script(visitor: FlaskClient) -> None:
    policy = visitor.get("/").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-inline'" not in policy
