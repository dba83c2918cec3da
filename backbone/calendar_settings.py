"""Reads `config/programme.toml`."""

from backbone.settings import load_config
from museum.calendar_check import CheckSettings, CheckSettingsError, parse_check_settings
from museum.errors import FixConfiguration


def load_check_settings() -> CheckSettings:
    """Return the rules of the calendar; raises `FixConfiguration`."""
    try:
        return parse_check_settings(load_config("programme"))
    except CheckSettingsError as error:
        raise FixConfiguration(
            what=f"In config/programme.toml klopt iets niet: {error}.",
            remedy="Verbeter die regel; de uitleg staat erboven.",
        ) from error
