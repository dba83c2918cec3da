"""How museumflow logs: one JSON line an event, on standard error.

Lines hold record IDs and kinds of errors, never names, addresses, tokens or the values of local
variables.
"""

import logging
import sys

import structlog
from structlog.tracebacks import ExceptionDictTransformer


def set_up_logs() -> None:
    """Configure the logs of this process; called once, by the command line."""
    frames = ExceptionDictTransformer(show_locals=False, max_frames=20)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(frames),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
