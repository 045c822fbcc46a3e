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
TOOLS: Final = Path(__file__).parents[1] / "tools"
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


def asking(folder: Path, code: str) -> Verified:
    """Runs code of the guide in node: it is given `secret`, `headers` and `body`, and says true or false."""
    script = folder / "asked.mjs"
    script.write_text(
        'import { readFileSync } from "node:fs";\n'
        "const secret = process.argv[2], headers = JSON.parse(process.argv[3]), body = readFileSync(0);\n"
        f"{code}",
        encoding="utf-8",
    )

    def asked(secret: str, headers: dict[str, str], body: bytes) -> bool:
        command = [need("node"), str(script), secret, json.dumps(headers)]
        ran = subprocess.run(command, input=body, capture_output=True, check=True, timeout=30)
        return {b"true\n": True, b"false\n": False}[ran.stdout]

    return asked


@pytest.fixture
def in_javascript(tmp_path: Path) -> Verified:
    code = block("js", "function verified")
    return asking(tmp_path, f"{code}\nconsole.log(verified(secret, headers, body));\n")


@pytest.fixture
def by_the_library_of_javascript(tmp_path: Path) -> Verified:
    if not (TOOLS / "node_modules" / "standardwebhooks").is_dir():
        pytest.fail("standardwebhooks is not installed. Install it: cd tests/tools && npm ci")
    (tmp_path / "node_modules").symlink_to(TOOLS / "node_modules")
    imported, call = block("js", "standardwebhooks").split("\n", 1)
    tried = f"try {{{call}\nconsole.log(payload.type === 'test'); }} catch {{ console.log(false); }}"
    return asking(tmp_path, f"{imported}\n{tried}\n")


@pytest.fixture
def by_the_library_of_python() -> Verified:
    def asked(secret: str, headers: dict[str, str], body: bytes) -> bool:
        names: dict[str, Any] = {"secret": secret, "body": body, "headers": headers}
        exec(block("python", "standardwebhooks"), names)  # noqa: S102 - the guide's own code
        return "payload" in names

    return asked


@pytest.mark.parametrize(
    "way", ["in_python", "in_javascript", "by_the_library_of_python", "by_the_library_of_javascript"]
)
def test_what_the_guide_shows_verifies_what_we_sign_and_nothing_else(
    way: str, request: pytest.FixtureRequest
) -> None:
    verified: Verified = request.getfixturevalue(way)
    assert verified(SECRET, signed(SECRET), BODY)
    assert verified(SECRET, signed(OTHER, SECRET), BODY)
    assert not verified(SECRET, signed(OTHER), BODY)
    assert not verified(SECRET, signed(SECRET), BODY + b" ")
    assert not verified(SECRET, signed(SECRET, late=400), BODY)


@pytest.mark.parametrize("language", ["in_python", "in_javascript"])
def test_what_is_no_delivery_is_refused_without_a_crash(
    language: str, request: pytest.FixtureRequest
) -> None:
    verified: Verified = request.getfixturevalue(language)
    whole = signed(SECRET)
    for name in whole:
        assert not verified(SECRET, {key: value for key, value in whole.items() if key != name}, BODY)
    for name, value in (("webhook-timestamp", "9" * 5000), ("webhook-signature", "v1,å")):
        assert not verified(SECRET, whole | {name: value}, BODY)
