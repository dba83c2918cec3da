"""The pages on which people look at the sandbox and edit it."""

from flask import Blueprint

from sandbox.services import Services


def blueprints(services: Services) -> list[Blueprint]:  # noqa: ARG001 - the pages will need it
    """Return the blueprints of the pages."""
    return []
