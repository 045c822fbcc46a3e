"""Quick: an answer that is not kept, made where its request was read.

A miss that a key of the store leads to takes a tenth of a millisecond to make. On its way through llhttp, a task, Starlette and back it would
cost as much again. So whoever did not find a plain request's answer on the shelf asks here before it goes that way (`Snapshots.find`).

What cannot be understood at a glance is not answered here, and neither is what goes wrong: the usual way meets it again, and says so.
"""

from __future__ import annotations

import re
from typing import Final

from service.snapshots import Kept
from service.web.routing import Ways

# In these characters all parsers of a target agree, and nothing in a path is encoded.
_SIMPLE: Final = re.compile(rb"((?:/[A-Za-z0-9._~-]++)++)(?:\?([A-Za-z0-9._~&=%+,:-]*+))?+")


class Quick:
    """What is quickly made, found by its target."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways

    def make(self, target: bytes, language: str, coding: str) -> Kept | None:
        """The answer to GET of a target that says nothing beside Accept-Language and a coding; None: it has to be asked for in the usual way.

        Called on the event loop. Raises nothing.
        """
        simple = _SIMPLE.fullmatch(target)
        if simple is None:
            return None
        path = simple[1].decode()
        found = self._ways.find(path)
        if found is None or not found[0].quick:
            return None
        handler, names = found
        try:
            return handler.at_once(path, names, simple[2] or b"", language, coding)
        except Exception:  # noqa: BLE001 - the usual way meets it again, and the edge makes a problem of it
            return None
