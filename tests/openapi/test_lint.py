"""Spectral finds nothing to say of the document (tests/tools/spectral.yaml has the rules)."""

import json
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from tests.deploy.tool import need

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
