"""`nordkalott media`: files in, listed, described, let go and erased at the command line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.content.media import samples


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with an image, a document, a recording, and what is none."""
    folder = tmp_path / "filer"
    folder.mkdir()
    (folder / "Ny bro.PNG").write_bytes(samples.png(40, 30, turned=1))
    (folder / "plan.pdf").write_bytes(samples.pdf())
    (folder / "lyd.wav").write_bytes(samples.wav())
    (folder / "side.png").write_bytes(b"<!doctype html><script>")
    return folder


def test_a_round_of_a_file(run: Run, data: Path, files: Path) -> None:
    added = run(
        "media", "add", files / "Ny bro.PNG", "--alt", "nb=Ny bro over elva", "en=New bridge", "--credit", "Kari", "--licence", "CC BY 4.0", "--as", "Kari"
    )  # fmt: skip
    assert added.code == 0
    assert "Kept ny-bro.png: image/png" in added.out
    assert "Taken out: text" in added.out
    (found,) = run("media", "list", "--json").data
    assert (found["width"], found["height"], found["uploaded_by"], found["uses"]) == (40, 30, "Kari", 0)
    assert found["about"]["alt"] == {"nb": "Ny bro over elva", "en": "New bridge"}
    assert found["url"].endswith(found["src"])
    assert run("get", found["src"]).code == 0
    again = run("media", "add", files / "Ny bro.PNG", "--json")
    assert [each["new"] for each in again.data] == [False]
    short = found["digest"][:10]
    changed = run("media", "describe", short, "--rightsholder", "Troms", "--json").data
    assert changed["about"]["credit"] == "Kari"
    assert changed["about"]["rightsholder"] == "Troms"
    assert run("media", "describe", short, "--decorative", "--json").data["about"] == {
        **{name: value for name, value in changed["about"].items() if name != "alt"},
        "decorative": True,
    }
    assert run("media", "show", short).data["used_by"] == []
    assert "ny-bro.png" in run("media", "list", "--unused").out
    assert run("media", "remove", short).code == 0
    assert run("media", "show", short).code == 1
    verbs = [each["verb"] for each in run("journal", "--json", "--limit", "1000").data]
    assert verbs[-4:] == ["media.upload", "media.describe", "media.describe", "media.remove"]
    assert not list((data / "media").glob("[0-9a-f][0-9a-f]/*"))


def test_what_is_wrong_with_one_file_keeps_no_other_out(run: Run, data: Path, files: Path) -> None:
    assert data
    added = run("media", "add", files / "side.png", files / "plan.pdf", files / "lyd.wav", "--json")
    assert added.code == 2
    assert [each["name"] for each in added.data] == ["plan.pdf", "lyd.wav"]
    assert "side.png is not taken" in added.err
    assert "HTML or XML" in added.err
    alone = run("media", "add", files / "side.png")
    assert alone.code == 2
    assert run("media", "add", files / "borte.png").code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("--alt", "En bro"),
        ("--alt", "nb=bro.png"),
        ("--alt", "xx=Bro"),
        ("--licence-url", "https://example.org/"),
    ],
)
def test_wrong_use_is_told(run: Run, data: Path, files: Path, arguments: tuple[str, ...]) -> None:
    assert data
    told = run("media", "add", files / "Ny bro.PNG", *arguments)
    assert told.code == 2
    assert told.err
    assert run("media", "list", "--json").data == []


def test_too_large_a_file_is_told(run: Run, data: Path, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert data
    monkeypatch.setenv("NORDKALOTT_MAX_MEDIA_BYTES", "100")
    told = run("media", "add", files / "lyd.wav")
    assert told.code == 2
    assert "100 bytes" in told.err


def test_a_digest_must_mean_one(run: Run, data: Path, files: Path) -> None:
    assert data
    run("media", "add", files / "plan.pdf", files / "lyd.wav")
    for beginning in ("", "zz", "0" * 64):
        told = run("media", "show", beginning)
        assert told.code == 1
        assert "media list" in told.err


def test_erased_is_gone_and_the_doctor_is_content(run: Run, data: Path, files: Path) -> None:
    (found,) = run("media", "add", files / "Ny bro.PNG", "--json").data
    assert run("media", "erase", found["digest"], "--reason", "Uten samtykke").code == 0
    answer = run("get", found["src"])
    assert answer.code == 1
    assert "Uten samtykke" in answer.out
    assert run("doctor").code == 0
    assert data


def test_the_doctor_tells_of_files(run: Run, data: Path, files: Path) -> None:
    (found,) = run("media", "add", files / "lyd.wav", "--json").data
    digest = found["digest"]
    path = data / "media" / digest[:2] / digest
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert any("damaged" in each for each in run("doctor", "--json").data["faults"])
    assert run("get", found["src"]).code == 1
    path.unlink()
    assert any("missing" in each for each in run("doctor", "--json").data["faults"])
    assert run("get", found["src"]).code == 1
    path.write_bytes(whole)
    stray = data / "media" / "00" / ("0" * 64)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"")
    os.utime(stray, (0, 0))
    assert any("known to no medium" in each for each in run("doctor", "--json").data["faults"])
    assert run("media", "sweep", "--json").data == {"removed": 1}
    assert run("doctor").code == 0
