"""`python -m tests.conformance.comparing`: our check against axe-core in jsdom on the same fragments, in one run. `make bench` runs it."""

from __future__ import annotations

import statistics
import tempfile

from content import files
from content.model import VARIANTS
from service import library
from service.settings import Settings
from service.wiring import opened
from tests.conformance import checkers

_ROUNDS = 3


def fragments() -> list[str]:
    """The examples in every locale and variant, at heading level 2."""
    with tempfile.TemporaryDirectory() as folder, opened(Settings(data=folder)) as parts:
        for name in ("library", "examples"):
            library.publish(
                files.read(library.folder(name), parts.settings.locales),
                parts.store,
                parts.commands,
                actor="bench",
            )
        with parts.store.read() as reading:
            return [
                evidence.html
                for each in reading.standings()
                for evidence in reading.evidence(each.id, each.locale, each.edition)
                if evidence.heading_level == 2 and evidence.variant in VARIANTS  # as hosts have it
            ]


def main() -> None:
    """Print medians and their ratio; where axe-core is not installed, the line that installs it."""
    if why := checkers.missing():
        print(why)  # noqa: T201
        return
    documents = fragments()
    # By turns, so that whatever else the machine does slows both.
    rounds = [(checkers.ours(documents).median, checkers.axe(documents).median) for _ in range(_ROUNDS)]
    ours, theirs = (statistics.median(each) for each in zip(*rounds, strict=True))
    ratios = sorted(axe / our for our, axe in rounds)
    size = statistics.median(len(each.encode()) for each in documents)
    print(  # noqa: T201
        f"{len(documents)} fragments, {size:.0f} bytes in the middle: ours {ours:.2f} ms, axe-core in jsdom {theirs:.1f} ms, "
        f"{statistics.median(ratios):.0f} times as long ({ratios[0]:.0f} to {ratios[-1]:.0f} in {_ROUNDS} rounds)."
    )


if __name__ == "__main__":
    main()
