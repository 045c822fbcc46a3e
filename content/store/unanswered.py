"""Writes that are durable and have not returned yet: which changes are theirs, and who is to be told before they return."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

LOGGER: Final = logging.getLogger("nordkalott.store")


class Span:
    """The changes after `first` up to `last`, made in one transaction by `left` writes that have not returned."""

    __slots__ = ("first", "last", "left")

    def __init__(self, first: int, last: int, left: int) -> None:
        self.first = first
        self.last = last
        self.left = left


class Unanswered:
    """The spans of one store in one process. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spans: tuple[Span, ...] = ()
        self._hooks: tuple[Callable[[], None], ...] = ()

    def follow(self, hook: Callable[[], None]) -> None:
        """Call `hook` whenever a write is about to return."""
        with self._lock:
            self._hooks = (*self._hooks, hook)

    def begin(self, first: int, last: int, writes: int) -> Span:
        """Changes that are about to be committed."""
        span = Span(first, last, writes)
        with self._lock:
            self._spans = (*self._spans, span)
        return span

    def holds(self, seq: int) -> bool:
        """Has nobody been answered yet who made this change?"""
        return any(span.first < seq <= span.last for span in self._spans)

    def withdraw(self, span: Span) -> None:
        """Its transaction was rolled back."""
        with self._lock:
            self._spans = tuple(each for each in self._spans if each is not span)

    def end(self, span: Span) -> None:
        """One of its writes is about to return. What was written stays written, whatever a hook raises."""
        for hook in self._hooks:
            try:
                hook()
            except Exception:
                LOGGER.exception("what follows the writes of this store has failed")
        with self._lock:
            span.left -= 1
            if not span.left:
                self._spans = tuple(each for each in self._spans if each is not span)
