"""How the families of functions say what they offer: name, number of arguments, kind of result."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from sandbox.airtable.formula.values import Value


class Row(Protocol):
    """The record that a formula is worked out for."""

    @property
    def record_id(self) -> str:
        """`rec…`."""

    @property
    def created_time(self) -> datetime:
        """When the record was made, aware, UTC."""

    def modified_time(self, fields: Sequence[str]) -> datetime | None:
        """When one of these fields was last changed by hand; no fields: any. `None`: never."""

    def cell(self, reference: str) -> Value:
        """The value of a field, by name or ID. Raises `UnknownFieldError`."""


@dataclass(frozen=True)
class Scope:
    """What a function may know beside its arguments."""

    row: Row
    now: datetime
    zone: ZoneInfo
    locale: str
    in_rollup: bool = False

    def local(self, moment: datetime) -> datetime:
        """The moment on the clock of the zone that was asked for."""
        return moment.astimezone(self.zone)

    @property
    def today(self) -> date:
        """The date at Greenwich, as TODAY() has it."""
        return self.now.astimezone(UTC).date()


Gives = Literal["number", "text", "date", "dateTime", "branches", "first", "widest", "nothing"]
"""What a function results in: a kind, or that of the arguments it returns."""

Thunk: TypeAlias = Callable[[], Value]
EagerBody: TypeAlias = Callable[..., Value]


@dataclass(frozen=True)
class Function:
    """A function as the parser and the evaluator need it. `most` is `None` for any number."""

    name: str
    least: int
    most: int | None
    gives: Gives
    body: EagerBody
    lazy: bool = False
    """The body takes thunks and decides which arguments are worked out, also on errors."""

    def accepts(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return self.least <= count and (self.most is None or count <= self.most)

    def arity(self) -> str:
        """The number of arguments in words, for the complaint about a wrong one."""
        if self.most is None:
            return f"at least {self.least}"
        return str(self.least) if self.least == self.most else f"{self.least} to {self.most}"


@dataclass(frozen=True)
class Family:
    """The functions of one file."""

    functions: dict[str, Function] = field(default_factory=dict)

    def add(
        self,
        name: str,
        least: int,
        most: int | None = -1,
        *,
        gives: Gives = "number",
        lazy: bool = False,
    ) -> Callable[[EagerBody], EagerBody]:
        """Offer a function under a name; without `most` it takes exactly `least` arguments."""

        def register(body: EagerBody) -> EagerBody:
            limit = least if most == -1 else most
            self.functions[name] = Function(name, least, limit, gives, body, lazy)
            return body

        return register
