"""What is wrong with a formula before any record is looked at: Airtable answers 422 to it."""


class FormulaError(Exception):
    """The formula cannot be read; the message says where and why, in English as Airtable does."""


class UnknownFieldError(FormulaError):
    """The formula names a field that the table does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Unknown field names: {name.lower()}")
        self.name = name


class UnsuitableError(Exception):
    """A value does not suit a function. Never leaves this package: it becomes `#ERROR!`."""
