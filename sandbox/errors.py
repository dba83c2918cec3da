"""What can go wrong before or beside a request, told to whoever starts the sandbox."""


class SandboxError(Exception):
    """The sandbox cannot start, or a control was used wrongly; the message says what to do."""
