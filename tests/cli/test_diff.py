"""`records diff`: what an editor reads, what a program gets, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

BEFORE = """Vi møtes i Tromsø i juni.

- Les [planen](https://example.org/2025) først.

Alle er velkomne.

```table
caption = "Søknader"
rows = [["År", "Antall"], ["2024", "14"]]
```

> En setning.
"""
AFTER = """Helt nytt her.

Vi møtes i Alta i juni.

- Les [planen](https://example.org/2026) først.

```table
caption = "Søknader i alt"
rows = [["År", "Antall"], ["2024", "15"], ["2025", "3"]]
```

> En setning.
>
> Og en til.

Alle er velkomne.
"""


@pytest.fixture
def saved(run: Run, record: Path) -> Path:
    """The record with two revisions in nb, of which none is published."""
    for title, body in (("Ny bro", BEFORE), ("Ny bru", AFTER)):
        (record / "nb.md").write_text(f'+++\nslug = "ny-bro"\ntitle = "{title}"\n+++\n\n{body}', "utf-8")
        assert run("records", "save", record / "nb.md", "--as", "kari").code == 0
    return record


def test_the_difference_is_told_block_by_block_and_word_by_word(run: Run, saved: Path) -> None:
    assert saved.exists()
    ran = run("records", "diff", "ny-bro")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[1].startswith("- revision 1, ")
    assert lines[2].startswith("+ revision 2, ")
    assert ", kari" in lines[2]
    assert lines[3:] == [
        "~ /title: Ny [-bro-]{+bru+}",
        "+ 1 paragraph: {+Helt nytt her.+}",
        "~ 2 paragraph: Vi møtes i [-Tromsø-]{+Alta+} i juni.",
        "~ 3 list item: Les planen først.",
        "    ~ “planen”: [-link https://example.org/2025-] {+link https://example.org/2026+}",
        "~ 4 table",
        "    ~ /caption: Søknader{+ i alt+}",
        "    = 1 row as before",
        "    ~ row 2",
        "        ~ cell 2: [-14-]{+15+}",
        "    + row 3: {+2025 | 3+}",
        "~ 5 quote",
        "    = 1 block as before",
        "    + 2 paragraph: {+Og en til.+}",
        "> 6 block: moved, was 3",
    ]
    assert "\x1b" not in ran.out


def test_json_has_both_revisions_and_the_whole_difference(run: Run, saved: Path) -> None:
    assert saved.exists()
    data = run("records", "diff", "ny-bro", "--json").data
    assert (data["from"]["revision"], data["to"]["revision"], data["to"]["author"]) == (1, 2, "kari")
    assert data["diff"]["same"] is False
    assert [block["op"] for block in data["diff"]["body"]] == [
        "added",
        "changed",
        "changed",
        "changed",
        "changed",
        "moved",
    ]


def test_it_begins_with_what_is_live(run: Run, saved: Path) -> None:
    assert run("records", "publish", "ny-bro", "--revision", "2").code == 0
    assert run("records", "diff", "ny-bro", "--json").data["from"]["revision"] == 1
    for title in ("Tredje", "Fjerde"):
        (saved / "nb.md").write_text(f'+++\nslug = "ny-bro"\ntitle = "{title}"\n+++\n\nHei.\n', "utf-8")
        run("records", "save", saved / "nb.md", "--as", "kari")
    data = run("records", "diff", "ny-bro", "--json").data
    assert (data["from"]["revision"], data["to"]["revision"]) == (2, 4)
    data = run("records", "diff", "ny-bro", "--json", "--to", "2").data
    assert (data["from"]["revision"], data["to"]["revision"]) == (1, 2)


def test_the_way_back_and_no_way_at_all(run: Run, saved: Path) -> None:
    assert saved.exists()
    assert "~ /title: Ny [-bru-]{+bro+}" in run("records", "diff", "ny-bro", "--from", "2", "--to", "1").out
    assert "They say the same." in run("records", "diff", "ny-bro", "--from", "2", "--to", "2").out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--from", "9"), "no revision 9"),
        (("--to", "0"), "no revision 0"),
        (("--to", "-1"), "no revision -1"),
        (("--to", "1"), "before the first"),
        (("--locale", "en"), "no record"),
    ],
)
def test_what_is_not_there_is_said(run: Run, saved: Path, more: tuple[str, ...], said: str) -> None:
    assert saved.exists()
    ran = run("records", "diff", "ny-bro", *more)
    assert ran.code == 1
    assert said in ran.err
    assert ran.out == ""


def test_what_nobody_sees_is_shown(run: Run, record: Path) -> None:
    for word in ("fylkesting", "fylkes\\u00adting"):
        (record / "nb.md").write_text(
            f'+++\nslug = "ny-bro"\ntitle = "Bro"\nsummary = "{word}"\n+++\n\nHei.\n', "utf-8"
        )
        assert run("records", "save", record / "nb.md").code == 0
    out = run("records", "diff", "ny-bro").out
    assert r"[-fylkesting-]{+fylkes\xadting+}" in out


def test_colours_are_for_terminals_only(run: Run, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert saved.exists()
    monkeypatch.setattr(
        "service.cli.records.differences.painted", lambda text, colour, _: f"<{colour}>{text}</{colour}>"
    )
    out = run("records", "diff", "ny-bro").out
    assert "~ /title: Ny <red>[-bro-]</red><green>{+bru+}</green>" in out
