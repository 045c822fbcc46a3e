"""HTML in: what a save or a paste of a text costs, and that it grows with its length and no faster."""

from __future__ import annotations

import statistics
import time

import turbohtml

from content import convert
from content.sanitize import sanitize
from service.bench import Measured, samples
from service.bench.rendering import fragment

_ROUNDS = 60
_LONGER = 8
_SIZE = 3_000


def measure() -> tuple[Measured, ...]:
    """Median time to convert about 3 kB, beside cleaning it; and eight times as much against once."""
    html = fragment(samples.content(1))
    converted, cleaned, parsed, longer = [], [], [], []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        convert.from_html(html)
        converted.append(time.perf_counter() - began)
        began = time.perf_counter()
        sanitize(html)
        cleaned.append(time.perf_counter() - began)
        began = time.perf_counter()
        turbohtml.parse_fragment(html)
        parsed.append(time.perf_counter() - began)
    for _ in range(_ROUNDS // _LONGER):
        began = time.perf_counter()
        convert.from_html(html * _LONGER)
        longer.append(time.perf_counter() - began)
    size = len(html.encode())
    once, clean, parse, long = (
        statistics.median(each) * 1000 for each in (converted, cleaned, parsed, longer)
    )
    return (
        Measured(
            name="convert 3 kB of HTML",
            value=once * _SIZE / size,
            unit="ms",
            target="≤ 10",
            on=f"{once:.2f} ms for {size} bytes, scaled; cleaning {clean:.2f} ms, one parse {parse:.3f} ms",
        ),
        Measured(
            name=f"convert {_LONGER} times as much, against {_LONGER} times once",
            value=long / once / _LONGER,
            unit="×",
            target="≤ 1.5",
            on=f"{long:.1f} ms for {size * _LONGER} bytes",
        ),
    )
