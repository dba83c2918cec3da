"""A worker shows that it lives, has its name for itself, and ends when it cannot show it."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from backbone.database import create_tables, open_database
from backbone.heartbeats import Seat, living
from museum.errors import FixConfiguration
from tests.forking import Forked
from workflows.heart import EX_TEMPFAIL, Heart, Pulse

SOON = timedelta(seconds=2)
LIVING = """
import sys
from backbone.database import open_database
from workflows.heart import Heart, Pulse
heart = Heart(open_database(sys.argv[1]), "w1", Pulse(leave_after_s=1.5))
print(heart.start(), flush=True)
sys.stdin.read()
heart.stop()
"""


@pytest.fixture
def server(postgres_url: str) -> Iterator[sa.Engine]:
    engine = open_database(postgres_url)
    create_tables(engine)
    yield engine
    engine.dispose()


@contextmanager
def a_worker(server: sa.Engine) -> Iterator[subprocess.Popen[str]]:
    url = server.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", LIVING, url]
    pipe = subprocess.PIPE
    with Forked(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        yield process


def wait_until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end, "it did not come to pass in time"
        time.sleep(0.02)


def test_a_name_is_free_as_soon_as_its_holder_is_killed(server: sa.Engine) -> None:
    with a_worker(server) as worker:
        assert living(server, SOON) == {"w1"}
        assert not Seat(server, "w1").try_take()
        worker.kill()
        seat = Seat(server, "w1")
        wait_until(seat.try_take)
        seat.leave()


def test_a_name_that_is_taken_is_refused_with_another(server: sa.Engine) -> None:
    with a_worker(server) as worker:
        twin = Heart(server, "w1", Pulse(patience_s=0.5))
        with pytest.raises(FixConfiguration) as caught:
            twin.start()
        assert caught.value.what == "Er werkt al een worker met de naam “w1”."
        assert caught.value.remedy == "Geef deze een andere naam: --name w1-2"
        worker.communicate("")


def test_who_ends_in_order_is_gone_at_once(server: sa.Engine) -> None:
    with a_worker(server) as worker:
        worker.communicate("")
    assert worker.returncode == 0
    assert living(server, timedelta(hours=1)) == set()


def test_who_was_frozen_until_others_may_have_taken_over_ends_itself(server: sa.Engine) -> None:
    with a_worker(server) as worker:
        worker.send_signal(signal.SIGSTOP)
        wait_until(lambda: living(server, SOON) == set())
        worker.send_signal(signal.SIGCONT)
        assert worker.wait(timeout=30) == EX_TEMPFAIL


def test_who_loses_its_connection_for_a_moment_goes_on(server: sa.Engine) -> None:
    with a_worker(server) as worker:
        others = "pid <> pg_backend_pid() AND datname = current_database()"
        with server.begin() as connection:
            ended = sa.text(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"
            )
            connection.execute(ended)
            since = connection.scalar(sa.select(sa.func.clock_timestamp()))
        beats = sa.text("SELECT count(*) FROM worker_beats WHERE at > :since")

        def beats_again() -> bool:
            with server.connect() as connection:
                return bool(connection.scalar(beats, {"since": since}))

        wait_until(beats_again)
        assert worker.poll() is None
        worker.communicate("")
