"""Keeping what was found, some at a time: one write, and one line in the journal, for what came within a while."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Final

from content.accessibility.audit import Audit
from content.commands import Commands, KeepAudits

_MOST: Final = 100
_LONGEST: Final = 5.0
"""Seconds that what was found may wait: as much is lost where the machine stops."""


class Keeping:
    """Keeps audits as they come, and the last of them at the end of the context, also where it ends by an error."""

    def __init__(self, commands: Commands, actor: str, via: str) -> None:
        self._commands = commands
        self._actor = actor
        self._via = via
        self._waiting: list[Audit] = []
        self._since = time.monotonic()

    async def __aenter__(self) -> Keeping:
        """Begin."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep the rest, without waiting: the loop may be ending."""
        waiting, self._waiting = self._waiting, []
        self._keep(waiting)

    async def add(self, audits: Sequence[Audit]) -> None:
        """Take these in, and keep what waits if it is much or has waited."""
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting += audits
        if len(self._waiting) >= _MOST or time.monotonic() - self._since > _LONGEST:
            waiting, self._waiting = self._waiting, []
            await asyncio.to_thread(self._keep, waiting)

    def _keep(self, audits: Sequence[Audit]) -> None:
        self._commands.keep_audits(KeepAudits(audits=tuple(audits), actor=self._actor, via=self._via))
