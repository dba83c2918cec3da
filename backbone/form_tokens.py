"""Signs what stands in the links that we mail (itsdangerous). One key per installation, kept in
the database, so that every machine reads what another signed.
"""

import hashlib
import hmac
import secrets
import time
from functools import cached_property
from typing import Final, Literal

import sqlalchemy as sa
from itsdangerous import BadData, URLSafeTimedSerializer

from backbone.database import metadata, reading, upsert

Purpose = Literal[
    "link", "submission", "opened", "signup", "signup_request", "certificate", "no-mail"
]

_keys: Final = sa.Table(
    "form_keys",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.String(64), nullable=False),
)


class FormTokens:
    """Signs and reads tokens; one made for one purpose is worth nothing for another."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def sign(self, purpose: Purpose, value: str) -> str:
        """Return a token that carries a value; it fits in an address."""
        return str(self._serializer(purpose).dumps(value))

    def read(self, purpose: Purpose, token: str, most_s: int | None = None) -> str | None:
        """Return the value of a token of ours; None when it is not, or older than `most_s`."""
        try:
            return str(self._serializer(purpose).loads(token, max_age=most_s))
        except BadData:
            return None

    def secret(self, name: str) -> str:
        """Return a secret of this installation (32 hexadecimal digits), the same every time."""
        return hmac.new(self._key.encode(), name.encode(), hashlib.sha256).hexdigest()[:32]

    def is_same(self, given: str, ours: str) -> bool:
        """Compare in constant time what somebody gave with a secret of ours."""
        return hmac.compare_digest(given.encode(), ours.encode())

    def age_s(self, purpose: Purpose, token: str) -> float | None:
        """Return how long ago a token of ours was signed; None when it is not ours."""
        try:
            _, signed = self._serializer(purpose).loads(token, return_timestamp=True)
        except BadData:
            return None
        return time.time() - float(signed.timestamp())

    def _serializer(self, purpose: Purpose) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._key, salt=f"museumflow-{purpose}")

    @cached_property
    def _key(self) -> str:
        drawn = upsert(self._engine, _keys).values(id=1, key=secrets.token_hex(32))
        with self._engine.begin() as connection:
            connection.execute(drawn.on_conflict_do_nothing(index_elements=["id"]))
        with reading(self._engine).begin() as connection:
            return str(connection.scalar(sa.select(_keys.c.key)))
