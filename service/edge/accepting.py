"""Accepting: how one of several processes takes connections from the listener that they share.

All are woken by each connection, and whoever is quicker would have it: mostly the one that is awake already, which has the most to do.
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
    """Takes connections, one at a time, and makes a protocol for each. `opened` says how many there are."""

    def __init__(
        self,
        listener: socket.socket,
        protocol: Callable[[], asyncio.BaseProtocol],
        opened: Callable[[], int],
        sharing: Sharing,
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

    def close(self) -> None:
        """Take no more. The listener is closed by whoever opened it."""
        if self._pause:
            self._pause.cancel()
            self._pause = None
        else:
            self._loop.remove_reader(self._listener.fileno())

    def _waiting(self) -> None:
        if self._sharing.gives_way(self._opened() + len(self._making)):
            self._rest(WAY)
        else:
            self._accept()

    def _rest(self, seconds: float) -> None:
        self._loop.remove_reader(self._listener.fileno())
        self._pause = self._loop.call_later(seconds, self._resume)

    def _resume(self) -> None:
        self._pause = None
        self._loop.add_reader(self._listener.fileno(), self._waiting)
        self._accept()

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return
        except OSError as error:
            if error.errno not in _SHORT:
                raise
            LOGGER.error("no connection can be taken: %s", error.strerror)  # noqa: TRY400 - the place says nothing
            self._rest(_REST)
            return
        connection.setblocking(False)
        task = self._loop.create_task(self._made(connection))
        self._making.add(task)
        task.add_done_callback(self._making.discard)

    async def _made(self, connection: socket.socket) -> None:
        try:
            await self._loop.connect_accepted_socket(self._protocol, connection)
        except OSError:  # it has gone again
            connection.close()
