"""Auditing: keep what a real browser found. The browser itself is `service.audit`'s."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from content.accessibility.audit import Audit
from content.commands.verbs import Verbs
from content.lifecycle import Actor, Via
from content.ports import Writing

AUDIT = "audit"
"""The journal's verb."""


class KeepAudits(Struct, frozen=True, kw_only=True, tag="keep-audits"):
    """What came of some places."""

    audits: tuple[Audit, ...]
    actor: Actor
    via: Via = ""


class Auditing(Verbs):
    """The verb that keeps audits."""

    def keep_audits(self, command: KeepAudits) -> None:
        """Keep them, each in the place of the one before; one line in the journal counts them by outcome."""
        if not command.audits:
            return
        at = self._clock()

        def work(writing: Writing) -> None:
            writing.audits.keep(command.audits, at)
            detail: dict[str, str | int] = dict(Counter(each.outcome for each in command.audits))
            if command.via:
                detail["via"] = command.via
            writing.record(command.actor, AUDIT, at, detail)

        self._store.write(work)
