"""The detector of the extra `nordkalott[language]`: py3langid, at home here alone (ADR 20).

It is imported, and its model read (half a second, some 90 MB), when the first text is asked about.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from functools import cached_property
from importlib import metadata, util
from typing import TYPE_CHECKING, Final

from content.advice.detector import Detector, Likely, NoDetector
from content.errors import Message

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_LIKELY: Final = 0.0005
_ALIASES: Final = {"no": "nb"}


class Langid:
    """py3langid with its whole model. Asking changes nothing in it, so threads need no turn."""

    absence: Message | None = None

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._loaded: LanguageIdentifier | None = None

    @cached_property
    def name(self) -> str | None:
        """Its name and version."""
        return f"py3langid {metadata.version('py3langid')}"

    @cached_property
    def languages(self) -> frozenset[str]:
        """The primary subtags that its model knows; `no` counts as nb."""
        return frozenset(_ALIASES.get(each, each) for each in self._model().labels)

    def _model(self) -> LanguageIdentifier:
        with self._loading:
            if self._loaded is None:
                from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - see above

                self._loaded = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
            return self._loaded

    def likely(self, text: str) -> Likely:
        """The languages that have more than a trace of likelihood."""
        found: defaultdict[str, float] = defaultdict(float)
        for language, share in self._model().rank(text):
            if share < _LIKELY:
                break
            found[_ALIASES.get(language, language)] += share
        return dict(found)


def detector() -> Detector:
    """The detector if the extra is installed, else one that says that it is not. Loads nothing yet."""
    return Langid() if util.find_spec("py3langid") else NoDetector()
