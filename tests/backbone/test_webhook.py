"""The webhook's secret and its MAC: true pings pass, forged ones do not."""

import base64
import hashlib
import hmac
import stat
from pathlib import Path

import pytest

from backbone.webhook import SecretFile, verify_mac

SECRET = base64.b64encode(b"shown only once").decode()
BODY = b'{"base":{"id":"app1"}}'


def mac(secret: str, body: bytes) -> str:
    key = base64.b64decode(secret)
    return "hmac-sha256=" + hmac.new(key, body, hashlib.sha256).hexdigest()


def test_a_true_ping_passes() -> None:
    assert verify_mac(SECRET, BODY, mac(SECRET, BODY))


@pytest.mark.parametrize(
    ("secret", "body", "header"),
    [
        (SECRET, BODY + b" ", mac(SECRET, BODY)),
        (SECRET, BODY, mac(base64.b64encode(b"another").decode(), BODY)),
        (SECRET, BODY, mac(SECRET, BODY).removeprefix("hmac-sha256=")),
        (SECRET, BODY, ""),
        (SECRET, BODY, "hmac-sha256=é"),
        ("", BODY, mac("", BODY)),
        ("not base64!", BODY, ""),
    ],
)
def test_a_forged_ping_does_not(secret: str, body: bytes, header: str) -> None:
    assert not verify_mac(secret, body, header)


def test_only_its_own_user_can_read_the_secret(tmp_path: Path) -> None:
    secrets = SecretFile(tmp_path)
    assert secrets.read() == ""
    secrets.write("first")
    secrets.write("second")
    assert secrets.read() == "second"
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {0o600}
