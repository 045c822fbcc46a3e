"""All the SQL there is: the store over SQLite."""

from content.store.claim import claim
from content.store.connection import engine
from content.store.migrate import newest_schema
from content.store.sqlite import SqliteStore, open_store

__all__ = ["SqliteStore", "claim", "engine", "newest_schema", "open_store"]
