"""Sign-ups in our own database: one transaction decides who has a place."""

from backbone.signups.store import Outcome, SignUps, Taken

__all__ = ["Outcome", "SignUps", "Taken"]
