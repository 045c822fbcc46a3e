"""axe-core in Chromium, and our own checks, find no failure in anything that we serve: library and examples, all locales, all variants."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from content import files
from content.accessibility.audit import Audit
from content.model import VARIANTS
from service import library
from service.audit import places
from service.audit.auditing import Auditor, Choices
from service.audit.places import Place
from service.audit.sources import Local, shown
from service.edge.app import Edge
from service.settings import Settings
from service.wiring import Parts, now, opened
from tests.browser.auditing import failures
from tests.deploy.tool import need

# Text over the drawing of the landing page has a gradient behind it: axe-core cannot tell its contrast, and tests of the stylesheet compute it.
UNTOLD = {"axe/color-contrast"}


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


def _audit(parts: Parts, wanted: Sequence[Place]) -> list[Audit]:
    need("chromium")
    found: list[Audit] = []

    async def run() -> None:
        source = Local(Edge(parts.application(), parts.settings), parts.settings.base_url)

        async def note(audits: Sequence[Audit]) -> None:
            found.extend(audits)

        async with Auditor(source, now, Choices(lanes=2, patience=60)) as auditor:
            await auditor.audit(wanted, lambda *_: False, note)

    asyncio.run(run())
    return found


def _sound(found: Sequence[Audit], wanted: Sequence[Place]) -> None:
    assert {
        each.path: failures(each) or each.why for each in found if each.outcome != "no_failures_found"
    } == {}
    assert {each.path for each in found} == {each.path for each in wanted}
    assert {each.rule for audit in found for each in audit.findings} <= UNTOLD


def test_every_fragment_in_host_pages(parts: Parts) -> None:
    with parts.store.read() as reading:
        records = list(shown(reading))
    wanted = [*places.fragments(records), *places.lists(parts.settings.locales)]
    assert len(wanted) > 100
    assert {variant for variant in VARIANTS for each in wanted if f"variant={variant}" in each.path} == set(
        VARIANTS
    )
    found = _audit(parts, wanted)
    _sound(found, wanted)
    states = {where for audit in found for rule in audit.rules for where in rule.outcomes}
    assert {
        "plain light",
        "county dark",
        "county forced-colours",
        "plain 320px",
        "county text-200",
        "plain text-spacing",
    } <= states


def test_every_page_for_people(parts: Parts) -> None:
    with parts.store.read() as reading:
        records = list(shown(reading))
    # The reference is some thousand elements, the same in every locale but for what stands around it.
    wanted = [
        each
        for each in places.pages(records, parts.settings.locales)
        if not each.path.startswith("/docs") or each.locale in {"nb", "en"}
    ]
    paths = {each.path.partition("?")[0] for each in wanted}
    assert {"/", "/docs", "/feeds/nb", "/pages/nb/internasjonal-avdeling", "/pages/se/finnes-ikke"} <= paths
    _sound(_audit(parts, wanted), wanted)
