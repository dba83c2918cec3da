"""Reads `config/programme.toml`."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from backbone.config_files import load_config
from museum.calendar_check import CheckSettings, CheckSettingsError, parse_check_settings
from museum.date_advice import AdviceSettings, parse_advice_settings
from museum.errors import FixConfiguration

_Read = TypeVar("_Read")


def load_check_settings() -> CheckSettings:
    """Return the rules of the calendar; raises `FixConfiguration`."""
    return _load(parse_check_settings)


def load_advice_settings() -> AdviceSettings:
    """Return what dates are advised by; raises `FixConfiguration`."""
    return _load(parse_advice_settings)


def _load(parse: Callable[[Mapping[str, Any]], _Read]) -> _Read:
    try:
        return parse(load_config("programme"))
    except CheckSettingsError as error:
        raise FixConfiguration(
            what=f"In config/programme.toml klopt iets niet: {error}.",
            remedy="Verbeter die regel; de uitleg staat erboven.",
        ) from error
