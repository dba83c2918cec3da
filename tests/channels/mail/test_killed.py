"""A process killed between the hand-over of a letter and its note: what follows is by kind."""

import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from channels.mail.outbox import SENDING_LASTS
from museum.errors import StopRun
from tests.channels.mail.conftest import PostOffice, letter
from tests.forking import Forked

SEND = """
import sys
from tests.channels.mail.conftest import PostOffice, letter
from backbone.database import open_database
from channels.mail.outbox import Outbox

address, database, may_repeat = sys.argv[1], open_database(sys.argv[2]), sys.argv[3] == "True"
PostOffice(address, database, Outbox(database)).post().send(letter(may_repeat=may_repeat))
"""


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def send_and_be_killed(office: PostOffice, may_repeat: bool) -> None:
    """Send in a process of its own, which is killed when the mail has arrived, not yet noted."""
    office.fault(match="DATA", kind="slow", seconds=1.5)
    url = office.database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", SEND, office.address, url, str(may_repeat)]
    with Forked(command) as sending:
        wait_until(lambda: office.outbox.find("proef:1") is not None)
        with office.database.begin() as connection:
            # While this is open, nobody writes: the process cannot note that it was sent.
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("LOCK TABLE mail_outbox IN EXCLUSIVE MODE"))
            wait_until(lambda: len(office.mails()) == 1)
            sending.kill()
            assert sending.wait() == -signal.SIGKILL


@pytest.mark.parametrize("may_repeat", [True, False])
def test_a_kill_after_the_hand_over(office: PostOffice, may_repeat: bool) -> None:
    send_and_be_killed(office, may_repeat)
    found = office.outbox.find("proef:1")
    assert found is not None
    assert found.state == "sending"
    office.ahead = SENDING_LASTS + timedelta(seconds=1)
    if may_repeat:
        assert office.post().send(letter()).is_new
        ids = [dict(one["headers"])["Message-ID"] for one in office.mails()]
        assert len(ids) == 2
        assert len(set(ids)) == 1
    else:
        with pytest.raises(StopRun, match="misschien niet"):
            office.post().send(letter(may_repeat=False))
        assert len(office.mails()) == 1
