"""Unread: cuts a client that takes nothing of what was written for it. Neither uvicorn nor a transport does: closing one waits until all
is sent, for ever if need be.

The clock runs only while bytes wait in this process: the kernel takes some hundred kilobytes at once, so that nearly every answer goes out
without it. Whatever the client takes, however little, is progress and begins the time anew. While it runs nothing is written: the transport has
paused the writing, or is closing.
"""

import asyncio
import socket
import struct
import sys
from typing import Final

if sys.platform == "linux":
    import fcntl
    import termios

_AT_ONCE: Final = struct.pack("ii", 1, 0)
"""SO_LINGER of no time. Without it the kernel goes on offering megabytes to a client that does not take them, for many minutes."""


class Unread:
    """What one connection has not taken yet, and the clock over it. `seconds` is how long it may take nothing."""

    __slots__ = ("_left", "_loop", "_seconds", "_timer", "_transport")

    def __init__(self, loop: asyncio.AbstractEventLoop, transport: asyncio.Transport, seconds: float) -> None:
        self._loop = loop
        self._transport = transport
        self._seconds = seconds
        self._left = 0
        self._timer: asyncio.TimerHandle | None = None

    def watch(self) -> None:
        """Start the clock, if something waits and it does not run."""
        if self._timer is None and self._transport.get_write_buffer_size():
            self._left = self._untaken()
            self._timer = self._loop.call_later(self._seconds, self._look)

    def rest(self) -> None:
        """Stop it: what waited is taken, or the connection is gone."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        self._timer = None
        if self._untaken() < self._left:
            self.watch()
        elif self._transport.get_write_buffer_size():
            self._socket().setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            self._transport.abort()

    def _untaken(self) -> int:
        """Bytes that wait here, and with the kernel. It asks for more of them only when a third of what it holds is taken, which may be a
        megabyte: so its own count is what tells of a client that is slow.
        """
        waiting = self._transport.get_write_buffer_size()
        if sys.platform == "linux":
            held = fcntl.ioctl(self._socket().fileno(), termios.TIOCOUTQ, bytes(4))
            waiting += int.from_bytes(held, sys.byteorder)
        return waiting

    def _socket(self) -> socket.socket:
        found: socket.socket = self._transport.get_extra_info("socket")
        return found
