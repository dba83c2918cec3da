"""The staff pages are open on this machine itself, and elsewhere only with the secret."""

import pytest
from flask import Flask, request

from webhooks.access import StaffAccess

LOOPBACK = {"REMOTE_ADDR": "127.0.0.1"}
ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.mark.parametrize(
    ("environ", "host", "headers", "allowed"),
    [
        (LOOPBACK, "127.0.0.1:8601", {}, True),
        (LOOPBACK, "localhost", {}, True),
        (LOOPBACK, "[::1]:8601", {}, True),
        (ELSEWHERE, "127.0.0.1", {}, False),
        (LOOPBACK, "drentsemusea.example", {}, False),
        (LOOPBACK, "127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, False),
        (LOOPBACK, "127.0.0.1", {"Forwarded": "for=192.0.2.7"}, False),
    ],
)
def test_who_gets_in_without_the_secret(
    environ: dict[str, str], host: str, headers: dict[str, str], allowed: bool
) -> None:
    app = Flask(__name__)
    app.secret_key = "only for this test"
    with app.test_request_context(environ_base=environ, headers={"Host": host, **headers}):
        assert StaffAccess("").is_allowed(request) is allowed


def test_the_secret_opens_the_door_and_nothing_else_does() -> None:
    app = Flask(__name__)
    app.secret_key = "only for this test"
    access = StaffAccess("hunebed-44")
    with app.test_request_context(environ_base=ELSEWHERE):
        assert not access.log_in("")
        assert not access.log_in("hunebed-45")
        assert not access.is_allowed(request)
        assert access.log_in("hunebed-44")
        assert access.is_allowed(request)


def test_no_secret_configured_means_no_way_in_from_elsewhere() -> None:
    app = Flask(__name__)
    app.secret_key = "only for this test"
    with app.test_request_context(environ_base=ELSEWHERE):
        assert not StaffAccess("").log_in("")


@pytest.mark.parametrize("header", ["X-Forwarded-Proto", "X-Real-IP", "CF-Connecting-IP", "Via"])
def test_any_trace_of_a_proxy_closes_the_door(header: str) -> None:
    app = Flask(__name__)
    app.secret_key = "only for this test"
    with app.test_request_context(environ_base=LOOPBACK, headers={"Host": "::1", header: "x"}):
        assert not StaffAccess("").is_allowed(request)


def test_a_proxy_that_speaks_http_1_0_closes_the_door() -> None:
    app = Flask(__name__)
    app.secret_key = "only for this test"
    old = {**LOOPBACK, "SERVER_PROTOCOL": "HTTP/1.0"}
    with app.test_request_context(environ_overrides=old, headers={"Host": "127.0.0.1"}):
        assert not StaffAccess("").is_allowed(request)
