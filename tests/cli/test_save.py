"""`records save`: folders and single texts, all or none; and finding what was saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.usefixtures("data")
def test_a_folder_and_a_single_text(run: Run, record: Path) -> None:
    whole = run("records", "save", record, "--json")
    assert whole.code == 0
    assert [(each["locale"], each["revision"]) for each in whole.data] == [("nb", 1), ("en", 1)]
    text = record / "en.md"
    text.write_text(text.read_text().replace("New bridge", "A new bridge"))
    one = run("records", "save", text, "--as", "kari@example.org", "--on", "1", "--json")
    assert [(each["locale"], each["revision"]) for each in one.data] == [("en", 2)]
    again = run("records", "save", record)
    assert again.out.count("not saved again") == 2
    history = run("records", "history", "new-bridge", "--locale", "en", "--json").data
    assert [each["author"].split("@")[1] for each in history["revisions"]] == ["command-line", "example.org"]


@pytest.mark.usefixtures("data")
def test_a_slug_that_is_taken_leaves_all_unsaved(run: Run, record: Path) -> None:
    text = record / "en.md"
    text.write_text(text.read_text().replace("new-bridge", "international-department"))
    before = run("journal", "--json").out
    ran = run("records", "save", record)
    assert ran.code == 1
    assert "en.md: the slug “international-department” is, or was, another record's" in ran.err
    assert run("journal", "--json").out == before


@pytest.mark.usefixtures("data")
def test_every_fault_in_the_files_is_told_with_its_line(run: Run, record: Path) -> None:
    (record / "nb.md").write_text('+++\nslug = "Ny Bro"\ntitle = "Ny bro"\ncolour = "blå"\n+++\n\n# Tittel\n')
    ran = run("records", "save", record)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("nb.md:") >= 2
    assert "/slug" in ran.err
    assert run("records", "show", "new-bridge", "--locale", "en").code == 1


@pytest.mark.usefixtures("data")
def test_the_list_is_chosen_from(run: Run, record: Path) -> None:
    assert run("records", "save", record).code == 0
    drafts = run("records", "list", "--state", "draft", "--locale", "nb", "--json").data
    assert [(each["slug"], each["title"]) for each in drafts] == [("ny-bro", "Ny bro")]
    barents = run("records", "list", "--topic", "barents", "--json").data
    assert {each["slug"] for each in barents} == {"internasjonal-avdeling", "international-department"}
    assert run("records", "list", "--topic", "nothing", "--json").data == []
    assert "* not published yet" in run("records", "list", "--kind", "news").out
    assert run("records", "list", "--locale", "tlh").code == 2
