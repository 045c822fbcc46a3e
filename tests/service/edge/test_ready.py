"""The seam between kept answers and the fast path."""

from service.edge.ready import Shelf
from service.snapshots import Snapshot
from tests.service.edge.shelf import Board


def test_an_answer_is_found_until_it_no_longer_holds() -> None:
    board = Board()
    shelf: Shelf = board
    snapshot = Snapshot(
        status=200, headers=(), body=b"x", etag='"e"', tags=frozenset({"t"}), valid_until=10.0
    )
    held = board.put(b"/x", snapshot)
    assert shelf.find(b"/x", "", "identity", 9.9) is held
    assert shelf.find(b"/x", "", "gzip", 9.9) is None
    assert shelf.find(b"/x", "", "identity", 10.0) is None
