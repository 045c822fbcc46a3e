"""The index of search made anew: for a store that is older than it, and where the rules of stems have changed.

In steps of a transaction each, in the order of the change log, with the step noted: what a crash interrupts goes on at the next
opening, and other processes may write meanwhile.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final
from uuid import UUID

import apsw

from content import search
from content.errors import StoreCorrupt
from content.locales import Locale
from content.store import searchable
from content.store.connection import Session
from content.store.failure import explain
from content.store.reading import SqliteReading

LOGGER: Final = logging.getLogger("nordkalott.store")
_STEP: Final = 500
_TABLES: Final = ("search_text", "search_part")


def bring_up_to_date(connection: apsw.Connection, path: Path) -> None:
    """Make the index what this program would make it; nothing where it is already."""
    first = True
    try:
        while not _stepped(connection, Session(connection, path), first=first):
            if first:
                LOGGER.info("Making the index of search anew: %s", path)
            first = False
    except apsw.Error as error:
        raise explain(error, path, connection.system_errno) from error


def _stepped(connection: apsw.Connection, session: Session, *, first: bool) -> bool:
    """Do one step; True where it was the last one, or there was none to do."""
    wanted = search.analysis()
    if first and _noted(session) == wanted:
        return True
    connection.execute("BEGIN IMMEDIATE")
    try:
        done = _step(session, wanted, first=first)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return done


def _step(session: Session, wanted: str, *, first: bool) -> bool:
    building = f"building {wanted} from "
    noted = _noted(session)
    if noted.startswith(building):
        since = int(noted.removeprefix(building))
    elif noted == wanted or not first:
        return True  # another process was quicker, or makes the one of another version: two would never end
    else:
        _empty(session)
        since = 0
    batch = session.rows(
        "SELECT seq, id, locale FROM change WHERE seq > ? ORDER BY seq LIMIT ?", (since, _STEP)
    )
    for seq, identity, locale in batch:
        if session.rows(searchable.NEWS, (identity, locale))[0][0] == seq:
            _keep(session, UUID(bytes=identity), locale)
    last = len(batch) < _STEP
    session.rows(
        "INSERT INTO meta (name, value) VALUES ('search', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (wanted if last else f"{building}{batch[-1][0]}",),
    )
    return last


def _keep(session: Session, identity: UUID, locale: Locale) -> None:
    try:
        entry = SqliteReading(session).entry(identity, locale)
    except StoreCorrupt as error:
        # One damaged record must not keep all others from being served; “nordkalott doctor” names it.
        LOGGER.error("Not in the index of search: %s", error)  # noqa: TRY400  # the message says it all
        return
    if entry and entry.standing.state == "published":
        searchable.keep(session, entry.standing, entry.edition.content)


def _noted(session: Session) -> str:
    row = session.row("SELECT value FROM meta WHERE name = 'search'")
    return str(row[0]) if row else ""


def _empty(session: Session) -> None:
    if session.row("SELECT 1 FROM search_record LIMIT 1") is None:
        return
    session.rows("DELETE FROM search_record")
    session.rows("DELETE FROM search_word")
    for table in _TABLES:
        # Deleting row by row would take as long as making it.
        (statement,) = session.rows("SELECT sql FROM sqlite_schema WHERE name = ?", (table,))[0]
        session.rows(f"DROP TABLE {table}")
        session.rows(statement)
        session.rows(f"INSERT INTO {table} ({table}, rank) VALUES ('secure-delete', 1)")  # noqa: S608  # our own names
