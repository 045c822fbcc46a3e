"""When tags were moved, as rows: noted at the end of the transaction of each change, and made of the change log where a store had none."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import datetime
import time
from collections.abc import Collection, Iterator
from typing import Final

import msgspec

from content.store import rows
from content.store.connection import Session

EPOCH = "epoch"
SOFTWARE = "software"
_OF_ALL = (EPOCH, SOFTWARE)
"""What every answer depends on: which store this is, and which program answers."""
_RECORD = "record:"
_SECOND = 1_000_000
_WRITTEN: Final = "EXISTS (SELECT 1 FROM meta WHERE name = 'software' AND value = ?)"
NEWEST: Final = f"""SELECT {_WRITTEN},
    (SELECT max(at) FROM tag_head WHERE tag IN (SELECT value FROM json_each(?))),
    (SELECT max(until) FROM attestation
     WHERE id IN (SELECT unhex(value) FROM json_each(?)) AND revoked_at IS NULL AND until <= ?)"""


class SqliteMoments:
    """`MomentsWriting` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def newest(self, tags: Collection[str], now: datetime.datetime, mark: bytes) -> datetime.datetime | None:
        records = [tag.removeprefix(_RECORD).replace("-", "") for tag in tags if tag.startswith(_RECORD)]
        written, moved, ended = self._session.rows(
            NEWEST, (mark.hex(), _json((*tags, *_OF_ALL)), _json(records), rows.to_micros(now))
        )[0]
        return rows.from_micros(max(moved, ended or 0)) if written else None

    def written_by(self, mark: bytes) -> bool:
        return bool(self._session.rows(f"SELECT {_WRITTEN}", (mark.hex(),))[0][0])

    def write_by(self, mark: bytes) -> None:
        self._session.rows(
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (SOFTWARE, mark.hex()),
        )
        self._session.moved.add(SOFTWARE)


def clock() -> int:
    """The clock of the writer, in microseconds."""
    return time.time_ns() // 1000


def note(session: Session, tags: Collection[str]) -> None:
    """These tags were moved by the transaction that is about to end. Where the clock has gone back since the last one, the time that is given
    is the next second after that one's: somebody may have been told of it already.
    """
    given = session.rows(
        """UPDATE tag_clock SET given = CASE WHEN ?1 < clock THEN given + ?2 ELSE max(given, ?1) END, clock = ?1
           RETURNING given""",
        (clock(), _SECOND),
    )[0][0]
    session.rows(
        """INSERT INTO tag_head (tag, at) SELECT value, ? FROM json_each(?) WHERE true
           ON CONFLICT (tag) DO UPDATE SET at = excluded.at""",
        (given, _json(tags)),
    )


def rename(session: Session, before: Collection[str], after: Collection[str]) -> None:
    """Tags that a redaction leaves in no change are forgotten; those that come in their place are moved now."""
    for tag in set(before) - set(after):
        session.rows("DELETE FROM tag_head WHERE tag = ?", (tag,))
        session.moved.discard(tag)
    session.moved |= set(after) - set(before)


def problems(session: Session) -> Iterator[str]:
    """Every tag of every change has its time, no other has one, and none is later than what was given last."""
    told = "SELECT t.value FROM change, json_each(change.tags) AS t"
    for (tag,) in session.each(f"{told} EXCEPT SELECT tag FROM tag_head"):
        yield f"it is not noted when the tag {tag} was moved"
    of_all = _json(_OF_ALL)
    for (tag,) in session.each(
        f"SELECT tag FROM tag_head WHERE tag NOT IN (SELECT value FROM json_each(?)) EXCEPT {told}", (of_all,)
    ):
        yield f"it is noted when the tag {tag} was moved, and no change did that"
    for (tag,) in session.rows(
        "SELECT tag FROM tag_head WHERE at > (SELECT given FROM tag_clock) ORDER BY tag"
    ):
        yield f"the tag {tag} was moved later than the last change"
    if len(session.rows("SELECT 1 FROM tag_clock")) != 1:
        yield "the clock of the tags is not there"


def _json(texts: Collection[str]) -> str:
    return msgspec.json.encode(list(texts)).decode()
