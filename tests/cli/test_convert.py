"""`convert`: HTML and Markdown in, Portable Text or its fragment out, what was dropped on stderr; it needs no store."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

HTML = "<h1>Is</h1><p onclick='x()'>30&nbsp;cm <a href='javascript:1'>her</a></p><script>ikke()</script><img src='/a.png'>"


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_body_goes_out_and_what_was_dropped_is_told_apart(run: Run, tmp_path: Path) -> None:
    ran = run("convert", write(tmp_path / "a.html", HTML))
    assert ran.code == 0
    assert [(block["_type"], block.get("style")) for block in ran.data] == [
        ("block", "h2"),
        ("block", "normal"),
        ("image", None),
    ]
    for told in (
        "element script, with all in it",
        "address: javascript:1",
        "attribute: onclick",
        "/2/alt: The image",
    ):
        assert told in ran.err
    assert "ikke" not in ran.out
    assert not (tmp_path / "data").exists()


def test_a_fragment_goes_out_at_a_level_and_in_a_language(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", HTML)
    ran = run("convert", path, "--to", "html", "--locale", "nn", "--heading-level", 4)
    assert ran.code == 0
    assert ran.out.startswith('<div class="nk nk-body" lang="nn">\n<h4 ')
    assert ran.out.count("<h4") == 1


def test_all_in_one_object(run: Run, tmp_path: Path) -> None:
    found = run("convert", write(tmp_path / "a.html", HTML), "--json").data
    assert set(found) == {"body", "fragment", "report", "advice", "dropped", "remarks", "policy"}
    assert found["fragment"].startswith('<div class="nk nk-body" lang="nb">')
    assert found["report"]["blocking_failures"]
    assert {"what": "element", "name": "script", "times": 1} in found["dropped"]
    assert found["remarks"][0]["message"]["nb"]
    assert found["policy"].startswith("1 sha256:")


@pytest.mark.parametrize(
    ("name", "text", "arguments", "first"),
    [
        ("a.md", "# Is\n\n<b>x</b>", (), "Is"),
        ("a.html", "# Is", (), "# Is"),
        ("a.html", "# Is", ("--from", "markdown"), "Is"),
        ("a.txt", "# Is", (), "Is"),
        ("a.txt", "\n <p># Is", (), "# Is"),
        ("a.txt", "<!-- a --># Is", (), "# Is"),
        ("a.txt", "<https://example.org/>", (), "https://example.org/"),
        ("a.txt", "<p># Is", ("--from", "html"), "# Is"),
        ("A.HTM", "# Is", (), "# Is"),
    ],
)
def test_what_it_is_is_said_named_or_guessed(
    run: Run, name: str, text: str, arguments: tuple[str, ...], first: str
) -> None:
    ran = run("convert", write(Path(name), text), *arguments)
    assert "".join(span["text"] for span in ran.data[0]["children"]) == first


def test_standard_input_is_guessed_as_a_file_of_no_name_is(run: Run) -> None:
    assert run("convert", "-", stdin=b"# Is").data[0]["style"] == "h2"
    assert run("convert", "-", stdin=b"<p># Is").data[0]["style"] == "normal"


def test_an_encoding_that_the_page_declares_is_heeded(run: Run, tmp_path: Path) -> None:
    page = '<meta charset="iso-8859-1"><p>Tromsø'.encode("latin-1")
    assert "Tromsø" in run("convert", write(tmp_path / "a.html", page)).out


def test_nothing_gives_an_empty_body(run: Run) -> None:
    ran = run("convert", "-")
    assert (ran.code, ran.data, ran.err) == (0, [], "")


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("a.html", b"&" * 1_000_000, "more than 256 kB"),
        ("a.html", b"<div>" * 7_000, "more than 64 levels"),
        ("a.html", b"<p>a" * 5_001, "at most 5000"),
        ("a.md", b"[" * 9_000, "more than 8000 square brackets"),
        ("a.md", b"a\xff", "is not UTF-8 (byte 2)"),
    ],
)
def test_what_cannot_be_converted_is_2_and_prints_nothing(
    run: Run, tmp_path: Path, name: str, raw: bytes, says: str
) -> None:
    ran = run("convert", write(tmp_path / name, raw))
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_wrong_use_is_2(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", HTML)
    assert run("convert", tmp_path / "nowhere.html").code == 2
    assert run("convert", tmp_path).code == 2
    assert run("convert", path, "--locale", "xx").code == 2
    assert run("convert", path, "--to", "pdf").code == 2


def test_what_was_dropped_does_not_steer_the_terminal(run: Run) -> None:
    ran = run("convert", "-", "--from", "html", stdin="<a href='x\x1b[31m\u202ey'>a</a>".encode())
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err
