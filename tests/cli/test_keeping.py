"""`nordkalott records redact`, `backup`, `restore` and `export`: what was removed does not come back, and nothing is lost on the way."""

from __future__ import annotations

import json
import shutil
import tarfile
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run
from tests.content.media import samples

WORDS = ("--text", "internasjonal avdeling", "--reason", "Prøve")


@pytest.fixture
def backup(run: Run, data: Path, tmp_path: Path) -> Path:
    """A backup of the library with a picture, before anything was redacted."""
    picture = tmp_path / "bilde.png"
    picture.write_bytes(samples.png(8, 8))
    assert run("media", "add", picture).code == 0
    assert files(data)
    file = tmp_path / "old.tar"
    assert run("backup", file).code == 0
    return file


def files(folder: Path) -> dict[str, bytes]:
    """The media in a data folder."""
    found = (folder / "media").glob("*/*")
    return {each.name: each.read_bytes() for each in found if len(each.name) == 64}


def redact(run: Run, *more: object) -> Ran:
    return run("records", "redact", "internasjonal-avdeling", *WORDS, *more)


def says(folder: Path) -> bool:
    files = (each for each in folder.iterdir() if each.is_file())
    return any("internasjonal avdeling" in each.read_bytes().decode("latin-1").lower() for each in files)


def test_a_dry_run_tells_where_and_changes_nothing(run: Run, data: Path) -> None:
    before = (data / "nordkalott.db").read_bytes()
    ran = redact(run, "--dry-run")
    assert ran.code == 0
    assert "/title" in ran.out
    assert "Nothing was changed." in ran.out
    assert {each["sort"] for each in redact(run, "--dry-run", "--json").data["found"]} >= {
        "revision",
        "slug",
        "evidence",
    }
    assert (data / "nordkalott.db").read_bytes() == before
    assert run("records", "history", "internasjonal-avdeling").code == 0


def test_redact_removes_and_says_what_is_left_to_do(run: Run, data: Path) -> None:
    assert says(data)
    ran = redact(run, "--as", "kari")
    assert ran.code == 0
    assert "Redaction 1 of" in ran.out
    assert "backups" in ran.out
    assert not says(data)
    assert run("doctor").code == 0
    assert run("records", "show", "internasjonal-avdeling").code == 1
    again = run("records", "redact", "01a20834-8c13-7430-a66f-29db6186417e", *WORDS)
    assert again.code == 1
    assert "nothing was changed" in again.err


def test_restore_takes_out_what_was_redacted_since_and_keeps_the_old_aside(
    run: Run, data: Path, backup: Path
) -> None:
    assert redact(run).code == 0
    shown = run("records", "show", "fjernet-29db6186417e").data
    ran = run("restore", backup, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.data["redactions"] == 1
    assert run("records", "show", "fjernet-29db6186417e").data["body"] == shown["body"]
    assert not says(data)
    assert not says(Path(ran.data["kept"]))
    assert files(Path(ran.data["kept"])) == files(data) != {}
    assert run("doctor").code == 0
    assert [each["verb"] for each in run("journal", "--since", 13, "--json").data][-2:] == [
        "redact",
        "restore-backup",
    ]
    # What was redacted again has the place of something that is lost, and so its page another address.
    assert run("get", "/feeds/nb.json").data["next_url"].endswith(f"&epoch={ran.data['epoch']}")
    # A second time, and a third in the same second, there is nothing to do again, and the ledger is still one line.
    assert run("backup", data / "new.tar").code == 0
    again = [run("restore", data / "new.tar", "--json").data for _ in range(3)]
    assert [each["redactions"] for each in again] == [0, 0, 0]
    assert len({each["kept"] for each in again}) == len(again)


def test_what_was_made_after_the_last_redaction_is_restored_without_the_key(
    run: Run, data: Path, tmp_path: Path
) -> None:
    assert redact(run).code == 0
    assert run("backup", tmp_path / "new.tar").code == 0
    (data / "redaction.key").unlink()
    ran = run("restore", tmp_path / "new.tar", "--json")
    assert (ran.code, ran.data["redactions"]) == (0, 0)


def test_a_bare_store_leaves_the_media_where_they_are(
    run: Run, data: Path, backup: Path, tmp_path: Path
) -> None:
    with tarfile.open(backup) as tar:
        tar.extract("nordkalott.db", tmp_path, filter="data")
    there = files(data)
    assert run("restore", tmp_path / "nordkalott.db").code == 0
    assert files(data) == there != {}
    assert run("doctor").code == 0


def test_restore_into_an_empty_folder_learns_from_an_export_and_needs_the_key(
    run: Run, data: Path, backup: Path, tmp_path: Path
) -> None:
    assert redact(run).code == 0
    export, fresh = tmp_path / "all.jsonl", tmp_path / "fresh"
    assert run("export", export).code == 0
    assert "internasjonal avdeling" not in export.read_text().lower()
    refused = run("--data", fresh, "restore", backup, "--ledger", export)
    assert refused.code == 2
    assert "redaction.key" in refused.err
    assert not (fresh / "nordkalott.db").exists()
    other = tmp_path / "other.key"
    other.write_text("0" * 64)
    refused = run("--data", fresh, "restore", backup, "--ledger", export, "--key", other)
    assert (refused.code, "another key" in refused.err) == (2, True)
    assert not (fresh / "nordkalott.db").exists()
    ran = run(
        "--data", fresh, "restore", backup, "--ledger", export, "--key", data / "redaction.key", "--json"
    )
    assert (ran.code, ran.data["redactions"], ran.data["kept"]) == (0, 1, "")
    assert not says(fresh)
    assert run("--data", fresh, "doctor").code == 0
    assert (fresh / "redaction.key").read_bytes() == (data / "redaction.key").read_bytes()


def test_a_newer_backup_is_a_ledger_too(run: Run, data: Path, backup: Path, tmp_path: Path) -> None:
    assert redact(run).code == 0
    assert run("backup", tmp_path / "new.tar").code == 0
    (data / "nordkalott.db").write_bytes(b"\x00" * 8192)
    refused = run("restore", backup)
    assert refused.code == 2
    assert "--ledger" in refused.err
    assert (data / "nordkalott.db").read_bytes() == b"\x00" * 8192
    ran = run("restore", backup, "--ledger", tmp_path / "new.tar", "--json")
    assert ran.data["redactions"] == 1
    assert not says(data)


def test_a_bare_database_is_a_backup(run: Run, data: Path, tmp_path: Path) -> None:
    shutil.copyfile(data / "nordkalott.db", tmp_path / "bare.db")
    assert run("restore", tmp_path / "bare.db").code == 0
    assert run("doctor").code == 0


@pytest.mark.parametrize("sort", ["text", "cut", "foreign", "climbing", "damaged", "missing"])
def test_what_is_no_backup_is_refused_and_nothing_has_changed(
    run: Run, data: Path, backup: Path, tmp_path: Path, sort: str
) -> None:
    file = tmp_path / "bad"
    match sort:
        case "text":
            file.write_text("Dette er ingen sikkerhetskopi.")
        case "cut":
            file.write_bytes(backup.read_bytes()[:100_000])
        case "foreign" | "climbing":
            with tarfile.open(file, "w") as tar:
                tar.add(data / "nordkalott.db", arcname="nordkalott.db" if sort == "climbing" else "annet.db")
                tar.add(data / "nordkalott.db", arcname="media/../../ut")
        case "damaged":
            content = bytearray(backup.read_bytes())
            content[60_000:61_000] = bytes(1000)
            file.write_bytes(content)
        case _:
            pass
    before = {
        each.name: each.read_bytes()
        for each in data.iterdir()
        if each.is_file() and each.name != "serve.lock"
    }
    ran = run("restore", file)
    assert ran.code == 2
    assert ran.err
    after = {
        each.name: each.read_bytes()
        for each in data.iterdir()
        if each.is_file() and each.name != "serve.lock"
    }
    assert after == before
    assert [each.name for each in data.iterdir() if each.is_dir()] == ["media"]
    assert not (tmp_path.parent / "ut").exists()


def test_an_export_has_everything_and_does_not_overwrite(
    run: Run, data: Path, record: Path, tmp_path: Path
) -> None:
    del data
    picture = tmp_path / "bilde.png"
    picture.write_bytes(samples.png(500, 500))
    assert run("media", "add", picture).code == 0
    assert run("records", "save", record).code == 0
    assert run("records", "publish", "ny-bro", "--revision", 1, "--at", "2099-01-01 12:00").code == 0
    assert redact(run).code == 0
    file = tmp_path / "all.jsonl"
    assert run("export", file).code == 0
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert lines[0]["store"]["seq"] > 0
    assert {line["type"] for line in lines} == {
        "store",
        "standing",
        "revision",
        "edition",
        "stewardship",
        "plan",
        "medium",
        "redaction",
        "journal",
    }
    assert [line["medium"]["name"] for line in lines if line["type"] == "medium"] == ["bilde.png"]
    assert all(line[line["type"]] for line in lines)
    piped = [json.loads(line) for line in run("export", "-").out.splitlines()]
    assert piped[1:] == lines[1:]
    assert run("backup", tmp_path / "all.tar").code == 0
    assert run("journal", "--export", tmp_path / "journal.jsonl").code == 0
    for path in (file, tmp_path / "all.tar", tmp_path / "journal.jsonl"):
        assert path.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    assert run("export", file).code == 1
    assert file.read_bytes() == before


def test_the_doctor_tells_that_the_key_is_missing_or_another(run: Run, data: Path) -> None:
    assert redact(run).code == 0
    key = data / "redaction.key"
    kept = key.read_text()
    assert "redaction_key" not in run("doctor", "--json").data
    key.unlink()
    ran = run("doctor", "--json")
    assert ran.code == 1
    assert [each for each in ran.data["faults"] if "redaction.key is missing" in each]
    key.write_text("0" * 64)
    ran = run("doctor", "--json")
    assert ran.code == 0
    assert "another one" in ran.data["redaction_key"]
    key.write_text(kept)
    assert "redaction_key" not in run("doctor", "--json").data


def test_the_doctor_tells_of_what_a_restore_left_in_the_folder(run: Run, data: Path, backup: Path) -> None:
    assert run("restore", backup).code == 0
    ran = run("doctor", "--json")
    assert (ran.code, ran.data["faults"]) == (0, [])
    assert ran.data["kept_aside"].startswith("before-")
    (data / "restoring-20260101T000000").mkdir()
    (data / "restoring-20260101T000000" / "nordkalott.db").write_bytes(b"internasjonal avdeling")
    ran = run("doctor", "--json")
    assert ran.code == 1
    assert [each for each in ran.data["faults"] if "restoring-20260101T000000" in each]


def test_a_token_that_was_revoked_since_does_not_come_back(run: Run, data: Path, tmp_path: Path) -> None:
    del data
    for name in ("kari", "ola"):
        assert run("token", "create", name, "--scope", "drafts").code == 0
    assert run("backup", tmp_path / "old.tar").code == 0
    assert run("token", "revoke", "kari").code == 0
    assert run("restore", tmp_path / "old.tar", "--json").data["tokens"] == 1
    ended = {each["name"]: each["revoked_at"] for each in run("token", "list", "--json").data}
    assert ended["kari"]
    assert ended["ola"] is None
    assert run("doctor").code == 0


def test_a_backup_newer_than_the_present_store_brings_its_own_ends_of_tokens(
    run: Run, tmp_path: Path
) -> None:
    for name in ("kari", "ola", "per"):
        assert run("token", "create", name, "--scope", "drafts", "--expires", "90d").code == 0
    assert run("backup", tmp_path / "old.tar").code == 0
    assert run("token", "revoke", "kari").code == 0
    assert run("token", "rotate", "ola", "--overlap", "1h").code == 0
    assert run("backup", tmp_path / "new.tar").code == 0
    ended = {
        each["id"]: (each["revoked_at"], each["expires_at"]) for each in run("token", "list", "--json").data
    }
    assert run("--data", tmp_path / "drill", "restore", tmp_path / "old.tar").code == 0
    assert run("--data", tmp_path / "drill", "token", "revoke", "per").code == 0
    assert run("--data", tmp_path / "drill", "restore", tmp_path / "new.tar", "--json").data["tokens"] == 1
    listed = run("--data", tmp_path / "drill", "token", "list", "--json").data
    assert {each["name"] for each in listed if each["revoked_at"]} == {"kari", "per"}
    assert all(
        (each["revoked_at"], each["expires_at"]) == ended[each["id"]]
        for each in listed
        if each["name"] != "per"
    )


def test_a_newer_backup_named_as_ledger_tells_which_tokens_ended(run: Run, tmp_path: Path) -> None:
    assert run("token", "create", "kari", "--scope", "drafts").code == 0
    assert run("backup", tmp_path / "old.tar").code == 0
    assert run("token", "revoke", "kari").code == 0
    assert run("backup", tmp_path / "new.tar").code == 0
    new = tmp_path / "elsewhere"
    ran = run("--data", new, "restore", tmp_path / "old.tar", "--ledger", tmp_path / "new.tar", "--json")
    assert ran.data["tokens"] == 1
    assert run("--data", new, "token", "list", "--json").data[0]["revoked_at"]
