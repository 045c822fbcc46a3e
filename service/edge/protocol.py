"""Protocol: uvicorn's httptools protocol with the limits that it lacks.

Why a subclass: uvicorn hands bytes to its parser (llhttp) as they come, with no limit on size, count or time, and starts the
application before it knows of a second Host. So this class keeps the bytes until a head is whole, reads it strictly
(`heads.read`), and only then feeds exactly that head to llhttp. From there on uvicorn does its work unchanged.

How a connection moves, one message at a time:

    HEAD     bytes are kept until CR LF CR LF, at most `max_header_bytes` of them, at most `header_timeout` long
    BODY     bytes go to llhttp, cut so that its message can only end where a piece ends; counted, and timed
    HEAD     once the message is whole. While its answer is still being made, bytes of a next request wait unparsed and
             reading is paused, so answers cannot change places and a client cannot pile up requests
    CLOSING  a refusal was written, the sending side is shut; what still comes is read and forgotten for a moment, because
             closing on unread bytes resets the connection and takes the refusal with it (RFC 9112 section 9.6)

Two readers, one truth: `heads` decides where a body ends (length or chunks), llhttp decides it too. If they do not agree to the
byte, the request is refused. This is what keeps the rest of one message from being answered as the next.

A deadline is absolute: it starts with the first byte of a head, or with the end of a head, and a trickle of bytes does not
move it. It does not run while it is we who do not read. What the client does not read is on a clock of its own (`unread`).
"""

import asyncio
import enum
import logging
from typing import Any, Final

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from service.edge import heads
from service.edge.app import Edge
from service.edge.heads import Head, Refusal
from service.edge.unread import Unread

LOGGER: Final = logging.getLogger("nordkalott.edge")
LINGER: Final = 2.0
"""Seconds that a refused client may go on sending before the connection is cut."""
_END: Final = b"\r\n\r\n"


class Stage(enum.Enum):
    """What the next byte belongs to."""

    HEAD = enum.auto()
    BODY = enum.auto()
    CLOSING = enum.auto()


class EdgeProtocol(HttpToolsProtocol):
    """One connection. Its `Config.app` must be an Edge."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        if not isinstance(config.app, Edge):
            raise TypeError("EdgeProtocol serves an Edge")
        self.edge = config.app
        self.settings = config.app.settings
        self.limits = config.app.limits
        self.timeout_keep_alive = self.settings.keep_alive  # type: ignore[assignment]  # call_later takes fractions too
        self.stage = Stage.HEAD
        self._kept = bytearray()  # read, not yet fed
        self._raw = b""  # the head of the message in hand
        self._target = b""
        self._authority: bytes | None = None
        self._parsed = False  # llhttp has ended that head
        self._left = 0  # bytes of its body still to come; not for chunks
        self._chunked = False
        self._tail = b""  # the last bytes of a chunked body, where a CR LF CR LF may have begun
        self._wire = 0  # bytes of a chunked body, with its framing
        self._body = 0  # and without
        self._began = 0.0
        self._bound = self.limits.bound(b"", b"")
        self._deadline: asyncio.TimerHandle | None = None
        self._unread: Unread

    # The connection

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """A client that connects and says nothing is on the clock too. One more than there are descriptors for is cut, unheard."""
        super().connection_made(transport)
        self._unread = Unread(self.loop, transport, self.settings.write_timeout)
        if len(self.connections) > self.edge.ceiling:
            transport.abort()
        else:
            self._mind(self.settings.header_timeout)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks (uvicorn leaves the keep-alive clock of a reset connection running); uvicorn tells the application."""
        self._rest()
        self._unread.rest()
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Graceful shutdown: a connection that only lingers has nothing to wait for."""
        if self.stage is Stage.CLOSING:
            self.transport.close()
        else:
            super().shutdown()

    def pause_writing(self) -> None:
        """The transport holds much that the client has not taken."""
        super().pause_writing()
        self._unread.watch()

    def resume_writing(self) -> None:
        """It has taken most of it."""
        super().resume_writing()
        self._unread.rest()

    def timeout_keep_alive_handler(self) -> None:
        """Nothing more is asked: what waits is still sent, if the client takes it."""
        super().timeout_keep_alive_handler()
        self._unread.watch()

    def data_received(self, data: bytes) -> None:
        """Keep the bytes and go as far with them as they reach."""
        if self.stage is Stage.CLOSING:
            return
        self._unset_keepalive_if_required()
        if not self._kept and self.stage is Stage.HEAD:
            self._rest()
            self._began = self.loop.time()
        self._kept += data
        self._advance(len(data))

    def on_response_complete(self) -> None:
        """Go on with what came meanwhile. uvicorn has armed the keep-alive clock, which is for idle connections alone."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._unread.watch()
        if self.stage is Stage.HEAD and self._kept and not self.transport.is_closing():
            self._began = self.loop.time()
            self._advance(len(self._kept))
        if self.stage is not Stage.HEAD or self._kept or self.busy():
            self._unset_keepalive_if_required()

    def busy(self) -> bool:
        """Is an answer being made?"""
        return self.cycle is not None and not self.cycle.response_complete

    def _advance(self, fresh: int) -> None:
        """Feed all that can be fed; `fresh` is how many of the kept bytes are new."""
        while self._kept:
            if self.stage is Stage.BODY:
                self._feed_body()
            elif self.busy():
                self.flow.pause_reading()
                return
            elif not self._feed_head(fresh):
                break
            fresh = len(self._kept)
        if self.stage is Stage.BODY:
            self._mind(self._bound.seconds)
        elif self.stage is Stage.HEAD and self._kept:
            self._mind(self.settings.header_timeout)

    # The head

    def _feed_head(self, fresh: int) -> bool:
        """Take one whole head out of the kept bytes and feed it. False if there is none."""
        kept = self._kept
        self._raw = b""
        # One empty line before a request is forgiven (RFC 9112 section 2.2): old clients end a body with one.
        lead = 2 if kept.startswith(b"\r\n") else 0
        end = kept.find(_END, max(lead, len(kept) - fresh - 3))
        size = (end + 4 if end >= 0 else len(kept)) - lead
        if size > self.limits.head_bytes:
            self._refuse(heads.refuse("head-too-large", f"At most {self.limits.head_bytes} bytes are taken."))
            return False
        if end < 0:
            if size and kept != b"\r" and heads.hopeless(kept, lead, len(kept) - fresh):
                self._refuse(heads.malformed(kept))
            return False
        self._raw = bytes(kept[lead : end + 4])
        del kept[: end + 4]
        head = heads.read(self._raw, self.limits)
        if isinstance(head, Head) and len(self.connections) > self.settings.max_connections:
            head = heads.refuse("overloaded")
        if isinstance(head, Refusal):
            self._refuse(head)
            return False
        self._rest()
        self._take(head)
        return True

    def _take(self, head: Head) -> None:
        """Let llhttp read the head, on which uvicorn starts the application, and hold it to what we read."""
        self.stage = Stage.BODY
        self._parsed = False
        self._target, self._authority = head.target, head.authority
        self._left, self._chunked = head.length, head.chunked
        self._bound = self.limits.bound(head.method, head.target)
        self._tail, self._wire, self._body = b"", 0, 0
        if self._feed(heads.without_upgrade(self._raw)):
            more = self._left > 0 or self._chunked
            self._agree(self._parsed and more is (self.stage is Stage.BODY))

    def on_message_begin(self) -> None:
        """llhttp may begin a message only with a head that we feed; raised here, it becomes a refusal."""
        if self.stage is not Stage.BODY or self._parsed:
            raise RuntimeError("a message began where none should")
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Without the white space after a value, which llhttp leaves, and without trailers, which uvicorn adds to the head."""
        if not self._parsed:
            super().on_header(name, value.rstrip(b" \t"))

    def on_headers_complete(self) -> None:
        """An absolute target stands in the place of Host (RFC 9112 section 3.2.2); the application sees its path alone."""
        self._parsed = True
        self.url = self._target
        if self._authority is not None:
            self.headers[:] = [
                (b"host", self._authority),
                *(header for header in self.headers if header[0] != b"host"),
            ]
        super().on_headers_complete()
        if self._left or self._chunked:
            self.cycle.transport = _Courteous(self)

    # The body

    def _feed_body(self) -> None:
        data = bytes(self._kept)
        self._kept.clear()
        if self._chunked:
            self._feed_chunks(data)
            return
        piece = data[: self._left]
        self._kept += data[self._left :]
        self._left -= len(piece)
        if self._feed(piece):
            self._agree((self._left > 0) is (self.stage is Stage.BODY))

    def _feed_chunks(self, data: bytes) -> None:
        """A chunked body ends with CR LF CR LF (RFC 9112 section 7.1), so a cut after each one finds its end to the byte."""
        start = len(self._tail)
        data = self._tail + data
        while start < len(data):
            cut = data.find(_END, max(0, start - 3))
            end = cut + 4 if cut >= 0 else len(data)
            self._wire += end - start
            if not self._feed(data[start:end]):
                return
            start = end
            # Framing may cost as much as the body itself: one byte in a chunk with a long extension may not.
            if self._body > self._bound.bytes or self._wire > 2 * self._bound.bytes + self.limits.head_bytes:
                self._refuse(heads.too_large(self._bound))
                return
            if self.stage is not Stage.BODY:
                self._kept += data[start:]
                return
        self._tail = data[-3:]

    def on_body(self, body: bytes) -> None:
        """Count, and let uvicorn hold no more than the limit."""
        self._body += len(body)
        if self._body <= self._bound.bytes:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The next byte is another message's."""
        super().on_message_complete()
        self.stage = Stage.HEAD
        self._rest()

    def _feed(self, piece: bytes) -> bool:
        try:
            self.parser.feed_data(piece)
        except httptools.HttpParserError as error:
            cause = error.__context__
            if isinstance(error, httptools.HttpParserCallbackError) and not isinstance(
                cause, httptools.HttpParserError
            ):
                LOGGER.error("reading a request failed", exc_info=cause)  # noqa: TRY400 (the cause, not what the parser made of it)
            self._refuse(heads.refuse("bad-request", "Its framing or its target is not well-formed."))
        return self.stage is not Stage.CLOSING

    def _agree(self, agreed: bool) -> None:
        if not agreed and self.stage is not Stage.CLOSING:
            self._refuse(heads.refuse("ambiguous-length"))

    # The end

    def _mind(self, seconds: float) -> None:
        """Start the clock unless it runs."""
        if self._deadline is None:
            self._deadline = self.loop.call_later(seconds, self._late, seconds)

    def _rest(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _late(self, seconds: float) -> None:
        self._deadline = None
        if self.flow.read_paused:
            self._mind(seconds)
        elif self.stage is Stage.BODY:
            self._refuse(heads.refuse("body-timeout", f"It may take {seconds:g} seconds."))
        elif bytes(self._kept) in {b"", b"\r", b"\r\n"}:
            self.transport.close()
        else:
            self._refuse(heads.refuse("head-timeout", f"It may take {seconds:g} seconds."))

    def _refuse(self, refusal: Refusal) -> None:
        """Answer with the refusal if the message in hand has no answer yet, and close."""
        dispatched = (self.stage is Stage.BODY and self._parsed) or self.busy()
        if dispatched and self.cycle.response_started:
            self.leave()
            return
        request_id: str | None = None
        if dispatched:
            # The application hears that the client has gone, and what it sends falls away. The log tells the refusal alone.
            request_id = self.scope["state"].get("request_id")
            self.scope["state"]["refused"] = True
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        method, target = heads.request_line(self._raw or bytes(self._kept).lstrip())
        self.transport.write(
            self.edge.refusal(
                refusal,
                method=method,
                target=target,
                request_id=request_id,
                ms=(self.loop.time() - self._began) * 1000,
            )
        )
        self.server_state.total_requests += 1
        self._linger()

    def leave(self) -> None:
        """Close after a whole answer, or in the middle of a broken one; gently if the request is still coming in."""
        if self.busy() or self.stage is not Stage.BODY:
            self.stage = Stage.CLOSING
            self.transport.close()
            self._unread.watch()
        else:
            self._linger()

    def _linger(self) -> None:
        self.stage = Stage.CLOSING
        self._kept.clear()
        self._rest()
        self._unset_keepalive_if_required()
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        self.transport.write_eof()
        self._deadline = self.loop.call_later(LINGER, self.transport.abort)


class _Courteous(asyncio.Transport):
    """The transport as uvicorn sees it while a request has a body: closing it waits for what the client still sends."""

    def __init__(self, protocol: EdgeProtocol) -> None:
        super().__init__()
        self._protocol = protocol

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self._protocol.transport.write(data)

    def is_closing(self) -> bool:
        return self._protocol.transport.is_closing()

    def close(self) -> None:
        self._protocol.leave()
