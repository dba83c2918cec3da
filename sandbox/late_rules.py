"""Routes that learn how to write their address when that is first asked of them.

Flask compiles that for every route at the start. It was three quarters of what a sandbox took to
start, and tests start hundreds; few routes are ever asked for their address.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A route as Werkzeug knows it, but for when its builders are compiled."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compile_now = super()._compile_builder
        builders: list[Builder] = []

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            if not builders:
                builders.append(compile_now(append_unknown))
            return builders[0](rule, **values)

        return build
