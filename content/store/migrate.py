"""Bring a store's schema to the one that this program knows: numbered SQL files, each in a transaction of its own.

`user_version` holds the number of the last one applied, `application_id` says that the file is ours.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import apsw

from content.errors import StoreError
from content.store.connection import Row
from content.store.failure import explain

APPLICATION_ID = 0x4E6B6C74
"""“Nklt” in ASCII."""


def migrations() -> tuple[tuple[int, str], ...]:
    """Number and text of each migration, in order."""
    folder = resources.files("content.store") / "migrations"
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".sql")), key=lambda entry: entry.name
    )
    return tuple((int(entry.name[:4]), entry.read_text(encoding="utf-8")) for entry in files)


def expected_schema() -> tuple[Row, ...]:
    """Type, name, table and SQL of everything that the migrations make."""
    connection = apsw.Connection(":memory:")
    try:
        for _, statements in migrations():
            connection.execute(statements).fetchall()
        return tuple(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall())
    finally:
        connection.close()


def newest_schema() -> int:
    """The schema that this program knows, and that every store it has opened is at."""
    return migrations()[-1][0]


def migrate(connection: apsw.Connection, path: Path) -> None:
    """Apply what is missing. Raises what `recognise` raises."""
    try:
        for number, statements in migrations():
            if _version(connection, path) >= number:
                continue
            connection.execute("BEGIN IMMEDIATE")
            try:
                # Another process may have been quicker while we waited for the lock.
                if _version(connection, path) < number:
                    connection.execute(statements).fetchall()
                    connection.execute(f"PRAGMA application_id={APPLICATION_ID}").fetchall()
                    connection.execute(f"PRAGMA user_version={number}").fetchall()
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        check(connection, path)
    except apsw.Error as error:
        raise explain(error, path, connection.system_errno) from error


def recognise(connection: apsw.Connection, path: Path) -> int:
    """The schema's number, 0 for an empty file. Raises StoreError for a newer schema or for a file that is not ours."""
    try:
        return _version(connection, path)
    except apsw.Error as error:
        raise explain(error, path, connection.system_errno) from error


def check(connection: apsw.Connection, path: Path) -> None:
    """Raise StoreError unless the schema is the one that this program knows."""
    version = recognise(connection, path)
    newest = migrations()[-1][0]
    if version < newest:
        raise StoreError(
            f"The store {path} has schema {version}, this Nordkalott needs {newest}. Run “nordkalott doctor” once "
            "with the right to write, to bring it up to date."
        )


def _version(connection: apsw.Connection, path: Path) -> int:
    newest = migrations()[-1][0]
    # In one view: another process may be making the same store between one question and the next.
    alone = not connection.in_transaction
    if alone:
        connection.execute("BEGIN")
    try:
        version, application, tables = (
            _number(connection, statement)
            for statement in (
                "PRAGMA user_version",
                "PRAGMA application_id",
                "SELECT count(*) FROM sqlite_schema",
            )
        )
    finally:
        # What went wrong may have ended it already, and must not be hidden by "no transaction is active".
        if alone and connection.in_transaction:
            connection.execute("COMMIT")
    if application != APPLICATION_ID and (tables or version or application):
        raise StoreError(f"{path} is a database of another program. Name the right folder with --data.")
    if version > newest:
        raise StoreError(
            f"The store {path} was written by a newer Nordkalott: it has schema {version}, this one knows {newest}. "
            "Install that version or a newer one."
        )
    return version


def _number(connection: apsw.Connection, statement: str) -> int:
    row: Row = connection.execute(statement).fetchall()[0]
    return int(row[0])
