"""Cold misses: every record asked for once, of a server that has just started, so that each answer is made from the store.

Only what the requests cost counts: what the server does by itself, above all rendering what is new, is done before it is measured.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Final

from service.bench import driving, family, programs, samples
from service.bench.contests import CONNECTIONS
from service.bench.cores import Cores, cores, kept_to
from service.bench.driving import Driven, Unmeasured
from service.bench.house import copied
from service.bench.measured import Effort, Measured
from service.bench.process import fetched, first_answer, serving
from service.renderings import Renderings
from service.settings import Settings
from service.wiring import DATABASE, now, opened

RECORDS: Final = 2_400
"""All of them are rendered before, at about a hundred a second."""
_WARMING: Final = 200
"""Records that are asked for before a round counts: a process that has just started loads code and begins threads with them."""
_FIRST: Final = 0.2
"""Seconds of the first round, which tells how long the others may be before every record was asked for."""
_SHARE: Final = 0.8
_WHERE: Final = ("--base-url", Settings().base_url)
"""What is rendered is of one address: that of a server that is told none is of its port, and each round has another one."""
_IDLE: Final = 0.05
"""The most of a core that a server uses that nobody asks for anything."""
_LOOK: Final = 0.3
"""Seconds between two looks at that."""
_PATIENCE: Final = 60.0
_KINDS: Final = (
    ("cold miss, record JSON", "/v1/records/%s?locale=nb", "≥ 3,000"),
    ("cold miss, fragment", "/fragments/%s?locale=nb&variant=full&h=2", ""),
)
_WALK: Final = """
seen, dry = {first}, 0
function request()
  if seen >= {count} then dry = 1 else seen = seen + 1 end
  return wrk.format("GET", string.format("{target}", seen - 1))
end
"""


def measure(effort: Effort, records: int = RECORDS) -> tuple[Measured, ...]:
    """Answers for each second of the server's core. Each round has a server of its own. Raises MissingProgram without wrk."""
    programs.need("wrk")
    chosen = cores()
    found: dict[str, list[tuple[Driven, float]]] = {name: [] for name, _, _ in _KINDS}
    seconds = dict.fromkeys(found, min(_FIRST, effort.seconds))
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
        copied(Path(folder) / DATABASE, records)
        _rendered(folder)
        for number in range(effort.rounds + 1):
            with kept_to(chosen.served), serving(folder, options=_WHERE) as (url, process):
                first_answer(f"{url}/readyz")
                _rests(process)
                for name, form, _ in _KINDS:
                    driven, spent = _walked(
                        url, process, form, count=records, seconds=seconds[name], chosen=chosen
                    )
                    if number:  # the first round reads what is on the disk
                        found[name].append((driven, spent))
                    else:
                        seconds[name] = min(effort.seconds, _SHARE * (records - _WARMING) / driven.rate)
    return tuple(_told(name, found[name], target, records) for name, _, target in _KINDS)


def _rendered(folder: str) -> None:
    """What the worker does with new records, done at once."""
    with opened(Settings(data=folder)) as parts:
        task = Renderings(parts.store, parts.links, parts.settings.locales, now)
        while task.due() is not None:
            task.run()


def _rests(process: int) -> None:
    """Wait until a server has nothing to do of its own. Raises Unmeasured where it goes on."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        before, began = family.processor(process), time.monotonic()
        time.sleep(_LOOK)
        if family.processor(process) - before < _IDLE * (time.monotonic() - began):
            return
    raise Unmeasured(f"The server did not come to rest in {_PATIENCE:g} seconds.")


def _walked(
    url: str, process: int, form: str, *, count: int, seconds: float, chosen: Cores
) -> tuple[Driven, float]:
    target = form % str(samples.identity(0)).replace("000000000000", "%012x")
    for number in range(_WARMING):
        fetched(url + form % samples.identity(number))
    before = family.processor(process)
    driven = driving.drive(
        url,
        seconds=seconds,
        connections=CONNECTIONS,
        cores=chosen.driving,
        script=_WALK.format(first=_WARMING, count=count, target=target),
        threads=1,
    )
    if driven.dry:
        raise Unmeasured(f"{count} records were not enough for a round of {seconds:.2f} seconds.")
    return driven, family.processor(process) - before


def _told(name: str, turns: list[tuple[Driven, float]], target: str, records: int) -> Measured:
    clock = sorted(driven.rate for driven, _ in turns)
    return Measured.of(
        name,
        [driven.requests / spent if spent else driven.rate for driven, spent in turns],
        unit="answers/s",
        target=target,
        on=f"for each second of the server's core; by the clock {clock[len(clock) // 2]:,.0f}; {records:,} records, none twice",
    )
