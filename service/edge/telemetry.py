"""Telemetry: how the log is written, for people (`text`) or machines (`json`, one object a line).

An exception is written as the names of its types and the places in the code, never with its message or its locals: those
quote what editors and readers sent.
"""

import contextlib
import logging
import select
import time
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, Literal, TextIO

import msgspec

from service.edge.access import LOGGER, Access, Line

_NOISY: Final = {"uvicorn.error": logging.WARNING, "asyncio": logging.WARNING, "httpx": logging.WARNING}
_FEW: Final = tuple(str(hundredths / 100) for hundredths in range(200))


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
        written: list[str] = []
        millisecond, moment = -1, ""
        for at, identity, took, asked, status, size in lines:
            if int(at * 1000) != millisecond:
                millisecond, moment = int(at * 1000), _moment(at)
            written.append(
                f"{moment} info {asked.text}{status} {size} B {_milliseconds(took)} ms {identity.decode()}\n"
            )
        return "".join(written)

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
        written: list[str] = []
        millisecond, begin = -1, ""
        for at, identity, took, asked, status, size in lines:
            if int(at * 1000) != millisecond:
                millisecond = int(at * 1000)
                begin = f'{{"time":"{_moment(at)}","level":"info","logger":"nordkalott.access","request_id":"'
            written.append(
                f'{begin}{identity.decode()}",{asked.json},"status":{status},"bytes":{size},"ms":{_milliseconds(took)}}}\n'
            )
        return "".join(written)

    def line(self, at: float, entry: Access) -> str:
        members = msgspec.json.encode(entry)[1:].decode()
        return f'{{"time":"{_moment(at)}","level":"info","logger":"nordkalott.access",{members}\n'


def _time(record: logging.LogRecord) -> str:
    return _moment(record.created)


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _milliseconds(seconds: float) -> str:
    """In hundredths. What the fast path takes is a few of them, and their text is known."""
    hundredths = int(seconds * 100_000 + 0.5)
    return _FEW[hundredths] if hundredths < len(_FEW) else str(hundredths / 100)


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
            for at, identity, took, asked, status, size in lines:
                entry = asked.answered(identity.decode(), status, size, round(took * 1000, 2))
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
            for piece in _pieces(text):
                handler.stream.write(piece)
                handler.flush()
    finally:
        handler.release()


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
