"""Frames: messages over a stream, each with its length before it in four bytes."""

from __future__ import annotations

import socket
import struct
import time
from typing import Final

_LENGTH: Final = struct.Struct("!I")
_PIECE: Final = 256 * 1024


class EndedError(Exception):
    """There is nobody at the other end any more."""


def send(channel: socket.socket, message: bytes, until: float | None = None) -> None:
    """Send one message; until that time of the monotonic clock. Raises TimeoutError, EndedError."""
    try:
        channel.settimeout(_rest(until))
        channel.sendall(_LENGTH.pack(len(message)) + message)
    except TimeoutError:
        raise
    except OSError as error:
        raise EndedError from error


def receive(channel: socket.socket, until: float | None = None) -> bytes:
    """The next message, whole. Raises TimeoutError, EndedError."""
    return bytes(_exactly(channel, _LENGTH.unpack(_exactly(channel, _LENGTH.size, until))[0], until))


def _exactly(channel: socket.socket, length: int, until: float | None) -> bytearray:
    found = bytearray()
    while len(found) < length:
        try:
            channel.settimeout(_rest(until))
            piece = channel.recv(min(length - len(found), _PIECE))
        except TimeoutError:
            raise
        except OSError as error:
            raise EndedError from error
        if not piece:
            raise EndedError
        found += piece
    return found


def _rest(until: float | None) -> float | None:
    if until is None:
        return None
    rest = until - time.monotonic()
    if rest <= 0:
        raise TimeoutError
    return rest
