"""A POST that is sent twice is done once: draft-ietf-httpapi-idempotency-key-header.

The mark of a key is made in the transaction of the work itself, so that a crash at any moment leaves both or neither. The answer is
written down after; where that did not happen any more, the second request is told that the work was done.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, TypeVar

from content.errors import Invalid, StoreError
from content.ports import Reading, Store, Writing
from content.ports.answers import FORGOTTEN, KeptAnswer
from service.snapshots import Snapshot
from service.web.problems import KeyInUseError, KeyReusedError
from service.web.shared import logged

T = TypeVar("T")
KEPT: Final = datetime.timedelta(days=1)
_PATIENCE: Final = 5.0
_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")


class _Repeated(Exception):
    pass


def fingerprint(method: str, target: str, body: bytes) -> bytes:
    """What a key was used for: SHA-256 over method, path with query, and body."""
    return hashlib.sha256(b"\n".join((method.encode(), target.encode(), body))).digest()


def parse(field: str | None) -> str | None:
    """The key that an Idempotency-Key field holds, with or without quotes. Raises Invalid for what is none."""
    if field is None:
        return None
    key = field.strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not _KEY.fullmatch(key):
        raise Invalid.one(
            "",
            "wrong_idempotency_key",
            nb="Idempotency-Key må ha 1 til 255 synlige ASCII-tegn, og er gjerne en UUID.",
            en="Idempotency-Key must have 1 to 255 visible ASCII characters, and is best a UUID.",
        )
    return key


class Once:
    """A `Store` for one request: its first write carries the mark of the key."""

    def __init__(self, store: Store, token: str, key: str, asked: bytes, now: datetime.datetime) -> None:
        self._store = store
        self._token = token
        self._key = key
        self._asked = asked
        self._now = now
        self._marked = False
        self._redactions = 0

    def read(self) -> AbstractContextManager[Reading]:
        """A consistent view, as the store gives it."""
        return self._store.read()

    def write(self, work: Callable[[Writing], T]) -> T:
        """Run `work`, and mark the key in its transaction. Nothing is done where another request has marked it.

        Work that returns None has done nothing yet, and leaves no mark.
        """

        def marked(writing: Writing) -> T:
            if not self._marked and self._found(writing) is not None:
                raise _Repeated
            result = work(writing)
            if not self._marked and result is not None:
                writing.answers.forget(self._now - KEPT)
                writing.answers.begin(self._token, self._key, self._asked, self._now)
                self._redactions = writing.redactions.last()
            return result

        result = self._store.write(marked)
        self._marked = self._marked or result is not None
        return result

    def stamp(self) -> int:
        """As the store says."""
        return self._store.stamp()

    def follow(self, hook: Callable[[], None]) -> None:
        """As the store does."""
        self._store.follow(hook)

    def unanswered(self, seq: int) -> bool:
        """As the store says."""
        return self._store.unanswered(seq)

    def verify(self) -> tuple[str, ...]:
        """As the store says."""
        return self._store.verify()

    def copy(self, target: Path) -> None:
        """As the store does."""
        self._store.copy(target)

    def secret(self) -> bytes:
        """As the store says."""
        return self._store.secret()

    def erase(self) -> bool:
        """As the store does."""
        return self._store.erase()

    def close(self) -> None:
        """Nothing: the store is not this request's."""

    def run(self, work: Callable[[], Snapshot], *, secret: bool = False) -> Snapshot:
        """The answer kept under the key, or that of `work`, which is kept if it wrote and went well, and is not secret.

        Raises KeyReusedError where the key was used for another request, KeyInUseError where its answer is not there (yet).
        """
        kept = self._settled()
        if kept is None:
            try:
                snapshot = work()
            except _Repeated:
                kept = self._settled()
            else:
                self._finish(snapshot, secret=secret)
                return snapshot
        if kept is None or kept.status is None:
            raise KeyInUseError
        return Snapshot(
            status=kept.status,
            headers=(*kept.headers, ("idempotent-replayed", "true")),
            body=kept.body,
            etag="",
            tags=frozenset(),
        )

    def _found(self, reading: Reading) -> KeptAnswer | None:
        kept = reading.answers.get(self._token, self._key)
        if kept is None or kept.at < self._now - KEPT:
            return None
        if kept.fingerprint not in {self._asked, FORGOTTEN}:
            raise KeyReusedError
        return kept

    def _settled(self) -> KeptAnswer | None:
        """What is kept under the key; a request under way is waited for, for a moment."""
        until = time.monotonic() + _PATIENCE
        while True:
            with self._store.read() as reading:
                kept = self._found(reading)
            if kept is None or kept.status is not None or time.monotonic() > until:
                return kept
            if kept.at < self._now - datetime.timedelta(seconds=_PATIENCE):
                # Nobody works on it any more: an answer that was lost, or is secret, must not keep others waiting each time.
                return kept
            time.sleep(0.05)

    def _finish(self, snapshot: Snapshot, *, secret: bool) -> None:
        # A refusal without a mark has changed nothing: the next try is a first one. With it, the work was done, and only the answer
        # could not be made: that is lost, like one that is secret, and whoever asks again is told that the work was done.
        if not self._marked or secret or snapshot.status >= 400:  # noqa: PLR2004 - HTTP's own number
            return

        def keep(writing: Writing) -> None:
            # What was redacted after the work may stand in its answer.
            if writing.redactions.last() == self._redactions:
                writing.answers.finish(
                    self._token, self._key, snapshot.status, snapshot.headers, snapshot.body
                )

        try:
            self._store.write(keep)
        except (
            StoreError
        ) as error:  # the work was done, and whoever asked has the answer: it is only not kept
            logged(error)
