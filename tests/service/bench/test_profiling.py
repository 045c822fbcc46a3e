"""What a profiler saw, as a table."""

from __future__ import annotations

from service.bench.profiling import counted


def test_functions_are_told_by_their_own_share_and_with_what_they_call() -> None:
    raw = "main (a.py);serve (b.py);send (c.py) 6\nmain (a.py);serve (b.py) 3\nmain (a.py);wait (d.py);wait (d.py) 1\n"
    assert counted(raw).splitlines()[1:] == [
        "  60.0 %   60.0 %  send (c.py)",
        "  30.0 %   90.0 %  serve (b.py)",
        "  10.0 %   10.0 %  wait (d.py)",
    ]


def test_of_nothing_there_is_an_empty_table() -> None:
    assert len(counted("").splitlines()) == 1
