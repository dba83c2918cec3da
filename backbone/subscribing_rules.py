"""Reads the part `signup` of `config/newsletter.toml`."""

from backbone.config_files import load_config
from museum.errors import FixConfiguration
from museum.newsletter.subscribing import SubscribeError, SubscribeRules, parse_subscribe_rules


def load_subscribe_rules() -> SubscribeRules:
    """Return what the sign-up form asks; raises `FixConfiguration`."""
    try:
        return parse_subscribe_rules(load_config("newsletter"))
    except SubscribeError as error:
        raise FixConfiguration(
            what=f"In config/newsletter.toml klopt iets niet: {error}.",
            remedy="Verbeter die regel; de uitleg staat erboven.",
        ) from error
