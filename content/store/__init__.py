"""All the SQL there is: the store over SQLite."""

from content.store.blobs import DiskBlobs
from content.store.claim import claim
from content.store.connection import engine
from content.store.migrate import newest_schema
from content.store.secret import NAME as KEY
from content.store.secret import read as read_key
from content.store.sqlite import SqliteStore, open_store

__all__ = ["KEY", "DiskBlobs", "SqliteStore", "claim", "engine", "newest_schema", "open_store", "read_key"]
