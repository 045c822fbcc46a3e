"""Telemetry: how the log is written, for people (`text`) or machines (`json`, one object a line).

An exception is written as the names of its types and the places in the code, never with its message or its locals: those
quote what editors and readers sent.
"""

import contextlib
import logging
import os
import select
import stat
import time
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, Literal, TextIO

import msgspec

from service.edge.access import LOGGER, Access, Line

_NOISY: Final = {"uvicorn.error": logging.WARNING, "asyncio": logging.WARNING, "httpx": logging.WARNING}
_KNOWN: Final = 200
_FEW: Final = tuple(str(hundredths / 100).encode() for hundredths in range(_KNOWN))
"""Milliseconds, to hundredths of them. What the fast path takes is a few of these."""


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


class _Form(logging.Formatter):
    """A form of the log that can write answers without a record for each: one, and many at once."""

    def line(self, at: float, entry: Access) -> str:
        """The line of one answer, ended."""
        raise NotImplementedError

    def lines(self, lines: Sequence[Line]) -> str:
        """The text of all, every line ended."""
        raise NotImplementedError


class _Text(_Form):
    def format(self, record: logging.LogRecord) -> str:
        head = f"{_time(record)} {record.levelname.lower()} {_one_line(record.getMessage())}"
        return "\n".join([head, *(f"  {line}" for line in _trace(record))])

    def lines(self, lines: Sequence[Line]) -> str:
        written: list[bytes] = []
        begin, since, until = b"", 0.0, 0.0
        for at, identity, took, told in lines:
            if not since <= at < until:
                begin, since, until = f"{_moment(at)} info ".encode(), *_millisecond(at)
            hundredths = int(took * 100_000 + 0.5)
            spent = _FEW[hundredths] if hundredths < _KNOWN else _milliseconds(hundredths)
            written += begin, told.text, spent, b" ms ", identity, b"\n"
        return b"".join(written).decode()

    def line(self, at: float, entry: Access) -> str:
        return f"{_moment(at)} info {_one_line(str(entry))}\n"


class _Json(_Form):
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

    def lines(self, lines: Sequence[Line]) -> str:
        written: list[bytes] = []
        begin, since, until = b"", 0.0, 0.0
        for at, identity, took, told in lines:
            if not since <= at < until:
                begin, since, until = f'{{{_begun(at)},"request_id":"'.encode(), *_millisecond(at)
            hundredths = int(took * 100_000 + 0.5)
            spent = _FEW[hundredths] if hundredths < _KNOWN else _milliseconds(hundredths)
            written += begin, identity, told.json, spent, b"}\n"
        return b"".join(written).decode()

    def line(self, at: float, entry: Access) -> str:
        return f"{{{_begun(at)},{msgspec.json.encode(entry)[1:].decode()}\n"


def _time(record: logging.LogRecord) -> str:
    return _moment(record.created)


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _begun(at: float) -> str:
    return f'"time":"{_moment(at)}","level":"info","logger":"nordkalott.access"'


def _millisecond(at: float) -> tuple[float, float]:
    """From when to when `_moment` gives the same."""
    whole = int(at * 1000)
    return whole / 1000, (whole + 1) / 1000


def _milliseconds(hundredths: int) -> bytes:
    return str(hundredths / 100).encode()


def _one_line(message: str) -> str:
    return message if message.isprintable() else message.encode("unicode_escape").decode()


def _trace(record: logging.LogRecord) -> list[str]:
    error = record.exc_info[1] if record.exc_info else None
    return frames(error) if error else []


def configure(form: Literal["text", "json"], stream: TextIO) -> None:
    """Send every log record from INFO to `stream`, and what others chatter about from WARNING. Calling again replaces."""
    root = logging.getLogger()
    send(root, form, stream)
    root.setLevel(logging.INFO)
    for name, level in _NOISY.items():
        logging.getLogger(name).setLevel(level)


def send(logger: logging.Logger, form: Literal["text", "json"], stream: TextIO) -> None:
    """Send what reaches a logger to `stream`, and nowhere else."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Json() if form == "json" else _Text())
    logger.handlers = [handler]


def answered(entry: Access) -> None:
    """Write the line of one answer, now, if anybody listens. A record and what makes it would cost more than the line."""
    if not LOGGER.isEnabledFor(logging.INFO):
        return
    at = time.time()
    for handler in _listening(LOGGER):
        if isinstance(handler, logging.StreamHandler) and isinstance(handler.formatter, _Form):
            _at_once(handler, handler.formatter.line(at, entry))
        else:
            handler.handle(_record(LOGGER, at, entry))


def write(logger: logging.Logger, lines: Sequence[Line]) -> None:
    """Write the lines of many answers: at once where the log is ours, else as one record each."""
    for handler in _listening(logger):
        if isinstance(handler, logging.StreamHandler) and isinstance(handler.formatter, _Form):
            _at_once(handler, handler.formatter.lines(lines))
        else:
            for at, identity, took, told in lines:
                entry = told.entry(identity.decode(), round(took * 1000, 2))
                handler.handle(_record(logger, at, entry))


def _listening(logger: logging.Logger) -> Iterator[logging.Handler]:
    node: logging.Logger | None = logger
    while node is not None:
        yield from (handler for handler in node.handlers if handler.level <= logging.INFO)
        node = node.parent if node.propagate else None


def _at_once(handler: "logging.StreamHandler[TextIO]", text: str) -> None:
    handler.acquire()
    try:
        # Of a log that cannot be written, nobody can be told.
        with contextlib.suppress(OSError, ValueError):
            for piece in [text] if _whole(handler.stream) else _pieces(text):
                handler.stream.write(piece)
                handler.flush()
    finally:
        handler.release()


def _whole(stream: TextIO) -> bool:
    """Does what is written to it at once stay together, however much it is? In a file it does; in a pipe others may write in between."""
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def _pieces(text: str) -> Iterator[str]:
    """Whole lines, as many at a time as a pipe takes in one piece: several processes write to one log, and not into each other's lines."""
    most = select.PIPE_BUF if text.isascii() else select.PIPE_BUF // 4
    start = 0
    while start < len(text):
        end = text.rfind("\n", start, start + most) + 1 or text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _record(logger: logging.Logger, at: float, entry: Access) -> logging.LogRecord:
    record = logger.makeRecord(logger.name, logging.INFO, "", 0, "%s", (entry,), None, extra={"data": entry})
    record.created = at
    return record
