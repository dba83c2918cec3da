"""Lighthouse's four scores for three pages of a running demo."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers import free_port

ROOT = Path(__file__).parents[1]
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking "
    "--disable-component-update --disable-sync --no-first-run"
)


def measure_lighthouse() -> dict[str, dict[str, int]]:
    """Return the scores (0 to 100) of home, a museum and the agenda, by category."""
    with tempfile.TemporaryDirectory() as folder:
        museumflow = str(Path(sys.executable).with_name("museumflow"))
        command = [museumflow, "demo", "--port", str(free_port()), "--data", folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as demo:
            try:
                site = _address(demo)
                pages = ("/", "/musea/drents-museum/", "/agenda/")
                return {page: _scores(site + page) for page in pages}
            finally:
                demo.send_signal(signal.SIGINT)


def _address(demo: subprocess.Popen[str]) -> str:
    assert demo.stdout is not None
    for line in demo.stdout:
        found = re.search(r"De website\s+(http\S+[^/\s])/?$", line.strip())
        if found:
            return found.group(1)
    raise RuntimeError("the demo did not print its address")


def _scores(url: str) -> dict[str, int]:
    chromium = (ROOT / ".venv" / ".chromium").read_text("utf-8").strip()
    command = [
        str(ROOT / "tests" / "web" / "node_modules" / ".bin" / "lighthouse"),
        url,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={_FLAGS}",
    ]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "CHROME_PATH": chromium, "PATH": path}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    categories = json.loads(done.stdout)["categories"]
    return {name: round(categories[name]["score"] * 100) for name in CATEGORIES}
