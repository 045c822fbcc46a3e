"""Advice on a fragment: what it adds for those who ask for it, new and kept, and the memory of its detector."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from content import accessibility, advice
from content.advice import Detector
from service.bench import Measured, samples
from service.bench.rendering import fragment

_ROUNDS = 200


def measure() -> tuple[Measured, ...]:
    """Median time of advice on a fragment of about 3 kB, in processor time, beside its check in the same rounds."""
    html = fragment(samples.content(1))
    before = _resident()
    asked = advice.detector()
    began = time.process_time()
    asked.likely(html)
    loading = time.process_time() - began
    grown = _resident() - before
    kept = advice.Remembering(asked)
    times: dict[str, list[float]] = {"check": [], "new": [], "kept": [], "without": []}
    for _ in range(_ROUNDS):
        times["check"].append(_took(html, None))
        times["new"].append(_took(html, asked))
        times["kept"].append(_took(html, kept))
        times["without"].append(_took(html, advice.NoDetector()))
    median = {name: statistics.median(each) * 1000 for name, each in times.items()}
    size = f"{len(html.encode())} bytes"
    who = asked.name or "no detector: the extra nordkalott[language] is not installed"
    return (
        Measured(name="advice on a fragment, all new", value=median["new"], unit="ms", target="", on=f"{size}, {who}"),
        Measured(name="advice on a fragment, kept", value=median["kept"], unit="ms", target="", on=size),
        Measured(
            name="advice against the check",
            value=median["new"] / median["check"],
            unit="×",
            target="",
            on=f"check {median['check']:.2f} ms, clarity alone {median['without']:.2f} ms",
        ),
        Measured(name="memory of the detector", value=grown, unit="MB", target="", on=f"loaded in {loading:.2f} s"),
    )  # fmt: skip


def _took(html: str, detector: Detector | None) -> float:
    """Seconds of the processor for advice, or for the check where there is no detector named."""
    began = time.process_time()
    if detector is None:
        accessibility.check(html)
    else:
        advice.advise(html, locale="nb", detector=detector)
    return time.process_time() - began


def _resident() -> float:
    """Memory of this process in MB; 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text("ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)
