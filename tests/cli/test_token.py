"""`nordkalott token`: made once, shown once, listed without secrets, replaced and ended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from content import tokens
from content.commands import Commands
from content.errors import Unauthenticated
from service.cli import seed
from service.settings import Settings
from service.wiring import opened
from tests.cli.conftest import Run

TOKEN = re.compile(r"nk_[0-9A-Za-z]{49}")


def cause(commands: Commands, text: str) -> str:
    try:
        commands.authenticate(text)
    except Unauthenticated as error:
        return error.cause
    return "good"


def create(run: Run, *more: str, name: str = "desk") -> str:
    ran = run("token", "create", name, "--scope", "drafts", *more)
    assert ran.code == 0
    return ran.out.removesuffix("\n")


def test_it_is_alone_on_stdout_and_good(run: Run, data: Path) -> None:
    ran = run(
        *("token", "create", "desk", "--scope", "publish", "--kind", "news", "event"),
        *("--locale", "nb", "--expires", "90d", "--as", "kari"),
    )
    text = ran.out.removesuffix("\n")
    assert TOKEN.fullmatch(text)
    assert "shown this once" in ran.err
    assert text not in ran.err
    with opened(Settings(data=str(data))) as parts:
        principal = parts.commands.authenticate(text)
    assert (principal.name, principal.scopes) == ("desk", frozenset({"publish"}))
    (listed,) = run("token", "list", "--json").data
    assert (listed["created_by"], listed["kinds"], listed["locales"]) == ("kari", ["news", "event"], ["nb"])
    assert listed["phase"] == "living"
    assert listed["expires_at"]


def test_json_gives_it_once(run: Run) -> None:
    made = run("token", "create", "skript", "--scope", "drafts", "--json")
    assert TOKEN.fullmatch(made.data["token"])
    assert made.data["id"] == tokens.parse(made.data["token"]).id
    for verb in (("token", "list"), ("token", "list", "--json"), ("journal", "--json")):
        assert not TOKEN.search(run(*verb).out)
    hidden = tokens.parse(made.data["token"]).hash.hex()
    assert hidden not in run("token", "list", "--json").out


def test_it_is_made_in_an_empty_folder_and_the_library_still_comes(run: Run, tmp_path: Path) -> None:
    create(run)
    with opened(Settings(data=str(tmp_path / "data"))) as parts:
        assert seed.fill(parts)
        assert seed.fill(parts) is None


def test_the_others_make_no_store(run: Run, tmp_path: Path) -> None:
    for act in (("list",), ("revoke", "desk"), ("rotate", "desk")):
        assert run("token", *act).code == 2
    assert not (tmp_path / "data").exists()


def test_old_and_new_are_good_for_a_while(run: Run, data: Path) -> None:
    old = create(run)
    ran = run("token", "rotate", "desk", "--overlap", "7d")
    new = ran.out.removesuffix("\n")
    assert tokens.parse(old).id in ran.err
    last = run("token", "rotate", "desk", "--overlap", "0m", "--expires", "1d", "--json").data
    with opened(Settings(data=str(data))) as parts:
        assert [cause(parts.commands, text) for text in (old, new, last["token"])] == [
            "good",
            "expired",
            "good",
        ]
    assert last["replaces"] == tokens.parse(new).id
    assert run("token", "rotate", tokens.parse(old).id).code == 1


def test_all_of_a_name_end_at_once(run: Run, data: Path) -> None:
    old = create(run)
    new = run("token", "rotate", "desk").out.removesuffix("\n")
    other = create(run, name="skript")
    ran = run("token", "revoke", "desk", "--reason", "Lekket")
    assert ran.out.count("Revoked") == 2
    with opened(Settings(data=str(data))) as parts:
        assert [cause(parts.commands, text) for text in (old, new, other)] == ["revoked", "revoked", "good"]
    assert run("token", "revoke", "desk").code == 1
    assert [each["phase"] for each in run("token", "list", "--json").data] == ["revoked", "revoked", "living"]


def test_one_that_was_found_ends_by_its_text(run: Run) -> None:
    text = create(run)
    ran = run("token", "revoke", text, "--json")
    assert [each["id"] for each in ran.data] == [tokens.parse(text).id]
    slip = text[:-1] + ("a" if text[-1] != "a" else "b")
    ran = run("token", "revoke", slip)
    assert ran.code == 1
    assert slip not in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("create", "desk", "--scope", "root"), 2, "invalid choice"),
        (("create", "desk"), 2, "--scope"),
        (("create", "desk", "--scope", "drafts", "--expires", "soon"), 2, "--expires"),
        (("create", "desk", "--scope", "drafts", "--expires", "0d"), 2, "/expires_at"),
        (("create", "desk", "--scope", "drafts", "--locale", "tlh"), 2, "“tlh”"),
        (("create", "desk", "--scope", "admin", "--kind", "news"), 2, "/kinds"),
        (("create", "ola@command-line", "--scope", "drafts"), 2, "/name"),
        (("rotate", "nobody"), 1, "“nobody”"),
        (("rotate", "nobody", "--overlap", "7"), 2, "--overlap"),
        (("revoke", "nobody"), 1, "“nobody”"),
    ],
)
@pytest.mark.usefixtures("data")
def test_what_is_wrong_is_told(run: Run, arguments: tuple[str, ...], code: int, told: str) -> None:
    ran = run("token", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert run("token", "list", "--json").data == []


def test_a_name_is_for_one_at_a_time(run: Run) -> None:
    create(run)
    ran = run("token", "create", "desk", "--scope", "drafts")
    assert (ran.code, ran.out) == (1, "")
    assert "rotate or revoke" in ran.err
