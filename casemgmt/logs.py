"""How log lines are made: nothing in them may name a service user."""

from traceback import format_tb
from types import TracebackType

import structlog
from structlog.typing import Processor

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def where(exc_info: ExcInfo) -> str:
    """The traceback of an exception and of those behind it, with their types and without their messages.

    A message may quote what somebody typed, and PostgreSQL's hold whole rows.
    """
    error: BaseException | None = exc_info[1]
    traces: list[str] = []
    while error:
        traces.insert(0, "".join([*format_tb(error.__traceback__), type(error).__qualname__]))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\n".join(traces)


# What every line says beside its event, whoever wrote it.
ABOUT: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
]
JSON_LINES: list[Processor] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.processors.ExceptionRenderer(where),
    structlog.processors.JSONRenderer(),
]
CONSOLE: list[Processor] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.dev.ConsoleRenderer(colors=False),
]
