"""The help teaches, and costs nothing."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator

import pytest

from service.cli.parser import build
from tests.cli.conftest import Run

VERBS = (
    "serve",
    "worker",
    "get",
    "check",
    "audit",
    "convert",
    "records",
    "search",
    "statement",
    "token",
    "webhooks",
    "deliveries",
    "demo",
    "doctor",
    "journal",
    "media",
    "security",
    "backup",
    "restore",
    "export",
    "openapi",
    "bench",
)


def parsers(
    parser: argparse.ArgumentParser, name: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """Every verb and act with its parser."""
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for verb, below in action.choices.items():
                yield from parsers(below, (*name, verb))


ALL = tuple(parsers(build()))


def test_these_are_the_verbs() -> None:
    assert {name[0] for name, _ in ALL if name} == set(VERBS)


@pytest.mark.parametrize("name", [name for name, _ in ALL if name])
def test_help_shows_examples_and_exit_codes(run: Run, name: tuple[str, ...]) -> None:
    ran = run(*name, "--help")
    assert ran.code == 0
    assert f"\n  nordkalott {' '.join(name)}" in ran.out
    assert "Exit codes: 0 done, 1 a negative answer, 2" in ran.out
    assert "--data DIR" in ran.out


def test_every_option_says_what_it_does() -> None:
    silent = [(name, action.dest) for name, parser in ALL for action in parser._actions if not action.help]
    assert [each for each in silent if each[1] not in {"verb", "act"}] == []


def test_the_help_of_all_names_the_environment(run: Run) -> None:
    ran = run("--help")
    for name in (*VERBS, "NORDKALOTT_DATA", "NORDKALOTT_BASE_URL", "NORDKALOTT_CONFIG", "NO_COLOR"):
        assert name in ran.out


@pytest.mark.parametrize(
    "wrong",
    [(), ("bake",), ("records",), ("records", "bake"), ("check",), ("serve", "--port", "x"), ("get",)],
)
def test_wrong_use_is_2_and_says_why_on_stderr(run: Run, wrong: tuple[str, ...]) -> None:
    ran = run(*wrong)
    assert (ran.code, ran.out) == (2, "")
    assert "usage: nordkalott" in ran.err


def test_version(run: Run) -> None:
    assert run("--version").out.startswith("nordkalott 0.")


def test_help_loads_nothing_heavy() -> None:
    """What takes long is imported by the verb that needs it."""
    program = (
        "import sys; from service.cli import main; main(['--help']); "
        "print(*sorted({'apsw', 'turbohtml', 'starlette', 'httpx', 'uvicorn', 'feedgen', 'bleach', 'asyncio'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.split() == []
