"""`nordkalott webhooks`: made, listed, shown, tested, given another secret and deleted, and the secret shown once."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from service.settings import Settings, variable
from service.wiring import now, opened
from tests.cli.conftest import Ran, Run

SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")
URL = "http://127.0.0.1:9/in/hush-hush"
"""Nobody is called: no service runs."""


@pytest.fixture(autouse=True)
def listed(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    """Our own machine stands on the operator's list, so that nothing is looked up."""
    del data
    monkeypatch.setenv(variable("outbound_allowed"), "127.0.0.1")


def create(run: Run, *more: str, name: str = "portal") -> Ran:
    return run("webhooks", "create", name, URL, *more)


def test_the_secret_is_alone_on_stdout_and_shown_this_once(run: Run) -> None:
    ran = create(run, "--kind", "news", "call", "--locale", "nb", "--topic", "barents", "--as", "kari")
    secret = ran.out.removesuffix("\n")
    assert ran.code == 0
    assert SECRET.fullmatch(secret)
    assert "shown this once" in ran.err
    assert secret not in ran.err
    (shown,) = run("webhooks", "list", "--json").data
    assert (shown["kinds"], shown["locales"], shown["topics"]) == (["news", "call"], ["nb"], ["barents"])
    assert (shown["created_by"], shown["state"], shown["events"]) == ("kari", "active", [])
    run("webhooks", "test", "portal")
    for words in (("list",), ("list", "--json"), ("show", "portal"), ("show", "portal", "--json")):
        assert "whsec_" not in run("webhooks", *words).out
    for act in ("journal", "export"):
        out = run(act, *(("--json",) if act == "journal" else ("-",))).out
        assert out
        assert "whsec_" not in out
        assert "hush-hush" not in out


def test_json_gives_it_once(run: Run) -> None:
    made = create(run, "--json").data
    assert SECRET.fullmatch(made["secret"])
    assert run("webhooks", "show", made["id"], "--json").data == {
        name: value for name, value in made.items() if name != "secret"
    }


def test_it_is_shown_for_people(run: Run) -> None:
    create(run, "--event", "record.gone", "check.failed")
    listed = run("webhooks", "list").out
    assert "record.gone check.failed" in listed
    assert "all" in listed
    shown = run("webhooks", "show", "portal").out
    assert URL in shown
    assert "active" in shown


def test_a_test_waits_for_a_service_that_runs(run: Run) -> None:
    create(run)
    told = run("webhooks", "test", "portal", "--json").data
    (found,) = run("webhooks", "deliveries", "portal", "--json").data
    assert found == told
    assert (found["event"], found["state"]) == ("test", "waiting")
    run("webhooks", "test", "portal")
    assert len(run("webhooks", "deliveries", "portal", "--limit", "1", "--json").data) == 1
    assert "waiting" in run("webhooks", "deliveries", "portal").out


def test_what_is_not_named_stays_when_one_is_changed(run: Run) -> None:
    made = create(run, "--kind", "news", "--locale", "nb", "--json").data
    changed = run("webhooks", "change", "portal", "--locale", "--event", "record.gone", "--json").data
    assert changed == {**{name: value for name, value in made.items() if name != "secret"}, "locales": []} | {
        "events": ["record.gone"]
    }
    other = "http://127.0.0.1:9/other"
    assert other in run("webhooks", "change", "portal", "--name", "app", "--url", other, "--as", "kari").out
    assert run("webhooks", "show", "app", "--json").data["kinds"] == ["news"]
    entry = run("journal", "--json", "--act", "change-webhook").out
    assert "kari" in entry
    create(run)
    assert run("webhooks", "change", "app", "--name", "portal").code == 1
    assert run("webhooks", "change", "app", "--url", "https://10.0.0.1/").code == 2
    assert run("webhooks", "change", "app", "--event", "test").code == 2
    assert run("webhooks", "change", "nobody", "--name", "x").code == 1
    assert run("webhooks", "show", "app", "--json").data["url"] == other


def test_another_secret(run: Run) -> None:
    first = create(run).out
    ran = run("webhooks", "rotate", "portal", "--overlap", "7d")
    assert SECRET.fullmatch(ran.out.removesuffix("\n"))
    assert ran.out != first
    assert "older one too until" in ran.err
    assert run("webhooks", "rotate", "portal", "--overlap", "0m", "--json").data["old_secrets_until"] == []
    assert run("webhooks", "rotate", "portal", "--overlap", "52w").code == 2


def test_it_is_deleted_with_what_waits(run: Run) -> None:
    create(run)
    run("webhooks", "test", "portal")
    assert run("webhooks", "delete", "portal", "--reason", "Lagt ned").code == 0
    for act in ("show", "delete", "test", "deliveries", "rotate"):
        ran = run("webhooks", act, "portal")
        assert (ran.code, "no webhook “portal”" in ran.err) == (1, True)
    last = run("journal", "--json", "--act", "delete-webhook").out
    assert "Lagt ned" in last
    assert create(run).code == 0


def test_what_is_wrong_is_said_at_once(run: Run) -> None:
    ran = run(
        *("webhooks", "create", " x", "https://a:b@127.0.0.1/#c"),
        *("--locale", "ru", "--topic", "atlantis"),
    )
    assert ran.code == 2
    for pointer in ("/name", "/url", "/locales/0", "/topics/0"):
        assert f"{pointer}: " in ran.err
    assert run("webhooks", "create", "x", "https://10.0.0.1/").code == 2
    assert run("webhooks", "list", "--json").data == []


def secrets_of(folder: Path) -> dict[str, list[str]]:
    with opened(Settings(data=str(folder))) as parts, parts.store.read() as reading:
        found = reading.subscribers.some(sort="webhook")
    return {each.name: [secret.value for secret in each.secrets] for each in found}


def test_a_restore_brings_back_nobody_who_was_deleted_and_no_secret_that_was_replaced(
    run: Run, data: Path, tmp_path: Path
) -> None:
    for name in ("deleted", "turned", "left"):
        create(run, name=name)
    then = secrets_of(data)
    assert run("backup", tmp_path / "old.tar").code == 0
    run("webhooks", "delete", "deleted")
    turned = run("webhooks", "rotate", "turned", "--overlap", "0m").out.strip()
    assert run("backup", tmp_path / "new.tar").code == 0

    assert run("restore", tmp_path / "old.tar", "--json").data["webhooks"] == 2
    assert secrets_of(data) == {"turned": [turned], "left": then["left"]}
    assert run("doctor").code == 0
    # A backup that is newer than the store keeps what it knows, and one that nothing is known beside is taken as it is.
    drill = tmp_path / "drill"
    assert run("--data", drill, "restore", tmp_path / "old.tar", "--json").data["webhooks"] == 0
    assert secrets_of(drill) == then
    assert run("--data", drill, "restore", tmp_path / "new.tar", "--json").data["webhooks"] == 0
    assert secrets_of(drill) == {"turned": [turned], "left": then["left"]}
    ledger = ("--ledger", tmp_path / "new.tar")
    other = tmp_path / "other"
    assert run("--data", other, "restore", tmp_path / "old.tar", *ledger, "--json").data["webhooks"] == 2
    assert secrets_of(other) == {"turned": [turned], "left": then["left"]}
    assert "whsec_" not in run("journal", "--json").out


def test_the_store_that_holds_the_secrets_is_for_its_owner_alone(
    run: Run, data: Path, tmp_path: Path
) -> None:
    before = os.umask(0o022)
    try:
        with opened(Settings(data=str(tmp_path / "new"))):
            modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "new").glob("*.db*")}
        create(run)
        run("backup", tmp_path / "all.tar")
        run("restore", tmp_path / "all.tar")
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600}
    assert (data / "nordkalott.db").stat().st_mode & 0o777 == 0o600


def test_one_that_ended_since_ends_again(run: Run, data: Path, tmp_path: Path) -> None:
    create(run)
    assert run("backup", tmp_path / "old.tar").code == 0
    with opened(Settings(data=str(data))) as parts, parts.store.read() as reading:
        (there,) = reading.subscribers.some(sort="webhook")
        parts.store.write(lambda writing: writing.subscribers.end(there.id, now(), "410"))
    assert run("restore", tmp_path / "old.tar", "--json").data["webhooks"] == 1
    (found,) = run("webhooks", "list", "--json").data
    assert (found["state"], found["ended_why"]) == ("ended", "410")
