"""Detectors: what tells in which language a text is. None of them need be there: without one, no language is suspected."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256
from typing import Final, Protocol

from content.errors import Message

Likely = Mapping[str, float]
"""How likely each language is, by its primary subtag, from 0 to 1. Languages that are as good as excluded may be left out."""

MISSING: Final = Message(
    nb="Språk er ikke vurdert: tillegget nordkalott[language] er ikke installert.",
    en="Languages were not looked at: the extra nordkalott[language] is not installed.",
)
OFF: Final = Message(
    nb="Språk er ikke vurdert: det er slått av.", en="Languages were not looked at: it is switched off."
)


class Detector(Protocol):
    """Tells languages. Any number of threads may ask at once."""

    @property
    def name(self) -> str | None:
        """The name and version of what answers; null for one that never does."""
        ...

    @property
    def absence(self) -> Message | None:
        """Why it never answers; null for one that does."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """The primary subtags that it knows."""
        ...

    def likely(self, text: str) -> Likely:
        """How likely each language is for a text; empty where nothing can be told."""
        ...


class NoDetector:
    """Stands where there is none, and says why."""

    name = None
    languages: frozenset[str] = frozenset()

    def __init__(self, absence: Message = MISSING) -> None:
        self.absence: Message | None = absence

    def likely(self, text: str) -> Likely:
        """Nothing."""
        del text
        return {}


class Remembering:
    """A detector that answers for the same text only once, and keeps the last `most` answers by the digest of the text.

    No text is kept, so a redaction has nothing to reach here.
    """

    def __init__(self, detector: Detector, most: int = 20_000) -> None:
        self._detector = detector
        self._most = most
        self._kept: OrderedDict[bytes, Likely] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def name(self) -> str | None:
        """That of the detector behind it."""
        return self._detector.name

    @property
    def absence(self) -> Message | None:
        """That of the detector behind it."""
        return self._detector.absence

    @property
    def languages(self) -> frozenset[str]:
        """Those of the detector behind it."""
        return self._detector.languages

    def likely(self, text: str) -> Likely:
        """The answer that is kept, or that of the detector behind it."""
        key = sha256(text.encode("utf-8", "replace")).digest()
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return kept
        found = self._detector.likely(text)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found
