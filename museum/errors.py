"""Our errors: one root, grouped by what happens next. Each says what happened and what to do."""


class MuseumflowError(Exception):
    """The root. `what` and `remedy` are whole Dutch sentences that staff may read."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.what = what
        self.remedy = remedy


class SkipRecord(MuseumflowError):  # noqa: N818 - says what happens next
    """This record cannot be handled now; the others go on."""


class TryLater(MuseumflowError):  # noqa: N818 - says what happens next
    """A passing fault: the same may succeed after `after_s` seconds."""

    def __init__(self, what: str, remedy: str = "", after_s: float = 0.0) -> None:
        super().__init__(what, remedy)
        self.after_s = after_s


class StopRun(MuseumflowError):  # noqa: N818 - says what happens next
    """This run cannot go on; a later one may."""


class FixConfiguration(MuseumflowError):  # noqa: N818 - says what happens next
    """A setting is missing or wrong: nothing works before a person mends it."""
