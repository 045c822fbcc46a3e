"""Telemetry: how the log is written, for people (`text`) or machines (`json`, one object a line).

An exception is written as the names of its types and the places in the code, never with its message or its locals: those
quote what editors and readers sent.
"""

import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, Literal, TextIO

import msgspec

_NOISY: Final = {"uvicorn.error": logging.WARNING, "asyncio": logging.WARNING, "httpx": logging.WARNING}


def frames(error: BaseException) -> list[str]:
    """The error's type and places, then those of what it came from, innermost last in each."""
    return [line for link in _chain(error) for line in _one(link)]


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        yield link
        seen.add(id(link))
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _one(error: BaseException) -> Iterator[str]:
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    for place in traceback.extract_tb(error.__traceback__):
        yield f"  {place.filename}:{place.lineno} {place.name}"


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        head = f"{_time(record)} {record.levelname.lower()} {_one_line(record.getMessage())}"
        return "\n".join([head, *(f"  {line}" for line in _trace(record))])


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        data = getattr(record, "data", None)
        if data is None:
            entry["message"] = record.getMessage()
        else:
            entry |= msgspec.to_builtins(data)
        if trace := _trace(record):
            entry["trace"] = trace
        return msgspec.json.encode(entry).decode()


def _time(record: logging.LogRecord) -> str:
    return (
        datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )


def _one_line(message: str) -> str:
    return message if message.isprintable() else message.encode("unicode_escape").decode()


def _trace(record: logging.LogRecord) -> list[str]:
    error = record.exc_info[1] if record.exc_info else None
    return frames(error) if error else []


def configure(form: Literal["text", "json"], stream: TextIO) -> None:
    """Send every log record from INFO to `stream`, and what others chatter about from WARNING. Calling again replaces."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Json() if form == "json" else _Text())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name, level in _NOISY.items():
        logging.getLogger(name).setLevel(level)
