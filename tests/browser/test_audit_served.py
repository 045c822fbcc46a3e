"""axe-core in Chromium, and our own checks, find no failure in anything that we serve: library and examples, all locales, all variants.

Everything is asked all of axe-core's rules, in light. What stands for others of its sort is looked at in every host and state: all others have
the same styles. `nordkalott audit` looks at everything everywhere.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from uuid import UUID

import pytest

from content import files
from content.accessibility.audit import Audit
from content.model import VARIANTS
from service import library
from service.audit import places
from service.audit.auditing import Auditor, Choices
from service.audit.hosts import HOSTS
from service.audit.places import Place
from service.audit.sources import Local, shown
from service.audit.states import STATES
from service.edge.app import Edge
from service.settings import Settings
from service.wiring import Parts, now, opened
from tests.browser.auditing import failures
from tests.deploy.tool import need

# Text over the drawing of the landing page has a gradient behind it: axe-core cannot tell its contrast, and tests of the stylesheet compute it.
UNTOLD = {"axe/color-contrast"}
EVERYWHERE = Choices(lanes=2, patience=60)
LIGHT = Choices(
    lanes=2, patience=60, hosts=HOSTS[:1], states=(dataclasses.replace(STATES[0], keys=False, focus=False),)
)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """A store with the library and the examples."""
    folder: Path = tmp_path_factory.mktemp("served") / "data"
    with opened(Settings(data=str(folder))) as made:
        for name in ("library", "examples"):
            library.publish(
                files.read(library.folder(name), made.settings.locales),
                made.store,
                made.commands,
                actor="test",
            )
        yield made


def _audit(parts: Parts, wanted: Sequence[Place], choices: Choices) -> list[Audit]:
    need("chromium")
    found: list[Audit] = []

    async def run() -> None:
        source = Local(Edge(parts.application(), parts.settings), parts.settings.base_url)

        async def note(audits: Sequence[Audit]) -> None:
            found.extend(audits)

        async with Auditor(source, now, choices) as auditor:
            await auditor.audit(wanted, lambda *_: False, note)

    asyncio.run(run())
    return found


def _sound(found: Sequence[Audit], wanted: Sequence[Place]) -> None:
    assert {
        each.path: failures(each) or each.why for each in found if each.outcome != "no_failures_found"
    } == {}
    assert {each.path for each in found} == {each.path for each in wanted}
    assert {each.rule for audit in found for each in audit.findings} <= UNTOLD


def _firsts(places: Sequence[Place], sort: Callable[[Place], object]) -> list[Place]:
    """The first of each sort."""
    found: dict[object, Place] = {}
    for each in places:
        found.setdefault(sort(each), each)
    return list(found.values())


def _all(parts: Parts) -> tuple[list[Place], list[Place], Mapping[UUID, str]]:
    """Every fragment, every page, and the kind of each record."""
    with parts.store.read() as reading:
        records = list(shown(reading))
        kinds = {each.id: each.kind for each in reading.standings(None)}
    locales = parts.settings.locales
    return [*places.fragments(records), *places.lists(locales)], list(places.pages(records, locales)), kinds


def test_every_fragment_and_page_in_light(parts: Parts) -> None:
    fragments, pages, _ = _all(parts)
    assert len(fragments) > 100
    assert {
        variant for variant in VARIANTS for each in fragments if f"variant={variant}" in each.path
    } == set(VARIANTS)
    paths = {each.path.partition("?")[0] for each in pages}
    assert {"/", "/docs", "/feeds/nb", "/pages/nb/internasjonal-avdeling", "/pages/se/finnes-ikke"} <= paths
    # The reference is some thousand elements, the same in every locale but for what stands around it.
    wanted = [
        *fragments,
        *(each for each in pages if not each.path.startswith("/docs") or each.locale in {"nb", "en"}),
    ]
    _sound(_audit(parts, wanted, LIGHT), wanted)


def test_each_sort_of_fragment_and_page_in_every_host_and_state(parts: Parts) -> None:
    fragments, pages, kinds = _all(parts)
    wanted = [
        *_firsts(fragments, lambda each: (each.id and kinds[each.id], each.path.partition("variant=")[2])),
        *_firsts(pages, lambda each: kinds[each.id] if each.id else _sort(each.path)),
    ]
    found = _audit(parts, wanted, EVERYWHERE)
    _sound(found, wanted)
    states = {where for audit in found for rule in audit.rules for where in rule.outcomes}
    names = [each.name for each in STATES]
    assert states == {*names, *(f"{host.name} {name}" for host in HOSTS for name in names)}


def _sort(path: str) -> str:
    """The sort of a page that is no record's: the route, without its locale."""
    parts = path.partition("?")[0].split("/")
    return "/".join(parts[:2] if parts[1] in {"feeds", "pages"} else parts)
