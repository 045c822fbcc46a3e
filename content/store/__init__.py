"""All the SQL there is: the store over SQLite."""

from content.store.claim import claim
from content.store.connection import engine
from content.store.sqlite import SqliteStore, open_store

__all__ = ["SqliteStore", "claim", "engine", "open_store"]
