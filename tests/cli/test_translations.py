"""Translations at the command line: the mark in the list, the filter, and what a translator is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

TRANSLATION = """
[translation]
source_locale = "{source}"
translated_by = {{ by = "person", name = "Kari" }}
prevails = "nb"
"""


def write(record: Path, locale: str, title: str, source: str = "", revision: int = 0) -> None:
    """A text of the record, translated where a source is named."""
    more = TRANSLATION.format(source=source) if source else ""
    if revision:
        more = more.replace("translated_by", f"source_revision = {revision}\ntranslated_by")
    (record / f"{locale}.md").write_text(
        f'+++\nslug = "bro-{locale}"\ntitle = "{title}"\n{more}+++\n\nEn bro.\n', "utf-8"
    )


def save(run: Run, path: Path) -> None:
    ran = run("records", "save", path, "--as", "kari")
    assert ran.code == 0, ran.err


@pytest.fixture
def translated(run: Run, record: Path) -> Path:
    """A record in nb, and in en and nn made from its first revision; a source goes first whatever the files are called."""
    write(record, "nb", "Ny bro")
    write(record, "en", "New bridge", "nb", 1)
    write(record, "fkv", "Bro", "en", 1)
    write(record, "nn", "Ny bru", "nb")
    save(run, record)
    return record


def test_the_list_marks_what_is_behind(run: Run, translated: Path) -> None:
    out = run("records", "list").out
    assert "behind" not in out
    assert " nb 1 " in out
    assert " nb ? " in out
    assert " en 1 " in out
    write(translated, "nb", "Ny bru over elva")
    save(run, translated / "nb.md")
    out = run("records", "list").out
    assert " nb 1<2 " in out
    assert "< behind its source" in out


def test_the_filter_shows_only_what_is_behind(run: Run, translated: Path) -> None:
    assert run("records", "list", "--behind", "--json").data == []
    write(translated, "nb", "Ny bru over elva")
    save(run, translated / "nb.md")
    (line,) = run("records", "list", "--behind", "--json").data
    assert (line["locale"], line["behind_source"]) == ("en", True)
    assert (line["translation"]["source_revision"], line["translation"]["newest_revision"]) == (1, 2)
    assert run("records", "list", "--behind", "--locale", "nn", "--json").data == []
    assert {each["locale"]: each["behind_source"] for each in run("records", "list", "--json").data} == {
        "en": True,
        "fkv": False,
        "nb": None,
        "nn": None,
    }


def test_a_translator_is_told_who_and_what(run: Run, translated: Path) -> None:
    write(translated, "nb", "Ny bru")
    save(run, translated / "nb.md")
    ran = run("records", "translations", "bro-en", "--locale", "en")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0].endswith(": written first in nb")
    assert "person: Kari" in lines[2]
    assert "nobody" in lines[2]
    assert "en is behind its source. What has changed in nb since:" in lines
    assert "~ /title: Ny [-bro-]{+bru+}" in lines
    data = run("records", "translations", "bro-en", "--locale", "en", "--json").data
    assert (data["source"], data["source_diff"]["from"]["revision"]) == ("nb", 1)


@pytest.mark.parametrize(
    ("locale", "said"),
    [("fkv", "fkv: up to date"), ("nn", "nn: nobody said from which revision in nb"), ("nb", "first in nb")],
)
def test_what_is_not_behind_is_said_too(run: Run, translated: Path, locale: str, said: str) -> None:
    assert translated.exists()
    ran = run("records", "translations", f"bro-{locale}", "--locale", locale)
    assert (ran.code, said in ran.out) == (0, True)


@pytest.mark.parametrize(
    ("source", "revision", "said"),
    [
        ("nb", 2, "There is no revision 2 in “nb”: 1 is the newest"),
        ("se", 1, "Save the source first"),
        ("xx", 0, "“xx” is not a locale here"),
        ("en", 0, "cannot be translated from it"),
    ],
)
def test_a_source_that_is_not_there_is_a_fault_and_nothing_is_saved(
    run: Run, record: Path, source: str, revision: int, said: str
) -> None:
    write(record, "nb", "Ny bro")
    write(record, "en", "New bridge", source, revision)
    ran = run("records", "save", record)
    assert ran.code == 2
    assert said in ran.err
    assert run("records", "list", "--json").data == []
