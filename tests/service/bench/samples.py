"""Results of runs that nobody made: two cases against nginx, a time, a rate, and a ratio without a target."""

from __future__ import annotations

import datetime

from service.bench import Effort, Measured
from service.bench.results import Machine, Results

MACHINE = Machine(
    processor="Prøve <9> & sønn, en prosessor med et svært langt navn",
    cores=2,
    memory=25.3,
    system="Linux x86_64",
    python="3.11.7",
    nginx="1.22.1",
    wrk="4.1.0",
)


def results(*measured: Measured, yardstick: float = 10.0) -> Results:
    return Results(
        version="0.1.0",
        at=datetime.datetime(2026, 11, 25, 18, 30, tzinfo=datetime.UTC),
        machine=MACHINE,
        effort=Effort(),
        yardstick=(yardstick, yardstick),
        measured=measured,
    )


def contest(title: str, target: str, plain: float, logged: float) -> list[Measured]:
    return [
        Measured.of(f"{title}: nginx", [90_000.0, 100_000.0, 110_000.0], unit="answers/s", judged=False),
        *(
            Measured.of(
                f"{title}, against {who}",
                [value * 0.97, value, value * 1.04],
                unit="×",
                target=target,
                on="by clock; by processor time 1.01 ×",
                chart=title,
            )
            for who, value in (("nginx", plain), ("nginx, both with access log", logged))
        ),
    ]


def whole() -> Results:
    return results(
        *contest("Record JSON, 2 kB", "≥ 1", 1.2, 1.1),
        *contest("Atom & mer, 20 kB", "≥ 0.9", 0.85, 0.93),
        *contest("HEAD of the record", "", 0.4, 1.0),
        Measured(name="start to first answer", value=1.4, unit="s", target="≤ 1", on="10,000 records"),
        Measured(name="loading", value=55, unit="records/s", target="", on="a | b"),
    )
