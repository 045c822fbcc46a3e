"""Spectral finds nothing to say of the document (tests/tools/spectral.yaml has the rules)."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.deploy.tool import need
from tests.openapi.strict import faults

TOOLS: Final = Path(__file__).parents[1] / "tools"


def lint(document: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "openapi.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    spectral = TOOLS / "node_modules" / ".bin" / "spectral"
    if not spectral.exists():
        pytest.fail("Spectral is not installed. Install it: cd tests/tools && npm ci")
    return subprocess.run(
        [need("node"), spectral, "lint", "--fail-severity=hint", "--ruleset", TOOLS / "spectral.yaml", path],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_linter_has_nothing_to_say(whole: dict[str, Any], tmp_path: Path) -> None:
    ran = lint(whole, tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_linter_would_say_it(tmp_path: Path) -> None:
    poor = {
        "openapi": "3.1.0",
        "info": {"title": "a", "version": "1"},
        "paths": {"/a/": {"get": {"responses": {}}}},
    }
    ran = lint(poor, tmp_path)
    assert ran.returncode == 1
    assert {"operation-description", "path-keys-no-trailing-slash"} <= set(ran.stdout.split())


def examples(part: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every example and every default in a part of the document: where it is, its schema, and what it is."""
    if isinstance(part, list):
        for number, each in enumerate(part):
            yield from examples(each, f"{place}/{number}")
    if not isinstance(part, dict):
        return
    names = place.endswith("/properties")  # of members, whatever they are called
    schema = part.get("schema", part)
    if not names and ("schema" in part or {"type", "enum", "anyOf", "oneOf", "$ref"} & part.keys()):
        told = part.get("examples", [])
        for value in [each.get("value") for each in told.values()] if isinstance(told, dict) else told:
            yield place, schema, value
        yield from ((place, schema, part[name]) for name in ("example", "default") if name in part)
    for name, each in part.items():
        if names or name not in {"example", "examples", "default"}:
            yield from examples(each, f"{place}/{name}")


def bad(whole: dict[str, Any]) -> list[str]:
    return [
        f"{place}: {fault}"
        for place, schema, value in examples(whole)
        for fault in faults(whole, schema, value)
    ]


def test_every_example_is_what_its_schema_says(whole: dict[str, Any]) -> None:
    assert len([*examples(whole)]) > 100
    assert bad(whole) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": {"application/json": {"schema": {"type": "integer"}, "example": "a"}}},
        {
            "content": {
                "application/json": {"schema": {"type": "integer"}, "examples": {"told": {"value": "a"}}}
            }
        },
        {"name": "limit", "in": "query", "schema": {"type": "integer", "examples": [1, "a"]}},
        {"type": "object", "properties": {"example": {"type": "integer", "default": "a"}}},
        {"schema": {"$ref": "#/components/schemas/A"}, "example": "a"},
    ],
)
def test_a_wrong_example_is_seen(wrong: dict[str, Any]) -> None:
    found = bad({"components": {"schemas": {"A": {"type": "integer"}}}, "x": wrong})
    assert len(found) == 1
    assert found[0].startswith("/x")
