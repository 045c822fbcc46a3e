"""The guide's backup, taken while the service runs and writes: whole, good, and refused over another file."""

import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec

from tests.deploy.conftest import Service
from tests.deploy.unit import ROOT

GUIDE = ROOT / "docs" / "guides" / "operations.md"
NORDKALOTT = str(Path(sys.executable).with_name("nordkalott"))


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]}, timeout=120
    )


def backup(store: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """The guide's own line, with other paths."""
    line = re.search(r"python -m apsw (\S+) \\\n\s+\"(VACUUM INTO) '(\S+)'\"", GUIDE.read_text())
    assert line is not None
    return run(sys.executable, "-m", "apsw", str(store), f"{line[2]} '{target}'")


def test_a_copy_of_a_running_store_is_whole(service: Service, tmp_path: Path) -> None:
    data = service.log.parent / "data"
    copy = tmp_path / "nordkalott.db"
    taken = backup(data / "nordkalott.db", copy)
    assert taken.returncode == 0, taken.stderr
    assert not copy.with_name("nordkalott.db-wal").exists()
    before = run(NORDKALOTT, "--data", str(data), "records", "list", "--json")
    after = run(NORDKALOTT, "--data", str(tmp_path), "records", "list", "--json")
    assert after.stdout == before.stdout
    assert '"published"' in after.stdout
    assert examined(tmp_path)["faults"] == []


def test_a_restored_copy_begins_a_new_epoch_as_the_guide_says(service: Service, tmp_path: Path) -> None:
    copy = tmp_path / "nordkalott.db"
    assert backup(service.log.parent / "data" / "nordkalott.db", copy).returncode == 0
    line = re.search(r'"(UPDATE meta [^"]+)"', GUIDE.read_text())
    assert line is not None
    before = examined(tmp_path)
    assert run(sys.executable, "-m", "apsw", str(copy), line[1]).returncode == 0
    after = examined(tmp_path)
    assert after["epoch"] != before["epoch"]
    assert re.fullmatch(r"[a-z0-9]{1,64}", str(after["epoch"]))
    assert after["seq"] == before["seq"]


def examined(folder: Path) -> dict[str, object]:
    """What doctor says of a folder in which it finds no fault."""
    done = run(NORDKALOTT, "--data", str(folder), "doctor", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    facts: dict[str, object] = msgspec.json.decode(done.stdout)
    return facts


def test_a_copy_does_not_overwrite(service: Service, tmp_path: Path) -> None:
    copy = tmp_path / "nordkalott.db"
    copy.write_bytes(b"another file")
    assert backup(service.log.parent / "data" / "nordkalott.db", copy).returncode != 0
    assert copy.read_bytes() == b"another file"
