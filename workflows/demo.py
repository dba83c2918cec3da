"""Everything on this machine with sample data: the sandbox and `museumflow serve`, side by side.

Both are processes of their own, started with the same command a person would type; they end
when this one does, however it ends.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests

from backbone.settings import Settings
from museum.errors import FixConfiguration
from workflows.audience import AUDIENCE
from workflows.context import open_context
from workflows.demo_newsletter import KEY, set_up_list
from workflows.engine import EngineClient, EngineSettings
from workflows.newsletter_sending import SENDING
from workflows.signups.sample import sign_up_sample
from workflows.stopping import until_told_to_stop

HOST = "127.0.0.1"
SENDER = "platform@museumflow.example"
START_PATIENCE_S = 120
PUBLISH_PATIENCE_S = 600
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class DemoPlace:
    """Where the demo lives: the sandbox on `port`, the website and staff pages on the next."""

    port: int
    data: Path

    @property
    def sandbox_url(self) -> str:
        """The start page and the tables."""
        return f"http://{HOST}:{self.port}"

    @property
    def site_url(self) -> str:
        """The website and the staff pages."""
        return f"http://{HOST}:{self.port + 1}"


def check_place(place: DemoPlace) -> None:
    """Make the data folder and try both ports; raises `FixConfiguration` with one sentence."""
    try:
        place.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = place.data / ".schrijfproef"
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        raise FixConfiguration(
            what=f"In de map {place.data} kan niet geschreven worden ({error.strerror}).",
            remedy="Kies een andere map: make demo DATA=/tmp/museumflow",
        ) from error
    for port in (place.port, place.port + 1):
        if not 1 <= port <= 65535:
            raise FixConfiguration(
                what=f"Poort {port} bestaat niet.",
                remedy="Kies een getal van 1024 tot en met 65534: make demo PORT=9000",
            )
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((HOST, port))
            except OSError as error:
                raise FixConfiguration(
                    what=f"Poort {port} is al bezet of niet toegestaan.",
                    remedy=f"Sluit het andere programma, of kies een andere poort: "
                    f"make demo PORT={9000 if port < 9000 else port + 100}",
                ) from error


def run_demo(place: DemoPlace, say: Callable[[str], None]) -> None:
    """Start both processes, wait for the first publication, say where all is, and keep going.

    Returns after Ctrl-C or SIGTERM. Raises `FixConfiguration` when a part does not start.
    """
    check_place(place)
    with until_told_to_stop(), ExitStack() as stack:
        sandbox = stack.enter_context(_running(_sandbox_command(place), os.environ, place))
        _wait_until(f"{place.sandbox_url}/sandbox/health", sandbox, place, START_PATIENCE_S)
        is_kept = (place.data / ".env").exists()
        environment = _serve_environment(place)
        if is_kept:
            _complete_tables(place, environment)
        command = _own_command("serve", "--port", str(place.port + 1))
        serve = stack.enter_context(_running(command, environment, place))
        _wait_until(f"{place.site_url}/health", serve, place, START_PATIENCE_S)
        say("De website wordt gemaakt ...")
        _wait_until(f"{place.site_url}/health/published", serve, place, PUBLISH_PATIENCE_S, say)
        _make_newsletters_ready(place)
        _add_people(environment)
        for line in addresses(place):
            say(line)
        _keep_going((sandbox, serve), place)


def _add_people(environment: Mapping[str, str]) -> None:
    """Sign invented people up, in the database that `serve` has open too."""
    context = open_context(Settings.model_validate(environment))
    try:
        sign_up_sample(context)
    finally:
        context.database.dispose()


def addresses(place: DemoPlace) -> list[str]:
    """Return what the demo prints once everything stands."""
    return [
        "",
        "museumflow draait op deze computer, met voorbeeldgegevens.",
        "",
        f"  Begin hier      {place.sandbox_url}/",
        f"  De website      {place.site_url}/",
        f"  De tabellen     {place.sandbox_url}/tabellen/",
        f"  Het postvak     {place.sandbox_url}/postvak/",
        f"  De formulieren  {place.site_url}/formulieren/",
        f"  Inschrijven     {place.site_url}/inschrijven/",
        f"  De inbox        {place.site_url}/beheer/inbox",
        f"  Nieuwsbrieven   {place.site_url}/beheer/nieuwsbrieven",
        f"  De runs         {place.site_url}/beheer/runs",
        "",
        f"De gegevens staan in {place.data}. Stoppen: Ctrl-C.",
    ]


def _own_command(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("museumflow")), *arguments]


def _sandbox_command(place: DemoPlace) -> list[str]:
    return _own_command(
        "sandbox",
        *("--port", str(place.port)),
        *("--data", str(place.data / "sandbox")),
        *("--site-url", place.site_url),
        "--sample",
    )


def _serve_environment(place: DemoPlace) -> dict[str, str]:
    """Point museumflow at the sandbox, and leave the same in the folder's `.env`.

    With that file, `museumflow plan website` and its kin work beside the demo.
    """
    health: dict[str, Any] = requests.get(f"{place.sandbox_url}/sandbox/health", timeout=30).json()
    values = {
        "GOOGLE_KEY": str(_google_key(place)),
        "GOOGLE_SHEETS_URL": place.sandbox_url,
        "SMTP_URL": health["smtp"],
        # Answers in the mailbox come to the sender's own mailbox, which museumflow reads.
        "IMAP_URL": health["imap"].replace("imap://", f"imap://{quote(SENDER)}:demo@"),
        "MAIL_FROM": f"Drentse musea <{SENDER}>",
        "ALARM_TO": "medewerker@museumflow.example",
        "MAILCHIMP_API_KEY": KEY,
        "MAILCHIMP_LIST": set_up_list(place.sandbox_url),
        "MAILCHIMP_URL": place.sandbox_url,
        "AIRTABLE_URL": place.sandbox_url,
        "AIRTABLE_TOKEN": "demo",
        "AIRTABLE_BASE": _base_id(place),
        "MUSEUMFLOW_SITE_URL": place.site_url,
        "MUSEUMFLOW_HOOK_URL": place.site_url,
        "MUSEUMFLOW_SAMPLE": "1",
        # Whoever tries it out wants to see it happen: no counting of calls, hardly any waiting.
        "AIRTABLE_PLAN": "business",
        "MUSEUMFLOW_QUIET_S": "1",
    }
    text = "# Geschreven door `make demo`; wijst naar de proefomgeving op deze computer.\n"
    text += "".join(f'{name}="{value}"\n' for name, value in values.items())
    (place.data / ".env").write_text(text, encoding="utf-8")
    return {**os.environ, **values, "MUSEUMFLOW_DATA": str(place.data)}


def _complete_tables(place: DemoPlace, environment: Mapping[str, str]) -> None:
    """Add what the tables of an earlier version lack: else their pages would not follow."""
    command = _own_command("tables", "create")
    with (place.data / "tables.log").open("wb") as log:
        made = subprocess.Popen(command, env=dict(environment), stdout=log, stderr=log)
        if made.wait() != 0:
            raise _did_not_start(made, place)


def _make_newsletters_ready(place: DemoPlace) -> None:
    """Let readers from the tables into the list, and the editions be made ready for approval.

    Asked of the engine of `serve`, in this order; nobody waits for it.
    """
    settings = Settings(data=place.data)
    with closing(EngineClient(EngineSettings(settings.engine_url))) as client:
        for job in (AUDIENCE, SENDING):
            client.submit(job, f"{job}-demo-{time.time_ns()}", {}, person_waits=False)


def _google_key(place: DemoPlace) -> Path:
    """Keep the key that the sandbox gives its service account, and return where."""
    path = place.data / "google-sleutel.json"
    found = requests.get(f"{place.sandbox_url}/sandbox/google-key", timeout=30)
    path.touch(mode=0o600)
    path.write_text(found.text, "utf-8")
    return path.resolve()


def _base_id(place: DemoPlace) -> str:
    """Ask the sandbox which base it holds, until it says so."""
    deadline = time.monotonic() + START_PATIENCE_S
    while True:
        answer = requests.get(
            f"{place.sandbox_url}/v0/meta/bases",
            headers={"Authorization": "Bearer demo"},
            timeout=30,
        )
        bases = answer.json().get("bases") if answer.ok else None
        if bases:
            return str(bases[0]["id"])
        if time.monotonic() > deadline:
            raise FixConfiguration(
                what=f"De proefomgeving op {place.sandbox_url} zegt niet welke base zij heeft "
                f"(antwoord {answer.status_code}).",
                remedy="Kies een lege map: make demo DATA=/tmp/museumflow",
            )
        time.sleep(0.5)


@contextmanager
def _running(
    command: Sequence[str], environment: Any, place: DemoPlace
) -> Iterator[subprocess.Popen[bytes]]:
    log = (place.data / f"{command[1]}.log").open("ab")
    process = subprocess.Popen(
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,  # Ctrl-C reaches us alone; we end the others in order
        # Safe here: the demo has no threads of its own.
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _end_with_parent() -> None:
    """Ask Linux to end this process when the demo is killed, so that no port stays taken."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_until(
    url: str,
    process: subprocess.Popen[bytes],
    place: DemoPlace,
    patience_s: float,
    say: Callable[[str], None] = lambda _text: None,
) -> None:
    deadline = time.monotonic() + patience_s
    told = ""
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise _did_not_start(process, place)
        try:
            answer = requests.get(url, timeout=5)
            if answer.ok:
                return
            trouble = str(answer.json().get("trouble", ""))
            if trouble and trouble != told:
                say(f"Dat lukte nog niet: {trouble}\nmuseumflow probeert het opnieuw ...")
                told = trouble
        except requests.RequestException:
            pass  # not up yet: the deadline bounds the waiting
        time.sleep(0.1)
    if told:
        raise FixConfiguration(
            what=f"De eerste publicatie lukte niet: {told}",
            remedy=f"In {place.data / 'serve.log'} staat meer.",
        )
    raise _did_not_start(process, place)


def _did_not_start(process: subprocess.Popen[bytes], place: DemoPlace) -> FixConfiguration:
    assert isinstance(process.args, list)
    log = place.data / f"{process.args[1]}.log"
    last = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()][-1:]
    return FixConfiguration(
        what=f"`museumflow {process.args[1]}` is niet op gang gekomen: {' '.join(last)}",
        remedy=f"Kijk in {log} wat er misging.",
    )


def _keep_going(processes: Sequence[subprocess.Popen[bytes]], place: DemoPlace) -> None:
    while True:
        for process in processes:
            if process.poll() is not None:
                raise _did_not_start(process, place)
        time.sleep(0.2)
