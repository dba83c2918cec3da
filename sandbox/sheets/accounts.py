"""Who calls: tokens from a service account's key, as Google's token address gives them.

The key is made at the first ask and kept in the data folder; it opens nothing but this sandbox.
"""

import json
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import exceptions, jwt

from sandbox.clock import SandboxClock

ACCOUNT: Final = "museumflow@sandbox.example"
LIFE_S: Final = 3600
PREFIX: Final = "ya29.sandbox-"
# What google-auth names in an assertion, wherever it sends it.
_AUDIENCE: Final = "https://oauth2.googleapis.com/token"
_DRIVE: Final = "https://www.googleapis.com/auth/drive"
_SHEETS: Final = "https://www.googleapis.com/auth/spreadsheets"
_FEEDS: Final = "https://spreadsheets.google.com/feeds"
_READ_ONLY: Final = (f"{_DRIVE}.readonly", f"{_SHEETS}.readonly")


@dataclass(frozen=True)
class Caller:
    """Somebody with a token. `scopes` is None for a token that was not asked for here."""

    email: str
    scopes: frozenset[str] | None = None

    def may(self, service: str, *, write: bool) -> bool:
        """Whether the token was asked for this: `sheets` or `drive`."""
        if self.scopes is None:
            return True
        wide = {_DRIVE, f"{_DRIVE}.file"}
        if service == "sheets":
            wide |= {_SHEETS, _FEEDS}
        if not write:
            wide |= {_READ_ONLY[0], f"{_DRIVE}.metadata.readonly"}
            wide |= {_READ_ONLY[1]} if service == "sheets" else set()
        return bool(self.scopes & wide)


class TokenRefused(Exception):  # noqa: N818 - says what happened
    """No token for this assertion: Google's error word and sentence."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error


class Accounts:
    """One service account, its key, and the tokens that were given out."""

    def __init__(self, folder: Path, address: str, clock: SandboxClock) -> None:
        self._path = folder / "google-sleutel.json"
        self._address = address
        self._clock = clock
        self._lock = threading.Lock()
        self._tokens: dict[str, tuple[Caller, datetime]] = {}

    def key_file(self) -> Path:
        """Return the path of the key, made now when there is none."""
        with self._lock:
            if not self._path.exists():
                self._path.touch(mode=0o600)
                self._path.write_text(json.dumps(_new_key(), indent=1), "utf-8")
        return self._path

    def key(self) -> dict[str, Any]:
        """Return the key as Google gives it, with this sandbox as the place to change it."""
        stored: dict[str, Any] = json.loads(self.key_file().read_text("utf-8"))
        found = {**stored, "token_uri": f"{self._address}/token"}
        if found != stored:
            self._path.write_text(json.dumps(found, indent=1), "utf-8")
        return found

    def exchange(self, assertion: str) -> dict[str, Any]:
        """Give a token for a signed assertion; raises `TokenRefused`."""
        key = self.key()
        private = serialization.load_pem_private_key(key["private_key"].encode(), None)
        public = private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        try:
            claims = jwt.decode(  # type: ignore[no-untyped-call] # google-auth has none here
                assertion, certs=public, audience=[_AUDIENCE, key["token_uri"]]
            )
        except (exceptions.GoogleAuthError, ValueError) as error:
            raise TokenRefused("invalid_grant", "Invalid JWT Signature.") from error
        if claims.get("iss") != key["client_email"]:
            raise TokenRefused("invalid_grant", "Invalid grant: account not found")
        scopes = frozenset(str(claims.get("scope", "")).split())
        if not scopes:
            raise TokenRefused("invalid_scope", "Empty or missing scope not allowed.")
        token = PREFIX + secrets.token_urlsafe(32)
        expires = self._clock.now() + timedelta(seconds=LIFE_S)
        with self._lock:
            self._tokens[token] = (Caller(ACCOUNT, scopes), expires)
        return {"access_token": token, "expires_in": LIFE_S - 1, "token_type": "Bearer"}

    def caller(self, token: str) -> Caller | None:
        """Return whose token this is; None for one of ours that is over or never was."""
        if not token.startswith(PREFIX):
            return Caller(ACCOUNT)
        with self._lock:
            found = self._tokens.get(token)
        if found is None or found[1] <= self._clock.now():
            return None
        return found[0]


def _new_key() -> dict[str, str]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    text = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    return {
        "type": "service_account",
        "project_id": "sandbox",
        "private_key_id": secrets.token_hex(20),
        "private_key": text,
        "client_email": ACCOUNT,
        "client_id": "100000000000000000000",
        "universe_domain": "googleapis.com",
    }
