"""An import beside the server, for measuring what it costs readers and writers: `python -m service.bench.importing FOLDER FIRST`."""

from __future__ import annotations

import itertools
import sys

from service import courtesy
from service.bench.house import publish
from service.settings import Settings
from service.wiring import opened


def main(folder: str, first: str) -> None:
    """Save and publish one sample after another, with every check and as verbs that do much do it, until ended."""
    courtesy.step_back()
    with opened(Settings(data=folder), last=True) as parts:
        for number in itertools.count(int(first)):
            publish(parts, number)


if __name__ == "__main__":
    main(*sys.argv[1:])
