"""Overwriting what redactions removed, where the file still holds its bytes: free pages, gaps within pages, the log.

`secure_delete` overwrites what is deleted, but not the copies that SQLite leaves behind when it moves rows between pages, nor what
was deleted before it was switched on; so the file is rebuilt (VACUUM). Old pages stay in the log until it is written back and cut
off, which readers of an older view can hold up. Sources: the SQLite documentation, "PRAGMA secure_delete", "VACUUM", "WAL mode".
"""

from __future__ import annotations

import apsw

_UNTIL_FREE = (apsw.BusyError, apsw.LockedError, apsw.FullError, apsw.IOError)


def erase(connection: apsw.Connection) -> bool:
    """Erase what waits for it; True where nothing does any more. Outside a transaction.

    False where another process writes, a reader keeps an older view for longer than the busy timeout, or there is no room for a
    copy of the store in the folder for temporary files (`SQLITE_TMPDIR`): it is to be tried again.
    """
    waiting = connection.execute("SELECT number FROM erasing").fetchall()
    if not waiting:
        return True
    try:
        for table in ("search_text", "search_part"):
            # FTS5's secure-delete leaves the beginnings of words where pages once met.
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')").fetchall()  # noqa: S608  # our own names
        connection.execute("VACUUM").fetchall()
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0]
        if not busy:
            connection.execute("DELETE FROM erasing WHERE number <= ?", (max(waiting)[0],)).fetchall()
    except _UNTIL_FREE:
        return False
    return not busy
