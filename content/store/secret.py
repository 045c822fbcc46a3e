"""The key of the ledger's digests, in a file of its own beside the store: 32 random bytes in hexadecimal digits.

Apart from the store, because whoever has both can try out what was removed. Whoever has lost it cannot find the words of past
redactions in an older backup.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
from pathlib import Path

from content.errors import StoreError, StoreFull, StoreReadOnly

NAME = "redaction.key"
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_FORM = re.compile(r"[0-9a-f]{64}\n?")


def get(folder: Path) -> bytes:
    """The key in a folder, made where there is none. Raises StoreError, StoreFull, StoreReadOnly."""
    path = folder / NAME
    if not path.exists():
        _make(path)
    return read(path)


def read(path: Path) -> bytes:
    """The key in a file. Raises StoreError where there is none."""
    try:
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"The key of the redactions cannot be read from {path}: {error}. Put it back from where you keep it."
        ) from error
    if not _FORM.fullmatch(text):
        raise StoreError(
            f"{path} does not hold 64 hexadecimal digits. Put the key back from where you keep it."
        )
    return bytes.fromhex(text)


def _make(path: Path) -> None:
    """Whole or not at all, and never over another: two processes may be here at once."""
    fresh = path.with_name(f"{NAME}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32) + "\n")
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(fresh, path)
        finally:
            fresh.unlink()
        folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StoreFull(
                f"There is no room left for {path} ({error.strerror}). Free some space."
            ) from error
        raise StoreReadOnly(
            f"{path} cannot be written: {error.strerror}. Give this user the right to write there."
        ) from error
