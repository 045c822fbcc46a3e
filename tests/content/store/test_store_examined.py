"""What an examination of the whole store asks: nothing that goes over all rows for each row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw
import pytest

from content.store import open_store
from content.store.connection import Session
from tests.contract import build

RECORDS = 6
SOUGHT = re.compile(
    r"INDEX 0:=|INDEX 1:|\(id=\?|\(rowid[=>]|\(seq=|\(name=\?|\(number=|\(digest=|json_each|CONSTANT ROW"
)
"""A row that is led to; JSON that is handed over; a constant."""


def plan(connection: apsw.Connection, statement: str, values: Sequence[object]) -> list[tuple[int, int, str]]:
    rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
    return [(number, parent, line) for number, parent, _, line in rows]


def over_all(steps: list[tuple[int, int, str]], *, each: bool) -> list[str]:
    """The loops that read a whole table again and again: within another loop, below a row, or all of them where the statement runs for `each`."""
    below = {number: line for number, _, line in steps}
    outer: set[int] = set()
    found = []
    for _, parent, line in steps:
        if not line.startswith(("SCAN", "SEARCH")):
            continue
        again = each or parent in outer or below.get(parent, "").startswith("CORRELATED")
        if again and not SOUGHT.search(line) and not (line.startswith("SEARCH") and "(" not in line):
            found.append(line)
        outer.add(parent)
    return found


def test_doctor_goes_over_no_table_for_each_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()
    bound: dict[str, Sequence[object]] = {}
    run, each = Session.rows, Session.each

    def noted(statement: str, values: Sequence[object]) -> None:
        asked[statement] += 1
        bound[statement] = values

    def rows(self: Session, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        noted(statement, values)
        return run(self, statement, values)

    def one_by_one(self: Session, statement: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        noted(statement, values)
        return each(self, statement, values)

    store = open_store(tmp_path / "nordkalott.db")
    for number in range(1, RECORDS + 1):
        content = build.news(f"sak-{number}", topics=("barents", "klima"))
        build.publish(store, number, content, checked=build.evidence(ruleset="1"))
    with monkeypatch.context() as patch:
        patch.setattr(Session, "rows", rows)
        patch.setattr(Session, "each", one_by_one)
        assert store.verify() == ()
    store.close()
    connection = apsw.Connection(str(tmp_path / "nordkalott.db"))
    slow = {
        statement: found
        for statement, times in asked.items()
        if statement.lstrip().startswith(("SELECT", "WITH"))
        and (found := over_all(plan(connection, statement, bound[statement]), each=times >= RECORDS))
    }
    connection.close()
    assert max(asked.values()) >= RECORDS
    assert slow == {}


@pytest.mark.parametrize(
    ("statement", "each"),
    [
        ("SELECT topic FROM membership INDEXED BY membership_kind WHERE id = 1 AND locale = 'nb'", True),
        ("SELECT 1 FROM search_record AS r FULL JOIN (SELECT rowid FROM search_text) AS t ON t.rowid = r.seq", False),
        ("SELECT (SELECT count(*) FROM revision AS r WHERE r.content = e.note) FROM edition AS e", False),
        ("SELECT 1 FROM slug CROSS JOIN live ON live.title = slug.slug", False),
    ],
)  # fmt: skip
def test_what_does_is_found(tmp_path: Path, statement: str, each: bool) -> None:
    open_store(tmp_path / "nordkalott.db").close()
    connection = apsw.Connection(str(tmp_path / "nordkalott.db"))
    assert over_all(plan(connection, statement, ()), each=each)
    connection.close()
