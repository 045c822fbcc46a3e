"""Answers of people at the command line: asked, answered, listed, taken back, exported."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from service.wiring import now
from tests.cli.conftest import Run

TEXT = """+++
slug = "sporsmal"
title = "Spørsmål"
+++

Om tilskudd i Barents, [les mer](https://example.org/).

[her](https://example.org/)
"""


def _save(run: Run, data: Path, folder: Path) -> str:
    folder.mkdir()
    (folder / "record.toml").write_text(
        'id = "01a20900-0000-7000-8000-000000000042"\nkind = "page"\n', encoding="utf-8"
    )
    (folder / "nb.md").write_text(TEXT, encoding="utf-8")
    saved = run("--data", data, "records", "save", folder)
    assert saved.code == 0, saved.err
    return "sporsmal"


def test_a_question_is_asked_answered_listed_and_taken_back(run: Run, data: Path, tmp_path: Path) -> None:
    ref = _save(run, data, tmp_path / "post")
    [question] = run("--data", data, "records", "attest", ref, "--json").data
    about = ("--rule", question["rule"], "--subject", question["subject"])
    asked = run("--data", data, "records", "attest", ref)
    assert f"--subject {question['subject']}" in asked.out

    assert run("--data", data, "records", "attest", ref, *about).code == 2
    done = run("--data", data, "records", "attest", ref, *about, "--reason", "Sett", "--as", "Kari")
    assert (done.code, done.out.split(":")[0]) == (0, "Attestation 1")
    assert "Nothing waits" in run("--data", data, "records", "attest", ref).out
    [line] = run("--data", data, "records", "attestations", ref, "--json").data
    assert (line["by"], line["phase"], line["answer"]) == ("Kari", "current", "passed")
    assert run("--data", data, "records", "revoke", "1", "--reason", "Feil", "--as", "Ola").code == 0
    assert "revoked" in run("--data", data, "records", "attestations").out

    lines = [json.loads(each) for each in run("--data", data, "export", "-").out.splitlines()]
    [kept] = [each["attestation"] for each in lines if each["type"] == "attestation"]
    assert (kept["number"], kept["revoked_by"]) == (1, "Ola")


def test_a_failure_is_let_pass_and_a_question_is_not(run: Run, data: Path, tmp_path: Path) -> None:
    ref = _save(run, data, tmp_path / "post")
    [question] = run("--data", data, "records", "attest", ref, "--json").data
    checked = run("--data", data, "records", "check", ref, "--json")
    assert checked.code == 1
    [failure] = [each for each in checked.data[0]["report"]["findings"] if each["outcome"] == "failed"]
    until = ("--until", "2099-01-01T00:00:00Z", "--reason", "Rettes")

    def override(subject: str, *more: str) -> int:
        about = ("--rule", failure["rule"], "--subject", subject, "--as", "Sjefen")
        return run("--data", data, "records", "override", ref, *about, *more).code

    assert override(failure["subject"], *until) == 2  # too far ahead
    about = ("--rule", failure["rule"], "--subject", failure["subject"])
    endless = run("--data", data, "records", "override", ref, *about, "--reason", "Rettes")
    assert endless.code == 2
    assert "required: --until" in endless.err
    soon = ("--until", (now() + datetime.timedelta(days=30)).isoformat(), "--reason", "Rettes")
    assert override(question["subject"], *soon) != 0
    assert override(failure["subject"], *soon) == 0
    assert run("--data", data, "records", "check", ref).code == 0
    assert run("--data", data, "records", "publish", ref, "--revision", "1").code == 0

    answered = ("--rule", question["rule"], "--subject", question["subject"], "--failed", "--reason", "Nei")
    assert run("--data", data, "records", "attest", ref, *answered, "--as", "Kari").code == 0
    fresh, file = tmp_path / "fresh", tmp_path / "backup.tar"
    assert run("--data", data, "backup", file).code == 0
    assert run("--data", fresh, "restore", file).code == 0
    for verb in (("attestations", ref, "--json"), ("show", ref)):
        assert run("--data", fresh, "records", *verb).data == run("--data", data, "records", *verb).data
    assert len(run("--data", fresh, "records", "attestations", ref, "--json").data) == 2
    assert run("--data", fresh, "doctor").code == 0
