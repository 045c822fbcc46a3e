"""The guide's backup, taken while the service runs and writes: whole, good, refused over another file, and restored as the guide says."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import msgspec

from tests.deploy.conftest import Service
from tests.deploy.unit import ROOT

GUIDE = (ROOT / "docs" / "guides" / "operations.md").read_text(encoding="utf-8")
NORDKALOTT = str(Path(sys.executable).with_name("nordkalott"))


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]}, timeout=120
    )


def guided(verb: str, data: Path, file: Path) -> subprocess.CompletedProcess[str]:
    """The guide's own line for a verb, with other paths."""
    line = re.search(rf"^sudo -u nordkalott (\S+nordkalott --data \S+ {verb} \S+)$", GUIDE, re.MULTILINE)
    assert line is not None
    words = shlex.split(line[1])
    assert words[1:4:2] == ["--data", verb]
    return run(NORDKALOTT, "--data", str(data), verb, str(file))


def examined(folder: Path) -> dict[str, object]:
    """What doctor says of a folder in which it finds no fault."""
    done = run(NORDKALOTT, "--data", str(folder), "doctor", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    facts: dict[str, object] = msgspec.json.decode(done.stdout)
    return facts


def test_a_backup_of_a_running_service_is_whole_and_begins_a_new_epoch(
    service: Service, tmp_path: Path
) -> None:
    data, file, fresh = service.log.parent / "data", tmp_path / "backup.tar", tmp_path / "fresh"
    taken = guided("backup", data, file)
    assert taken.returncode == 0, taken.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["backup.tar"]
    restored = guided("restore", fresh, file)
    assert restored.returncode == 0, restored.stderr
    before = run(NORDKALOTT, "--data", str(data), "records", "list", "--json")
    after = run(NORDKALOTT, "--data", str(fresh), "records", "list", "--json")
    assert after.stdout == before.stdout
    assert '"published"' in after.stdout
    old, new = examined(data), examined(fresh)
    assert (new["faults"], new["seq"]) == ([], old["seq"])
    assert new["epoch"] != old["epoch"]
    assert re.fullmatch(r"[a-z0-9]{1,64}", str(new["epoch"]))


def test_a_folder_that_is_served_is_not_restored_into(service: Service, tmp_path: Path) -> None:
    data, file = service.log.parent / "data", tmp_path / "backup.tar"
    assert guided("backup", data, file).returncode == 0
    before = sorted(each.name for each in data.iterdir())
    refused = guided("restore", data, file)
    assert refused.returncode == 2
    assert "serves the folder" in refused.stderr
    assert sorted(each.name for each in data.iterdir()) == before


def test_a_backup_does_not_overwrite(service: Service, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    file.write_bytes(b"another file")
    refused = guided("backup", service.log.parent / "data", file)
    assert refused.returncode == 1
    assert "already" in refused.stderr
    assert file.read_bytes() == b"another file"
