"""How the rooms of push ask SQLite: what waits for others costs nothing."""

from __future__ import annotations

from pathlib import Path

import apsw

from content.store import open_store
from content.store.deliveries import SUPERSEDE


def test_what_is_superseded_is_found_by_its_subscriber(tmp_path: Path) -> None:
    path = tmp_path / "nordkalott.db"
    open_store(path).close()
    connection = apsw.Connection(str(path))
    plan = [row[3] for row in connection.execute("EXPLAIN QUERY PLAN " + SUPERSEDE, ("change", 5, "[]"))]
    connection.close()
    assert "delivery_waiting (subscriber=?" in plan[0], plan
