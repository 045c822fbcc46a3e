"""A feed of fifty entries that no snapshot holds, beside the same with no fragment kept, and beside feedgen alone with the same entries."""

from __future__ import annotations

import asyncio
import dataclasses
import statistics
import time
from collections.abc import Callable

from msgspec import structs

import feeds
from content.ports import Selection
from service import local
from service.bench import Measured
from service.bench.house import house, publish
from service.renderings import Renderings
from service.web import feeds as web
from service.web.view import View
from service.wiring import Parts, now

_ENTRIES = 50
_ROUNDS = 25
_PATH = "/feeds/nb.atom"


def measure() -> tuple[Measured, ...]:
    """Median time through the whole application, its snapshots empty each time, as after a publication."""
    with house() as parts:
        for number in range(_ENTRIES):
            publish(parts, number)
        bare = _asked(parts)
        task = Renderings(parts.store, parts.links, parts.settings.locales, now)
        began = time.perf_counter()
        while task.due() is not None:
            task.run()
        kept = (time.perf_counter() - began) * 1000 / _ENTRIES
        cold = _asked(parts)
        written = _written(parts)
        plain = _median(lambda: feeds.atom(written))
    on = f"{_ENTRIES} entries of about 3 kB, Atom, as after a publication"
    return (
        Measured(name="a feed that no snapshot holds", value=cold, unit="ms", target="≤ 10", on=on),
        Measured(
            name="  with no fragment kept, against it",
            value=bare / cold,
            unit="×",
            target="",
            on=f"{bare:.1f} ms: each is rendered",
        ),
        Measured(
            name="  it, against feedgen alone",
            value=cold / plain,
            unit="×",
            target="",
            on=f"{plain:.1f} ms for the same entries, all in memory",
        ),
        Measured(
            name="keeping a fragment for feeds", value=kept, unit="ms", target="", on="in the background"
        ),
    )


def _asked(parts: Parts) -> float:
    """Milliseconds of one request to an application that keeps no snapshots, all in one event loop, as in a server."""
    forgetful = dataclasses.replace(parts, settings=structs.replace(parts.settings, snapshot_bytes=0))
    app = forgetful.application()

    async def ask() -> float:
        spent = []
        for _ in range(_ROUNDS):
            began = time.perf_counter()
            await local.whole(app, local.scope(_PATH, {}, parts.settings.base_url))
            spent.append((time.perf_counter() - began) * 1000)
        return statistics.median(spent[1:])

    return asyncio.run(ask())


def _written(parts: Parts) -> feeds.Feed:
    with parts.store.read() as reading:
        view = View(reading, parts.links, parts.settings, now())
        listed = reading.listing(Selection(locale="nb", limit=_ENTRIES))
        shown = reading.public.shown([each.standing.id for each in listed], "nb", view.own_mark)
        entries = [each.entry for each in shown]
        around = web.surroundings(view, entries)
        return feeds.feed(
            [
                web.entry_of(view, each, around, one)
                for each, one in zip(entries, view.carried(shown), strict=True)
            ],
            locale="nb",
            title="Prøve",
            author=feeds.Person(name=parts.settings.publisher),
            home_url=parts.links.feeds("nb"),
            links=parts.links,
        )


def _median(work: Callable[[], object]) -> float:
    """Milliseconds."""
    spent = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        work()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)
