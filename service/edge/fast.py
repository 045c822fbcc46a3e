"""Fast: a request for a kept answer, written out where its bytes come in. All others go on to `EdgeProtocol`, untouched.

What a request costs on its way through llhttp, a task, Starlette and back is twenty times what its answer costs. So this class looks at
each piece of bytes first, and answers with one write if it can be sure of four things. Each one is decided by what the slow path uses:

1. **These bytes begin a message.** `EdgeProtocol` knows where each message ends, to the byte: its stage is HEAD, it keeps no byte, and
   the answer before is finished. So the rest of a split head, of a body, or of a body after an early refusal is never looked at here.
2. **They are a whole message, and nothing else.** `heads.read` takes them, from the method to the empty line, as one strict head with one
   good Host; it is HTTP/1.1, GET or HEAD in origin form; no field is there twice, and every field is on the list below. Content-Length,
   Transfer-Encoding, Expect, Upgrade, Range, Authorization are not, so there is no body, and nothing that we would have to understand.
   What is not on the list is not wrong: it is slow. Only what cannot change an answer may be added. `apart` may take out two whole lines first.
3. **Their answer is known**: the shelf finds it under the target as it was sent, for the languages and codings that were asked for. Which
   coding, and what a condition comes to, is told by `codings.chosen` and `conditions.outcome`, the head is written by `answers.respond`
   and `Headers.complete`. A 412 is left to the slow path.
4. **The client reads.** While what was written waits in this process (`pause_writing`), the request goes the slow path, which waits. So no
   client makes us hold more than the transport's high-water mark and one answer. A large body is written as it is kept, not copied: a thousand
   clients that do not read hold it once.

Clocks: the one for a first head is stopped; the keep-alive clock is not set anew for each answer, which would cost as much as the answer:
when it rings, it is looked at when the last answer was, and set for what is left.

Heads that were seen are remembered with what they say (a browser's has a kilobyte), as long as their answer was found, bounded by bytes:
without what proxies make anew for each request, which would make each a new one.
A request id, the log and the counts are as in the slow path: `tally`.

Of what a request costs, five sixths are the kernel's and the event loop's: they are the same if the answer is a constant. The rest is a microsecond
of Python, so what a request comes through is one function, looks nothing up twice, and asks on a connection that had nothing but fast
answers no more of point 1 than whether that is still so.
"""

from __future__ import annotations

import asyncio
import math
import os
import struct
from collections.abc import Callable, Sized
from time import monotonic, time
from typing import TYPE_CHECKING, Any, Final

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE
from uvicorn.server import ServerState

from service.edge.access import Told
from service.edge.app import Edge, bare
from service.edge.headers import Header
from service.edge.plain import Plain, apart, plain
from service.edge.protocol import EdgeProtocol, Stage
from service.edge.ready import REQUESTS, SHELF, Cut, Kept, Ready, Shelf
from service.edge.tally import Tally
from service.web.answers import respond
from service.web.conditions import NONE, Conditions, last_modified, outcome

if TYPE_CHECKING:
    from service.snapshots import Snapshot

_HEAD: Final = Stage.HEAD
_REMEMBERED: Final = 4 * 1024 * 1024
_PER_HEAD: Final = 1536
"""Bytes of memory that a remembered head takes beside its own, or less. What was told of its answer is among them."""
_COPIED: Final = 65536
"""Bytes of a body that is copied into one piece with its head."""
_UNCHANGED: Final = 304
_OK: Final = 200
_END: Final = b"\r\n\r\n"
_AT_ONCE: Final = 256
_IDENTIFIERS: Final = struct.Struct("16s" * _AT_ONCE)


class Lane:
    """What the connections of a process share: the shelf, the heads that were seen, request ids, and what is yet to be told of answers."""

    def __init__(self, edge: Edge) -> None:
        self.edge = edge
        self.limits = edge.limits
        self.most = edge.settings.max_connections
        self.find: Callable[[bytes, str, str, float], Kept | None] | None = None
        self.tally = Tally()
        self.seen: dict[bytes, Plain] = {}
        self._before: dict[bytes, Plain] = {}
        self._held = 0
        self.identifiers: list[bytes] = []
        self.date = b""
        self.since = self.until = 0.0
        self.crowded = False
        self._endings: dict[bytes, bytes] = {}  # nearly all answers have one of a few

    def connection(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> EdgeProtocol:
        """A new connection: what uvicorn calls in the place of a class."""
        shelf: Shelf | None = app_state.get(SHELF)
        if shelf is None:
            return EdgeProtocol(config, server_state, app_state, _loop)
        if self.find is None:
            self.find = shelf.find
            self.tally.told(server_state, app_state.get(REQUESTS))
        return FastProtocol(config, server_state, app_state, _loop, self, self.find)

    def read(self, raw: bytes) -> tuple[Plain | None, bytes | None]:
        """What a head says that is not among the last ones, and its own request id."""
        if not raw.startswith((b"GET ", b"HEAD ")) or len(raw) > self.limits.head_bytes:
            return None, None
        common, request_id = apart(raw)
        return self.seen.get(common) or self._before.get(common) or plain(common, self.limits), request_id

    def remember(self, said: Plain) -> None:
        """Keep what a head says. When half of the memory is full, the other half is forgotten."""
        if said.raw in self.seen:
            return
        self._held += len(said.raw) + _PER_HEAD
        if self._held > _REMEMBERED // 2:
            self._before, self.seen = self.seen, {}
            self._held = len(said.raw) + _PER_HEAD
        self.seen[said.raw] = said

    def count(self, connections: Sized) -> None:
        """There is one more, or one less."""
        self.crowded = len(connections) > self.most

    def tick(self, now: float) -> None:
        """Another second has begun, or the clock was set back."""
        self.since = now // 1
        self.until = self.since + 1
        self.date = self.edge.headers.date()

    def more_identifiers(self) -> list[bytes]:
        """New request ids, as `secrets.token_hex` makes them, many at a time."""
        self.identifiers = list(_IDENTIFIERS.unpack(os.urandom(8 * _AT_ONCE).hex().encode()))
        return self.identifiers

    def ready(self, snapshot: Snapshot, now: float) -> Ready | None:
        """A kept answer as it is written from now on; None for one that the edge writes in its own words."""
        response = respond(snapshot, NONE, now)
        if bare(snapshot.status, response.raw_headers):
            return None
        modified = last_modified(snapshot.moved) if snapshot.moved is not None else None
        told = modified is not None and modified <= now
        unchanged: Cut | None = None
        if snapshot.status == _OK:
            of_unchanged = respond(snapshot, Conditions(if_none_match="*"), now)
            unchanged = self._cut(of_unchanged.status_code, of_unchanged.raw_headers)
        return Ready(
            status=snapshot.status,
            head=self._cut(snapshot.status, response.raw_headers),
            body=snapshot.body,
            unchanged=unchanged,
            etag=snapshot.etag,
            modified=modified if told else None,
            since=modified if told and modified is not None else -math.inf,
            until=modified if modified is not None and not told else math.inf,
        )

    def _cut(self, status: int, given: list[Header]) -> Cut:
        fields = self.edge.headers.complete(given, "GET", b"")[:-1]
        at = next(index for index, (name, _) in enumerate(fields) if name == b"date")
        before, after = (
            b"".join([name + b": " + value + b"\r\n" for name, value in part])
            for part in (fields[:at], fields[at + 1 :])
        )
        after = b"\r\n" + after + b"x-request-id: "
        return STATUS_LINE[status] + before + b"date: ", self._endings.setdefault(after, after)


class FastProtocol(EdgeProtocol):
    """One connection, with its shortcut."""

    # uvicorn's attributes are too many for Python to share their names between instances: each is searched for in a dictionary.
    __slots__ = ("_find", "_flow", "_last", "_straight", "_trusted", "_write", "lane")

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None,
        lane: Lane,
        find: Callable[[bytes, str, str, float], Kept | None],
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.lane = lane
        self._find = find
        self._trusted: bool | None = None
        self._last = 0.0  # when the last fast answer was, on the monotonic clock
        # It stood between messages, and only answers from here came since; its clocks are right.
        self._straight = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """One more."""
        super().connection_made(transport)
        self._write, self._flow = transport.write, self.flow
        self.lane.count(self.connections)

    def connection_lost(self, exc: Exception | None) -> None:
        """One less."""
        super().connection_lost(exc)
        self.lane.count(self.connections)

    def shutdown(self) -> None:
        """It may be closing from here on."""
        self._straight = False
        super().shutdown()

    def data_received(self, data: bytes) -> None:  # noqa: PLR0912 - a call of a method costs as much as five of these lines
        """Answer what can be answered here; the rest goes on."""
        began = monotonic()
        lane = self.lane
        if lane.crowded or self._flow.write_paused or not (self._straight or self._between()):
            self._pass_on(data)
            return
        said, own = lane.seen.get(data), None
        fresh = said is None
        if said is None:
            said, own = lane.read(data)
            if said is None:
                self._pass_on(data)
                return
        now = time()
        # Called as attributes, they would be looked for in the class first.
        find, write = self._find, self._write
        kept = find(said.target, said.language, said.coding, now)
        if kept is None:
            self._pass_on(data)
            return
        ready = kept.ready
        if ready is None or now >= ready.until or now < ready.since:
            ready = kept.ready = lane.ready(kept.snapshot, now)
            if ready is None:
                self._pass_on(data)
                return
        status, (before, after), body = ready.status, ready.head, b"" if said.head else ready.body
        if said.given is not NONE and ready.unchanged is not None:
            same = said.etag == ready.etag
            status = _UNCHANGED if same else outcome(said.given, ready.etag, ready.modified, now)
            if status == _UNCHANGED:
                (before, after), body = ready.unchanged, b""
            elif status != _OK:
                self._pass_on(data)
                return
        if now >= lane.until or now < lane.since:
            lane.tick(now)
        request_id = (own and self._believed(own)) or (lane.identifiers or lane.more_identifiers()).pop()
        size = len(body)
        if size > _COPIED:
            self.transport.writelines((before, lane.date, after, request_id, _END, body))
        else:
            write(b"".join((before, lane.date, after, request_id, _END, body)))
        if not self._straight:
            self._set_clocks()
            self._straight = True
        self._last = ended = monotonic()
        told = said.told
        if told is None or told.size != size or told.status != status:
            told = said.told = Told(said.asked, status, size)
        if fresh:
            lane.remember(said)
        lane.tally.add((now, request_id, ended - began, told))

    def _pass_on(self, data: bytes) -> None:
        self._straight = False
        self.lane.tally.tell()
        super().data_received(data)

    def _set_clocks(self) -> None:
        if self._deadline is not None:
            self._rest()
        if self.timeout_keep_alive_task is None:
            self._ring(self.timeout_keep_alive)

    def _ring(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

    def _between(self) -> bool:
        cycle = self.cycle
        return (
            self.stage is _HEAD
            and not self._kept
            and (cycle is None or cycle.response_complete)
            and not self.transport.is_closing()
        )

    def _believed(self, own: bytes) -> bytes | None:
        if self._trusted is None:
            self._trusted = self.edge.proxies.trusts(self.client[0] if self.client else None)
        return own if self._trusted else None

    def timeout_keep_alive_handler(self) -> None:
        """Close, if nothing was answered here in the meantime."""
        left = self._last + self.timeout_keep_alive - monotonic()
        if left > 0:
            self._ring(left)
        else:
            self._straight = False
            super().timeout_keep_alive_handler()
