"""Tokens against `nordkalott serve` as a real process: ended by another process at once, and refused attempts kept at the end."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import httpx

from tests.cli.test_serve import LIMIT, nordkalott, served


def told(data: Path, *arguments: str) -> Any:
    """What a verb prints as JSON."""
    done = nordkalott(data, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_another_process_makes_and_ends_the_server_knows_at_once(data: Path) -> None:
    with served(data) as (process, base, _):
        made = told(data, "token", "create", "desk", "--scope", "drafts")
        headers = {"authorization": f"Bearer {made['token']}"}
        with httpx.Client(base_url=base, headers=headers) as client:
            assert client.get("/v1/drafts").status_code == 200
            assert client.get("/v1/journal").status_code == 403
            told(data, "token", "revoke", made["token"], "--reason", "Lekket")
            assert client.get("/v1/drafts").status_code == 401
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0
    attempts = told(data, "security")
    assert {(each["cause"], each["route"], each["token"]) for each in attempts} == {
        ("scope", "GET /v1/journal", made["id"]),
        ("revoked", "GET /v1/drafts", made["id"]),
    }
    (token,) = told(data, "token", "list")
    assert (token["phase"], token["used_at"] is None) == ("revoked", False)
    assert nordkalott(data, "doctor").returncode == 0
