"""Every feed that the server has is valid: by the grammar of RFC 4287, by the rules for RSS, and by the schema of JSON Feed."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import jsonschema_rs
import pytest
from lxml import etree

from content.kinds import KINDS
from tests.clients import rules
from tests.clients.department import Department

LOCALES = ("nb", "nn", "se", "fkv", "en")
GRAMMAR = Path(__file__).parents[1] / "feeds" / "atom.rng"
SCHEMA = Path(__file__).parents[1] / "tools" / "node_modules" / "jsonfeed-schema" / "schema-v1.1.json"


@pytest.fixture(scope="module")
def documents(department: Department) -> dict[str, bytes]:
    """Every feed by its address: those that the pages for people list, each kind, and all that they lead to."""
    department.publish(
        slug="alt-mulig", title="<3 & ]]> 🐟", body_html="<p>A &lt; B</p>", topics=["high-north"]
    )
    waiting = {f"/feeds/{locale}/{kind}.atom" for locale in LOCALES for kind in KINDS}
    for locale in LOCALES:
        page = department.get(f"/feeds/{locale}").text
        waiting |= set(re.findall(rf'href="{re.escape(department.public)}(/feeds/[^"?#]+\.atom)"', page))
    found: dict[str, bytes] = {}
    while waiting:
        path = waiting.pop()
        for suffix in ("atom", "rss", "json"):
            other = path.replace(".atom", f".{suffix}")
            found[other] = department.get(other).raise_for_status().content
        for link in etree.fromstring(found[path]).findall(f"{rules.ATOM}link"):
            if link.get("rel") in ("current", "prev-archive", "next-archive"):
                waiting.add((link.get("href") or "").removeprefix(department.public))
        waiting -= found.keys()
    return found


def of(documents: dict[str, bytes], suffix: str) -> dict[str, bytes]:
    chosen = {path: data for path, data in documents.items() if path.partition("?")[0].endswith(f".{suffix}")}
    assert len(chosen) > 50
    return chosen


def test_atom_follows_the_grammar_and_the_rules_beside_it(
    department: Department, documents: dict[str, bytes]
) -> None:
    grammar = etree.RelaxNG(etree.parse(GRAMMAR))
    now = datetime.datetime.now(datetime.UTC)
    faults = {}
    for path, data in of(documents, "atom").items():
        if not grammar.validate(etree.fromstring(data)):
            faults[path] = [str(grammar.error_log)]
        if told := rules.of_atom(data, department.public + path, now):
            faults[path] = told
    assert faults == {}


def test_rss_follows_the_advisory_boards_rules(department: Department, documents: dict[str, bytes]) -> None:
    now = datetime.datetime.now(datetime.UTC)
    told = {
        path: rules.of_rss(data, department.public + path, now) for path, data in of(documents, "rss").items()
    }
    assert {path: faults for path, faults in told.items() if faults} == {}


def test_json_feed_follows_its_schema(documents: dict[str, bytes]) -> None:
    if not SCHEMA.exists():
        pytest.fail("The schema of JSON Feed is not installed. Install it: cd tests/tools && npm ci")
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text("utf-8")), validate_formats=True)
    for path, data in of(documents, "json").items():
        faults = [str(each) for each in validator.iter_errors(json.loads(data))]
        assert faults == [], path
    assert not validator.is_valid(
        {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{}]}
    )
