"""Accepting: how connections are taken from a listener, which several processes may share.

libuv takes one connection in a turn of the event loop. While others are answered a turn may last 5 ms, so the last of 500 that came at once would
wait for seconds, unheard. Here all that wait are taken, up to a number, before the next turn.

Of several processes all are woken by each connection, and whoever is quicker would have it: mostly the one that is awake already, which has the most to do.
So a process that has more connections than another leaves the next one to it, for a thousandth of a second; then it takes it itself,
for the other may have come to a stop. Why the listener is shared at all: docs/adr/ says it under “workers”.
"""

import asyncio
import errno
import logging
import socket
from collections.abc import Callable
from typing import Final, Protocol

LOGGER: Final = logging.getLogger("nordkalott.edge")
WAY: Final = 0.001
"""Seconds for which a connection is left to others."""
_AT_ONCE: Final = 64
"""Connections that are taken in one turn."""
_REST: Final = 1.0
"""Seconds of rest where no descriptor or memory is to be had for another connection."""
_SHORT: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


class Sharing(Protocol):
    """What a process that answers tells those that answer beside it. `opened` is how many connections it has."""

    def ready(self) -> None:
        """It answers from now on."""
        ...

    def gives_way(self, opened: int) -> bool:
        """Whether another process is to have the next connection."""
        ...

    def beat(self, opened: int) -> None:
        """It is well: called several times a second."""
        ...

    def tell(self) -> None:
        """It is about to end."""
        ...


class Acceptor:
    """Takes connections and makes a protocol for each. `opened` says how many there are. With `sharing`, other processes take some too."""

    def __init__(
        self,
        listener: socket.socket,
        protocol: Callable[[], asyncio.BaseProtocol],
        opened: Callable[[], int],
        sharing: Sharing | None = None,
    ) -> None:
        self._listener = listener
        self._protocol = protocol
        self._opened = opened
        self._sharing = sharing
        self._loop = asyncio.get_running_loop()
        self._pause: asyncio.TimerHandle | None = None
        self._making: set[asyncio.Task[object]] = set()
        listener.setblocking(False)
        self._loop.add_reader(listener.fileno(), self._waiting)

    async def close(self) -> None:
        """Take no more, and let what was taken be a connection. The listener is closed by whoever opened it."""
        if self._pause:
            self._pause.cancel()
            self._pause = None
        else:
            self._loop.remove_reader(self._listener.fileno())
        if self._making:
            await asyncio.wait(self._making)

    def _waiting(self) -> None:
        for taken in range(_AT_ONCE):
            if self._sharing and self._sharing.gives_way(self._opened() + len(self._making)):
                if not taken:
                    self._rest(WAY)
                return
            if not self._accept():
                return

    def _rest(self, seconds: float) -> None:
        self._loop.remove_reader(self._listener.fileno())
        self._pause = self._loop.call_later(seconds, self._resume)

    def _resume(self) -> None:
        self._pause = None
        self._loop.add_reader(self._listener.fileno(), self._waiting)
        self._accept()

    def _accept(self) -> bool:
        """Take one; False where there is none to be had."""
        try:
            connection, _ = self._listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return False
        except OSError as error:
            if error.errno not in _SHORT:
                raise
            LOGGER.error("no connection can be taken: %s", error.strerror)  # noqa: TRY400 - the place says nothing
            self._rest(_REST)
            return False
        connection.setblocking(False)
        task = self._loop.create_task(self._made(connection))
        self._making.add(task)
        task.add_done_callback(self._making.discard)
        return True

    async def _made(self, connection: socket.socket) -> None:
        try:
            await self._loop.connect_accepted_socket(self._protocol, connection)
        except OSError:  # it has gone again
            connection.close()
