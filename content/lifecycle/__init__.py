"""What may happen to a record in a locale: pure decisions, (standing, command) → event, or an error.

No I/O and no clock: the shell hands in the time. The same function decides before the write lock, to fail early, and inside
it, where the answer counts.

    draft ──publish──▶ published ──withdraw──▶ withdrawn
                        ▲   │  │                  │
                        │   │  └─redirect─▶ redirected
                        └───┴────gone────▶ gone (from any state but draft)

Publishing is the way back from withdrawn, redirected and gone too; restoring publishes the live edition's text again.
"""

from content.lifecycle.commands import (
    Actor,
    Command,
    DeleteDraft,
    MarkGone,
    Number,
    Publish,
    Redirect,
    Remark,
    Restore,
    SaveDraft,
    StateCommand,
    Via,
    Withdraw,
)
from content.lifecycle.decisions import change_state, delete, faults, publish, restore, save
from content.lifecycle.events import DraftDeleted, EditionPublished, Event, RevisionSaved, StateChanged

__all__ = [
    "Actor",
    "Command",
    "DeleteDraft",
    "DraftDeleted",
    "EditionPublished",
    "Event",
    "MarkGone",
    "Number",
    "Publish",
    "Redirect",
    "Remark",
    "Restore",
    "RevisionSaved",
    "SaveDraft",
    "StateChanged",
    "StateCommand",
    "Via",
    "Withdraw",
    "change_state",
    "delete",
    "faults",
    "publish",
    "restore",
    "save",
]
