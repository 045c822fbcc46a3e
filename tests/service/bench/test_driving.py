"""What wrk measured, as our script prints it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from service.bench import driving
from service.bench.driving import Unmeasured, read

_TOLD = 'nordkalott {"requests":9876,"seconds":0.500000,"lost":%d,"refused":%d,"p50":0.250000,"p99":1.500000,"seen":7,"dry":false}'


def test_it_is_one_line_among_those_for_people() -> None:
    driven = read(f"Running 60m test @ http://127.0.0.1:1/\n  1 threads\n\n{_TOLD % (0, 0)}\n")
    assert (driven.requests, driven.rate, driven.p50, driven.p99) == (9876, 19752.0, 0.25, 1.5)
    assert (driven.seen, driven.dry) == (7, False)


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("", "printed nothing"),
        ("unable to connect to 127.0.0.1:1 Connection refused", "Connection refused"),
        (_TOLD % (3, 0), "lost 3"),
        (_TOLD % (0, 5), "5 of them from 400 up"),
    ],
)
def test_what_was_lost_or_refused_is_no_measurement(output: str, said: str) -> None:
    with pytest.raises(Unmeasured, match=said):
        read(output)


def test_one_that_does_not_hear_the_first_signal_gets_another(tmp_path: Path) -> None:
    deaf = tmp_path / "wrk"
    deaf.write_text(
        "#!/bin/sh\ntrap 'trap \"echo heard; exit 0\" INT' INT\necho ready\nwhile :; do sleep 0.02; done\n",
        "utf-8",
    )
    deaf.chmod(0o755)
    # What is ignored where the tests were begun, as with “&”, a shell cannot trap.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        output = driving._output([str(deaf)], 0.2, frozenset(os.sched_getaffinity(0)))
    finally:
        signal.signal(signal.SIGINT, before)
    assert output == "ready\nheard\n"
