"""The webhook's secret and its MAC: true pings pass, forged ones do not."""

import base64
import hashlib
import hmac
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from backbone.webhook import HOOK_PATH, LOOK_EVERY, SecretFile, verify_mac
from tests.backbone.conftest import Desk, make_desk
from tests.bases import base_of
from tests.servers import start_sandbox

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


HOOK_URL = "http://127.0.0.1:9"


@pytest.fixture
def reached(tmp_path: Path) -> Iterator[Desk]:
    """A desk that Airtable can reach, after its first pull."""
    with start_sandbox(tmp_path / "sandbox", base=base_of({})) as url:
        desk = make_desk(tmp_path / "data", url, HOOK_URL)
        desk.puller.pull()
        yield desk


def test_a_webhook_that_was_switched_off_is_switched_on(reached: Desk) -> None:
    known = reached.puller.webhook.known_id()
    reached.staff_edit("POST", f"../bases/{reached.airtable.base_id}/webhooks/{known}"
                       "/enableNotifications", {"enable": False})  # fmt: skip
    reached.clock.ahead_s += LOOK_EVERY.total_seconds()
    assert not reached.puller.pull().was_whole
    assert [one["areNotificationsEnabled"] for one in reached.airtable.webhooks()] == [True]


def test_a_webhook_that_is_gone_is_made_again_and_all_is_read(reached: Desk) -> None:
    reached.airtable.delete_webhook(reached.puller.webhook.known_id())
    reached.clock.ahead_s += LOOK_EVERY.total_seconds()
    assert reached.puller.pull().was_whole
    assert [one["id"] for one in reached.airtable.webhooks()] == [reached.puller.webhook.known_id()]


def test_a_stray_at_our_address_is_removed_and_others_stay(reached: Desk) -> None:
    reached.airtable.create_webhook(HOOK_URL + HOOK_PATH)
    others = reached.airtable.create_webhook("https://somebody.example/hook").id
    reached.puller.webhook.look_after()
    assert {one["id"] for one in reached.airtable.webhooks()} == {
        reached.puller.webhook.known_id(),
        others,
    }


def test_a_moved_address_makes_one_new_webhook(reached: Desk, tmp_path: Path) -> None:
    former = reached.puller.webhook.known_id()
    moved = make_desk(tmp_path / "data", reached.url, "http://127.0.0.1:10")
    assert moved.puller.pull().was_whole
    found = moved.airtable.webhooks()
    assert [one["notificationUrl"] for one in found] == ["http://127.0.0.1:10" + HOOK_PATH]
    assert found[0]["id"] != former


def test_nothing_is_asked_between_two_looks(reached: Desk) -> None:
    assert not reached.puller.webhook.is_due()
    reached.clock.ahead_s += LOOK_EVERY.total_seconds()
    assert reached.puller.webhook.is_due()


def test_a_webhook_kept_in_another_shape_is_made_again(reached: Desk) -> None:
    former = reached.puller.webhook.known_id()
    reached.mirror.set_state("webhook", {"id": former, "made": "2026-01-01"})
    assert reached.puller.pull().was_whole
    reached.puller.webhook.look_after()
    found = [one["id"] for one in reached.airtable.webhooks()]
    assert found == [reached.puller.webhook.known_id()] != [former]
