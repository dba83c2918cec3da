"""A condition as staff write it: a Jinja2 expression over the facts of one candidate. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from museum.errors import FixConfiguration

_ENVIRONMENT: Final = SandboxedEnvironment(undefined=StrictUndefined)


class ConditionError(ValueError):
    """An expression that cannot be read; in Dutch."""


class Condition:
    """One expression. An empty one always holds."""

    def __init__(self, text: str, where: str) -> None:
        self.text, self._where = text, where
        self._holds: Callable[..., Any] | None = None
        if text:
            try:
                self._holds = _ENVIRONMENT.compile_expression(text, undefined_to_none=False)
            except TemplateError as error:
                raise ConditionError(f"bij {where} is “{text}” niet te lezen: {error}") from error

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Tell whether it holds; raises `FixConfiguration` when it names what is not there."""
        if self._holds is None:
            return True
        try:
            return bool(self._holds(**facts))
        except (TemplateError, TypeError) as error:
            raise FixConfiguration(
                what=f"In config/newsletter.toml bij {self._where} klopt “{self.text}” niet: "
                f"{error}.",
                remedy="De namen die u kunt gebruiken, staan boven de rubrieken in dat bestand.",
            ) from error
