"""How it stands with everything that is live, as JSON and for Prometheus."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from content import accessibility
from content.model import Page
from service import metrics
from service.edge.app import Edge
from service.metrics import Metric, Sample
from service.rechecks import go
from service.settings import Settings
from service.wiring import now, opened
from tests import rules
from tests.contract.build import identity
from tests.http.house import House

LINE = re.compile(
    r'(?P<name>[a-z_]+)(?:\{(?P<labels>(?:[a-z]+="(?:[^"\\\n]|\\[\\"n])*",?)+)\})? (?P<value>\S+)'
)
LABEL = re.compile(r'([a-z]+)="((?:[^"\\\n]|\\[\\"n])*)"')


def read(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """The samples of an exposition; an AssertionError where a line is not of the format."""
    found = {}
    assert text.endswith("\n")
    for line in text.removesuffix("\n").split("\n"):
        if line.startswith(("# HELP ", "# TYPE ")):
            continue
        matched = LINE.fullmatch(line)
        assert matched, line
        labels = {
            (name, re.sub(r"\\(.)", lambda each: "\n" if each[1] == "n" else each[1], value))
            for name, value in LABEL.findall(matched["labels"] or "")
        }
        key = (matched["name"], frozenset(labels))
        assert key not in found
        found[key] = float(matched["value"])
    return found


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    settings = Settings(data=str(tmp_path), metrics="on")
    with opened(settings) as parts:
        yield House(parts=parts, app=Edge(parts.application(), settings))


def fill(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, title in enumerate(("En", f"To {rules.WORD}", "Tre"), 1):
        house.publish(identity(number), "nb", Page(slug=f"side-{number}", title=title))
    rules.come(monkeypatch)


def test_what_a_later_rule_set_has_not_looked_at_is_not_called_checked(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(house, monkeypatch)
    found = house.json("/v1/accessibility")
    assert found["pass_ended"] is None
    assert (found["now"]["editions"], found["now"]["checked"], found["now"]["failing"]) == (3, 0, 0)


def test_it_says_how_it_stands_by_rule_locale_and_kind_and_by_the_day(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(house, monkeypatch)
    go(house.parts.store, house.parts.commands, now, holder="test", actor="test")
    found = house.json("/v1/accessibility")
    assert (found["now"]["editions"], found["now"]["checked"], found["now"]["failing"]) == (3, 3, 1)
    assert found["now"]["ruleset"] == rules.LATER
    assert found["now"]["rules"] == [{"rule": "no-word", "wcag": [], "editions": 1}]
    assert found["parts"] == [{"locale": "nb", "kind": "page", "editions": 3, "checked": 3, "failing": 1}]
    assert found["pass_ended"] is not None
    [day] = found["days"]
    assert (day["failing"], day["ruleset"]) == (1, rules.LATER)
    assert "conform" not in str(found).lower()


def test_whichever_process_is_asked_says_the_same_in_a_minute(tmp_path: Path) -> None:
    with opened(Settings(data=str(tmp_path), snapshot_bytes=0)) as parts:
        alone = House(parts=parts, app=Edge(parts.application(), parts.settings))
        said = [alone.get("/v1/accessibility") for _ in range(3)]
        # A minute may end between two of them, and not between all.
        assert any(one.headers["etag"] == other.headers["etag"] for one, other in itertools.pairwise(said))
        assert said[0].json()["now"]["at"].endswith(":00Z")


def test_criteria_are_counted_once_an_edition(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(house, monkeypatch)
    one, two = [rule.id for rule in accessibility.RULES if "1.1.1" in rule.wcag and rule.blocking][:2]
    go(house.parts.store, house.parts.commands, now, holder="test", actor="test")
    with house.parts.store.read() as reading:
        seen = reading.recheck.of(identity(2), "nb")
    assert seen
    more = structs.replace(seen, failures={one: 1, two: 3})
    house.parts.store.write(lambda writing: writing.recheck.keep(more, 0))
    with house.parts.store.read() as reading:
        tally = reading.recheck.tally(rules.LATER, now())
    assert (tally.rules, tally.criteria["1.1.1"]) == ({one: 1, two: 1}, 1)


def test_prometheus_reads_what_is_written(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(house, monkeypatch)
    go(house.parts.store, house.parts.commands, now, holder="test", actor="test")
    house.get("/fragments/side-1?locale=nb")
    house.get("/fragments/side-1?locale=nb")
    house.get("/nothing")
    answer = house.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    found = read(answer.text)
    shared = frozenset({("locale", "nb"), ("kind", "page")})
    assert found["nordkalott_live_editions", shared] == 3
    assert found["nordkalott_live_editions_failing", shared] == 1
    assert found["nordkalott_failing_editions", frozenset({("rule", "no-word")})] == 1
    assert found["nordkalott_ruleset_info", frozenset({("ruleset", rules.LATER)})] == 1
    assert found["nordkalott_requests_total", frozenset({("status", "200")})] >= 2
    assert found["nordkalott_requests_total", frozenset({("status", "404")})] == 1
    assert found["nordkalott_snapshot_lookups_total", frozenset({("found", "yes")})] >= 1
    assert found["nordkalott_change_seq", frozenset()] == 3


def test_switched_off_it_is_not_there(tmp_path: Path) -> None:
    settings = Settings(data=str(tmp_path))
    with opened(settings) as parts:
        closed = House(parts=parts, app=Edge(parts.application(), settings))
        answer = closed.get("/metrics")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:nordkalott:problem:not-found")


@given(st.text(), st.floats(allow_nan=False))
def test_whatever_a_label_says_is_read_as_it_was(label: str, value: float) -> None:
    written = metrics.write(
        [Metric(name="x", sort="gauge", help="A \\ and\na line", samples=(Sample(value, {"a": label}),))]
    )
    text = written.decode()
    assert text.count("\n") == 3
    assert read(text) == {("nordkalott_x", frozenset({("a", label)})): value}


def test_a_records_evidence_has_what_a_later_rule_set_says_beside_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(house, monkeypatch)
    go(house.parts.store, house.parts.commands, now, holder="test", actor="test")
    graph = house.json(f"/v1/records/{identity(2)}/accessibility?locale=nb&h=3")["@graph"]
    by_assertor: dict[str, set[str]] = {}
    for each in graph:
        if each["@type"] == "earl:Assertion":
            by_assertor.setdefault(each["assertedBy"], set()).add(each["result"]["outcome"])
    assert len(by_assertor) == 2
    assert "earl:failed" in by_assertor[f"urn:nordkalott:check:{rules.LATER}"]
    [before] = [said for name, said in by_assertor.items() if not name.endswith(rules.LATER)]
    assert "earl:failed" not in before
    names = [each["@id"] for each in graph if "@id" in each]
    assert len(names) == len(set(names))
