"""The systemd unit: well-formed, sandboxed, in step with the settings, and its command line really serves."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx
import msgspec
import pytest

from service import settings
from tests.deploy import unit
from tests.deploy.conftest import PUBLIC, Service
from tests.deploy.tool import need

WORST_EXPOSURE = 15
"""In tenths: 1.5 of 10. What remains: an IPv4 and IPv6 socket, a network of its own, and the host's files read-only."""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The unit with the program's path as it is here: systemd-analyze looks whether it is there."""
    text = unit.UNIT.read_text(encoding="utf-8")
    program = unit.assignments("ExecStart")[0].split()[0]
    path = tmp_path / unit.UNIT.name
    path.write_text(text.replace(program, str(Path(sys.executable).with_name("nordkalott"))))
    return path


def analyze(*arguments: str) -> str:
    done = subprocess.run(
        [need("systemd-analyze"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "SYSTEMD_COLORS": "0"},
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    return done.stdout + done.stderr


def test_systemd_finds_nothing_to_say(installed: Path) -> None:
    assert analyze("verify", "--man=no", str(installed)).strip() == ""


def test_it_is_exposed_no_more_than_it_must(installed: Path) -> None:
    said = analyze(
        "security", "--offline=true", f"--threshold={WORST_EXPOSURE}", "--no-pager", str(installed)
    )
    level = re.search(r"Overall exposure level for \S+: ([0-9.]+)", said)
    assert level is not None
    assert float(level[1]) * 10 <= WORST_EXPOSURE


def test_who_renders_may_let_readers_go_first(installed: Path) -> None:
    said = analyze("security", "--offline=true", "--no-pager", str(installed))
    assert "setpriority is allowed" in said, "os.nice would be refused"


def test_every_variable_is_a_setting(tmp_path: Path) -> None:
    ours = {name: value for name, value in unit.environment().items() if name.startswith("NORDKALOTT_")}
    settled = settings.load(None, {}, {"NORDKALOTT_CONFIG": str(empty(tmp_path)), **ours})
    assert settled.data == f"/var/lib/{unit.assignments('StateDirectory')[0]}"
    assert f"tcp:{settled.port}" == unit.assignments("SocketBindAllow")[0]


def empty(folder: Path) -> Path:
    path = folder / "empty.toml"
    path.touch()
    return path


def test_limits_hold_what_the_settings_promise() -> None:
    default = settings.Settings()
    assert int(unit.assignments("LimitNOFILE")[0]) > default.max_connections
    assert int(unit.assignments("TimeoutStopSec")[0]) > default.shutdown_grace
    assert int(unit.assignments("MemoryHigh")[0].removesuffix("M")) * 2**20 > 2 * default.snapshot_bytes


def test_its_command_line_serves(service: Service) -> None:
    answer = httpx.get(f"{service.url}/readyz", trust_env=False)
    assert answer.status_code == 200
    assert answer.json()["seq"] > 0
    found = httpx.get(f"{service.url}/v1/records?locale=nb&fields=url", trust_env=False).json()["records"]
    assert found
    assert all(record["url"].startswith(PUBLIC) for record in found)


def test_its_log_is_json_without_the_readers_address(service: Service) -> None:
    httpx.get(
        f"{service.url}/v1/records?q=hemmelig", trust_env=False, headers={"X-Forwarded-For": "192.0.2.7"}
    )
    # The line is written once the answer has gone out: the client may be here before it.
    deadline = time.monotonic() + 10
    while not _searched(lines := _written(service.log)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert _searched(lines)
    assert not any(b"192.0.2.7" in line or b"hemmelig" in line for line in lines)


def _written(log: Path) -> list[bytes]:
    """The whole lines of the log that are JSON."""
    whole = log.read_bytes().rpartition(b"\n")[0]
    return [line for line in whole.splitlines() if line.startswith(b"{")]


def _searched(lines: list[bytes]) -> bool:
    entries = [msgspec.json.decode(line) for line in lines]
    return any(entry.get("path") == "/v1/records" and "q" in entry["query"] for entry in entries)
