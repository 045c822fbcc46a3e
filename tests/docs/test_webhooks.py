"""The code of docs/guides/webhooks.md verifies what we sign, and nothing else."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from content import webhooks
from tests.deploy.tool import need
from tests.docs.pages import GUIDES, examples

GUIDE: Final = GUIDES / "webhooks.md"
SECRET: Final = webhooks.mint(b"\x07" * 32)
OTHER: Final = webhooks.mint(b"\x08" * 32)
BODY: Final = '{"type":"test","text":"Åpner i mai"}'.encode()
Verified = Callable[[str, dict[str, str], bytes], bool]


def signed(*secrets: str, late: int = 0) -> dict[str, str]:
    at = int(time.time()) - late
    return {
        "webhook-id": "0b9a2f0e-4c1d-5b6a-8f3e-2d1c0b9a8f7e",
        "webhook-timestamp": str(at),
        "webhook-signature": webhooks.signatures(secrets, "0b9a2f0e-4c1d-5b6a-8f3e-2d1c0b9a8f7e", at, BODY),
    }


def block(language: str, word: str) -> str:
    (found,) = [each for each in examples(GUIDE, language) if word in each]
    return found


@pytest.fixture
def in_python() -> Verified:
    names: dict[str, Any] = {}
    exec(block("python", "def verified"), names)  # noqa: S102 - the guide's own code
    found: Verified = names["verified"]
    return found


@pytest.fixture
def in_javascript(tmp_path: Path) -> Verified:
    (tmp_path / "verified.mjs").write_text(block("js", "function verified"), encoding="utf-8")
    (tmp_path / "asked.mjs").write_text(
        'import { verified } from "./verified.mjs";\n'
        'import { readFileSync } from "node:fs";\n'
        "const [secret, headers] = process.argv.slice(2);\n"
        "console.log(verified(secret, JSON.parse(headers), readFileSync(0)));\n",
        encoding="utf-8",
    )

    def asked(secret: str, headers: dict[str, str], body: bytes) -> bool:
        command = [need("node"), str(tmp_path / "asked.mjs"), secret, json.dumps(headers)]
        ran = subprocess.run(command, input=body, capture_output=True, check=True, timeout=30)
        return {b"true\n": True, b"false\n": False}[ran.stdout]

    return asked


@pytest.mark.parametrize("language", ["in_python", "in_javascript"])
def test_by_hand(language: str, request: pytest.FixtureRequest) -> None:
    verified: Verified = request.getfixturevalue(language)
    assert verified(SECRET, signed(SECRET), BODY)
    assert verified(SECRET, signed(OTHER, SECRET), BODY)
    assert not verified(SECRET, signed(OTHER), BODY)
    assert not verified(SECRET, signed(SECRET), BODY + b" ")
    assert not verified(SECRET, signed(SECRET, late=400), BODY)


def test_with_the_library() -> None:
    for secret, good in ((SECRET, True), (OTHER, False)):
        names: dict[str, Any] = {"secret": secret, "body": BODY, "headers": signed(SECRET)}
        exec(block("python", "standardwebhooks"), names)  # noqa: S102 - the guide's own code
        assert ("payload" in names) == good
