"""The check of a fragment: the smallest unit of what every publication costs."""

from __future__ import annotations

import statistics
import time

import turbohtml

from content import accessibility
from service.bench import Measured, samples
from service.bench.measured import fifths
from service.bench.rendering import fragment

_ROUNDS = 300


def measure() -> tuple[Measured, ...]:
    """Median time to check a fragment of about 3 kB, beside only parsing it."""
    html = fragment(samples.content(1))
    checked, parsed = [], []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        accessibility.check(html)
        checked.append(time.perf_counter() - began)
        began = time.perf_counter()
        turbohtml.parse_fragment(html)
        parsed.append(time.perf_counter() - began)
    size = len(html.encode())
    check, parse = statistics.median(checked) * 1000, statistics.median(parsed) * 1000
    return (
        Measured.of(
            "check of a 3 kB fragment",
            [each * 1000 * 3000 / size for each in fifths(checked)],
            unit="ms",
            target="≤ 1",
            on=f"{check:.2f} ms for {size} bytes, scaled",
        ),
        Measured(
            name="check against only parsing",
            value=check / parse,
            unit="×",
            target="",
            on=f"parse {parse:.3f} ms",
        ),
    )
