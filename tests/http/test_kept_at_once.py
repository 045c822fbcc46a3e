"""What a publication was checked with is kept as what is served, and is what would be made now."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest

from content import queries
from content.errors import Invalid
from content.examination import Here
from content.fragments import Context
from content.lifecycle import Publish, SaveDraft
from content.model import HEADING_LEVELS, VARIANTS, Edition, News, Variant
from content.ports import Evidence, Selection
from content.ports.fragments import KeptFragment
from content.text import Image, Link, Prose, Span
from service.renderings import Renderings, mark, number
from service.wiring import now
from tests.contract import build, test_media
from tests.http.house import House
from tests.http.test_feed_entries import Acts

Kept = dict[tuple[Variant, int], KeptFragment]


def kept(house: House) -> dict[str, tuple[Kept, Kept]]:
    """What is kept of what is live, and what the worker would keep; for those of which anything is kept."""
    parts = house.parts
    own = mark(parts.links, parts.settings.locales)
    task = Renderings(parts.store, parts.links, parts.settings.locales, now)
    found: dict[str, tuple[Kept, Kept]] = {}
    with parts.store.read() as reading:
        known = queries.labels(reading)
        live = [reading.listing(Selection(locale=each, limit=200)) for each in parts.settings.locales]
        for entry in itertools.chain(*live):
            shapes = [(variant, level) for variant in VARIANTS for level in HEADING_LEVELS]
            held = {each: reading.fragments.one(number(entry), *each, own) for each in shapes}
            there = {each: one for each, one in held.items() if one}
            if there:
                made = task._made(reading, number(entry), known)
                again = {(each.variant, each.heading_level): each.fragment for each in made}
                found[entry.standing.slug] = there, again
    return found


def test_it_is_what_the_worker_would_make(house: House) -> None:
    found = kept(house)
    assert len(found) > 5
    assert all(there == again for there, again in found.values())
    assert all(len(there) == len(VARIANTS) * len(HEADING_LEVELS) for there, _ in found.values())


@pytest.mark.parametrize("seed", [3, 4])
def test_it_is_so_whatever_happens(own_house: House, seed: int) -> None:
    for each in range(1, 6):
        test_media.kept(own_house.parts.store, each)
    acts = Acts(own_house, seed)
    count = 0
    for _ in range(12):
        acts.act()
        found = kept(own_house)
        count += len(found)
        assert all(there == again for there, again in found.values())
    assert count > 12


@dataclass(frozen=True)
class _Interrupted(Here):
    """Examines, and lets something else happen before it is done."""

    other: Callable[[], object]

    def evidence(self, edition: Edition, around: Context, at: datetime.datetime) -> tuple[Evidence, ...]:
        made = super().evidence(edition, around, at)
        self.other()
        return made


def test_what_others_changed_meanwhile_is_not_overlooked(own_house: House) -> None:
    first, second, third = map(build.identity, (1, 2, 3))
    own_house.publish(first, "nb", News(slug="en", title="En"))
    text = Prose(
        mark_defs=(Link(key="l", record=first),),
        children=(Span(text="Les om det som skjedde før", marks=("l",)),),
    )

    def publish(slug: str, other: Callable[[], object]) -> bool:
        commands = own_house.parts.commands.by(_Interrupted(other))
        content = News(slug=slug, title=slug, body=(text,))
        identity = second if slug == "to" else third
        commands.save(SaveDraft(id=identity, locale="nb", content=content, author="test"))
        commands.publish(Publish(id=identity, locale="nb", revision=1, actor="test"))
        return slug in kept(own_house)

    assert not publish("to", lambda: own_house.publish(first, "nb", News(slug="en-ny", title="En, ny")))
    assert publish("tre", lambda: own_house.publish(second, "nn", News(slug="to", title="To")))
    assert all(there == again for there, again in kept(own_house).values())


def test_what_was_erased_meanwhile_does_not_go_out(own_house: House) -> None:
    store, identity = own_house.parts.store, build.identity(1)
    picture = Image(src=f"/media/{test_media.kept(store, 1).digest}/bilde-1.jpg", alt="En bro over et sund")
    commands = own_house.parts.commands.by(
        _Interrupted(lambda: store.write(partial(test_media.erased, test_media.digest(1))))
    )
    content = News(slug="en", title="En", body=(picture,))
    commands.save(SaveDraft(id=identity, locale="nb", content=content, author="test"))
    with pytest.raises(Invalid) as raised:
        commands.publish(Publish(id=identity, locale="nb", revision=1, actor="test"))
    assert [each.code for each in raised.value.faults] == ["no_such_media"]
    assert own_house.get(f"/v1/records/{identity}?locale=nb").status_code == 404
