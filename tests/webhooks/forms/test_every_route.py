"""Whatever is sent to whatever address: an answer, never an error of ours."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

from tests.bases import record_id
from tests.webhooks.forms.conftest import Office
from webhooks.app import create_app
from webhooks.serve import app_parts

NAMES = [
    "csrf_token", "opened", "doe", "title", "starts", "starts_time", "ends", "ends_time", "summary",
    "description", "hours_text", "repeats", "repeats_until", "except_dates", "extra_dates", "price",
    "visitors", "facilities", "postcode", "phone", "email", "museum_id", "sender_name",
    "sender_email", "version", "reason", "secret", "name", "days", "record_id", "kopie", "wijzig",
    "website_van_uw_school", "file", "alt", "maker", "licence",
]  # fmt: skip
ODD = [
    "", " ", "\x00", "..", "../../etc/passwd", "é\u202e", "<script>alert(1)</script>", "=1+1", "-1",
    "9" * 400, "1e999", "%00", "%ff", "\ud7ff", "31-02-2027", "2027-13-45", "25.99 uur",
    "99999999999999999999", "a@b\nBcc: c@d.example", "recNIET0000000001", "bevestig", "goed", "weg",
    "di t/m zo 11-17 u; " * 60, "x" * 5000,
]  # fmt: skip


@pytest.fixture(scope="module")
def app(office: Office) -> Flask:
    """The same pages, without the token that turns a stranger's post away at the door."""
    made = create_app(app_parts(office.context, lambda _workflow, _run: None, lambda _run: None))
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def known_texts(office: Office, client: FlaskClient) -> list[str]:
    """Texts that mean something here: forms, rows, tokens, a form that is open."""
    page = client.get("/formulieren/activiteit/").text
    opened = re.findall(r'name="opened" value="([^"]+)"', page)
    link = office.link()
    kinds = [kind.key for kind in office.context.forms.kinds]
    tokens = [office.link_path(link).rpartition("/")[2], link.id]
    return [*kinds, *opened, *tokens, record_id("museum-0"), record_id("lezing")]


def test_no_route_falls_over(office: Office, app: Flask) -> None:
    rules = [
        one for one in app.url_map.iter_rules() if one.arguments or "POST" in (one.methods or ())
    ]
    client = app.test_client()
    texts = st.sampled_from(ODD + known_texts(office, client)) | st.text(max_size=40)

    @settings(max_examples=250, deadline=None, derandomize=True, database=None)
    @given(st.sampled_from(rules), st.data())
    def goes_well(rule: Rule, data: st.DataObject) -> None:
        arguments = {name: data.draw(texts, name) or "x" for name in rule.arguments}
        adapter = app.url_map.bind("127.0.0.1")
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        path = adapter.build(rule.endpoint, arguments, method)
        typed: dict[str, Any] = data.draw(
            st.dictionaries(st.sampled_from(NAMES), texts, max_size=12), "typed"
        )
        if data.draw(st.booleans(), "with a file"):
            typed["file"] = (io.BytesIO(data.draw(st.binary(max_size=60))), "foto.jpg")
        if method == "GET":
            answer = client.get(path, query_string={"kopie": "x", **_texts_of(typed)})
        else:
            answer = client.post(path, data=typed, content_type="multipart/form-data")
        assert answer.status_code < 500, (method, path, typed)

    goes_well()


def _texts_of(typed: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in typed.items() if isinstance(value, str)}
