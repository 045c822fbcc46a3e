"""What has happened to a record in a locale, as structs: the store keeps them."""

from __future__ import annotations

import datetime

from msgspec import Struct

from content.model import Edition, Revision, Standing


class RevisionSaved(Struct, frozen=True, kw_only=True, tag="revision_saved"):
    """A new revision is there, and with it the standing."""

    revision: Revision
    standing: Standing
    via: str = ""


class DraftDeleted(Struct, frozen=True, kw_only=True, tag="draft_deleted"):
    """A draft is gone, and its slug with it; `standing` is the one before."""

    standing: Standing
    at: datetime.datetime
    actor: str
    via: str = ""


class EditionPublished(Struct, frozen=True, kw_only=True, tag="edition_published"):
    """A revision became the live edition. `planned` where it was named before its time: newer ones may have been saved since."""

    edition: Edition
    standing: Standing
    planned: bool = False
    actor: str
    verb: str = "publish"
    via: str = ""


class StateChanged(Struct, frozen=True, kw_only=True, tag="state_changed"):
    """Withdrawn, gone or redirected."""

    verb: str
    standing: Standing
    actor: str
    reason: str
    via: str = ""


Event = RevisionSaved | DraftDeleted | EditionPublished | StateChanged
