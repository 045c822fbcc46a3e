"""Records as files: what an editor writes is what is stored, and every slip is named with file and line."""

import datetime
import re
from pathlib import Path

import pytest
from msgspec import UNSET

from content import files
from content.errors import Invalid
from content.model import Content, Event
from content.text import Abbr, Callout, Details, Image, Lang, Link, Prose, Quote, Table, Video, plain

ROOT = Path(__file__).parents[2]
ID = "01a20834-8c13-7430-a66f-29db6186417e"
OTHER = "01a20834-8c1a-703c-ac1d-71b1250f6c6b"
FRONT = '+++\nslug = "a"\ntitle = "A"\n+++\n'


def write(folder: Path, record: str, **texts: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "record.toml").write_text(record, encoding="utf-8")
    for locale, text in texts.items():
        (folder / f"{locale}.md").write_text(text, encoding="utf-8")


def one(tmp_path: Path, body: str) -> Content:
    write(tmp_path / "a", f'id = "{ID}"\nkind = "page"\n', nb=FRONT + body)
    return files.read(tmp_path)[0].content


def faults(folder: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(Invalid) as caught:
        files.read(folder)
    return [(fault.pointer, fault.code, fault.message.en) for fault in caught.value.faults]


def faults_of(tmp_path: Path, body: str) -> list[tuple[str, str, str]]:
    write(tmp_path / "a", f'id = "{ID}"\nkind = "page"\n', nb=FRONT + body)
    return faults(tmp_path)


def test_the_shared_part_and_the_localised_part_become_one(tmp_path: Path) -> None:
    write(
        tmp_path / "dag",
        f'id = "{ID}"\nkind = "event"\ntopics = ["barents"]\n[fields]\nstart = 2027-03-01T09:00:00+01:00\n',
        nb='+++\nslug = "dag"\ntitle = "Dag"\n[fields]\nplace = "Huset"\n+++\n',
        en='+++\nslug = "day"\ntitle = "Day"\n[fields]\nplace = "The House"\n+++\n',
    )
    norwegian, english = files.read(tmp_path)
    assert (norwegian.locale, norwegian.path, english.locale) == ("nb", "dag/nb.md", "en")
    assert isinstance(norwegian.content, Event)
    assert isinstance(english.content, Event)
    assert (norwegian.content.fields.place, english.content.fields.place) == ("Huset", "The House")
    offset = datetime.timezone(datetime.timedelta(hours=1))
    assert english.content.fields.start == datetime.datetime(2027, 3, 1, 9, tzinfo=offset)
    assert english.content.topics == ("barents",)


def test_markdown_gives_headings_lists_and_marks(tmp_path: Path) -> None:
    content = one(
        tmp_path,
        "## En\n\n#### To\n\n- a\n  1. b\n\n"
        f'**x** *y* [l](/pages/nb/l) [r](urn:uuid:{OTHER}) <span lang="se">giella</span> '
        '<abbr title="Europeisk">EØS</abbr>\n',
    )
    blocks = [block for block in content.body if isinstance(block, Prose)]
    assert [block.style for block in blocks] == ["h2", "h4", "normal", "normal", "normal"]
    assert [(block.list_item, block.level) for block in blocks[2:4]] == [("bullet", 1), ("number", 2)]
    by_words = {span.text: span.marks for span in blocks[4].children}
    assert by_words["x"] == ("strong",)
    assert by_words["y"] == ("em",)
    marks = {mark.key: mark for mark in blocks[4].mark_defs}
    link, record, lang, abbr = (marks[by_words[words][0]] for words in ("l", "r", "giella", "EØS"))
    assert isinstance(link, Link)
    assert link.href == "/pages/nb/l"
    assert isinstance(record, Link)
    assert str(record.record) == OTHER
    assert isinstance(lang, Lang)
    assert lang.lang == "se"
    assert isinstance(abbr, Abbr)
    assert abbr.title == "Europeisk"


def test_every_block_has_a_key_of_its_own(tmp_path: Path) -> None:
    content = one(tmp_path, "a\n\nb\n\n> c\n")
    keys = [block.key for block in content.body]
    assert len(set(keys)) == 3
    assert all(keys)


def test_fences_hold_the_other_blocks(tmp_path: Path) -> None:
    content = one(
        tmp_path,
        '```table\ncaption = "T"\nrows = [["a", "**b**"], [{ text = "c", colspan = 2 }], ["", "d"]]\n```\n'
        '```image\nsrc = "/media/x/y.png"\nalt = "Et hus"\n```\n'
        '```callout\ntone = "warning"\ncontent = """\nen\n\n- to\n"""\n```\n'
        '```details\nsummary = "S"\ncontent = "tre"\n```\n'
        '```quote\ncontent = "fire"\nsource = "Noen"\ncite = "https://example.org/a"\n```\n'
        '```video\nhref = "/media/x/y.mp4"\ntitle = "V"\ntranscript = "fem"\n```\n',
    )
    table, image, callout, details, quote, video = content.body
    assert isinstance(table, Table)
    assert [[plain_cell.colspan for plain_cell in row.cells] for row in table.rows] == [[1, 1], [2], [1, 1]]
    assert table.rows[0].cells[1].children[0].marks == ("strong",)
    assert isinstance(image, Image)
    assert image.alt == "Et hus"
    assert isinstance(callout, Callout)
    assert [block.list_item for block in callout.content] == [UNSET, "bullet"]
    assert isinstance(details, Details)
    assert plain(details) == "S\ntre"
    assert isinstance(quote, Quote)
    assert (quote.source, quote.cite) == ("Noen", "https://example.org/a")
    assert isinstance(video, Video)
    assert plain(video.transcript[0]) == "fem"


@pytest.mark.parametrize(
    ("body", "pointer", "code", "line"),
    [
        ("\n\n```image\nsrc = \n```\n", "/body/0", "not_toml", 8),
        ('\n```table\ncaption = "x"\n', "/body/0/rows", "missing", 6),
        ("ok\n\n```card\n```\n", "/body/1", "unknown_type", 7),
        ('ok\n\n```quote\ncontent = "x"\nsauce = "y"\n```\n', "/body/1/sauce", "unknown_field", 7),
        ("ok\n\n<script>x</script>\n", "/body/1", "not_written_so", 7),
        ("ok\n\n[x](../a)\n", "/body/1", "dropped", 7),
        ("# A\n", "/body/0", "not_written_so", 5),
        ("|a|\n|-|\n|b|\n", "/body/0", "not_written_so", 5),
        ('```details\nsummary = "s"\ncontent = "## no"\n```\n', "/body/0/content", "not_written_so", 5),
        ('```image\nsrc = "javascript:1"\n```\n', "/body/0/src", "wrong_form", 5),
    ],
)
def test_a_slip_in_the_body_is_named_with_its_line(
    tmp_path: Path, body: str, pointer: str, code: str, line: int
) -> None:
    found = faults_of(tmp_path, body)
    assert found[0][:2] == (pointer, code)
    assert found[0][2].startswith(f"a/nb.md:{line}: ")


def test_all_files_are_read_before_anything_is_refused(tmp_path: Path) -> None:
    write(
        tmp_path / "a", f'id = "{ID}"\nkind = "page"\n', nb='+++\nslug = "A B"\n+++\n', en="no front matter"
    )
    write(tmp_path / "b", 'id = "1"\nkind = "pages"\n', nb=FRONT)
    write(tmp_path / "c", "id = \n", nb=FRONT)
    write(tmp_path / "d", f'id = "{OTHER}"\nkind = "page"\n')
    write(tmp_path / "e", f'id = "{OTHER}"\nkind = "page"\n', xx=FRONT)
    found = [(message.split(": ")[0], pointer, code) for pointer, code, message in faults(tmp_path)]
    assert found == [
        ("a/nb.md:1", "/slug", "wrong_form"),
        ("a/nb.md:1", "/title", "missing"),
        ("a/en.md:1", "", "no_front_matter"),
        ("b/record.toml", "/id", "not_uuid7"),
        ("b/record.toml", "/kind", "unknown_kind"),
        ("c/record.toml:1", "", "not_toml"),
        ("d/record.toml", "", "no_text"),
        ("e/xx.md", "/locale", "unknown_locale"),
    ]


def test_broken_toml_in_the_front_matter_is_named_by_its_line_in_the_file(tmp_path: Path) -> None:
    write(tmp_path / "a", f'id = "{ID}"\nkind = "page"\n', nb='+++\nslug = "a"\ntitle = A\n+++\n')
    [(_, code, message)] = faults(tmp_path)
    assert code == "not_toml"
    assert message.startswith("a/nb.md:3: ")


def test_unknown_keys_are_faults_wherever_they_stand(tmp_path: Path) -> None:
    write(tmp_path / "a", f'id = "{ID}"\nkind = "page"\ncolour = "red"\n', nb=FRONT, en=FRONT)
    front = f'+++\nslug = "b"\ntitle = "B"\nid = "{ID}"\nkind = "news"\n+++\n'
    write(tmp_path / "b", f'id = "{OTHER}"\nkind = "page"\n', nb=front)
    assert [(message.split(": ")[0], pointer, code) for pointer, code, message in faults(tmp_path)] == [
        ("a/record.toml:1", "/colour", "unknown_field"),
        ("b/nb.md:1", "/kind", "unknown_field"),
        ("b/nb.md:1", "/id", "unknown_field"),
    ]


def test_a_fault_in_a_field_is_named_in_the_file_that_it_stands_in(tmp_path: Path) -> None:
    write(
        tmp_path / "a",
        f'id = "{ID}"\nkind = "event"\n[fields]\nstart = 2027-03-01\nend = 2027-03-02\n',
        nb='+++\nslug = "a"\ntitle = "A"\n[fields]\nend = 2027-03-02T10:00:00Z\nplace = 7\n+++\n',
    )
    assert [(message.split(": ")[0], pointer) for pointer, _, message in faults(tmp_path)] == [
        ("a/nb.md:1", "/fields/place"),
        ("a/record.toml:1", "/fields/start"),
    ]


def test_text_must_be_utf8_and_composed(tmp_path: Path) -> None:
    write(tmp_path / "a", f'id = "{ID}"\nkind = "page"\n', nb=FRONT + "ok\nA\u030arum\n")
    (tmp_path / "a" / "en.md").write_bytes(FRONT.encode() + b"ok\n\xe5\n")
    assert [(code, message.split(": ")[0]) for _, code, message in faults(tmp_path)] == [
        ("not_nfc", "a/nb.md:6"),
        ("not_utf8", "a/en.md:6"),
    ]


def test_an_id_a_slug_and_a_key_belong_to_one_record(tmp_path: Path) -> None:
    topic = 'kind = "topic"\nfields = { key = "x" }\n'
    write(tmp_path / "a", f'id = "{ID}"\n{topic}', nb=FRONT, en=FRONT)
    write(tmp_path / "b", f'id = "{ID}"\n{topic}', nb=FRONT)
    found = faults(tmp_path)
    assert [(pointer, code) for pointer, code, _ in found] == [
        ("/id", "taken"),
        ("/slug", "taken"),
        ("/fields/key", "taken"),
    ]
    assert all(message.startswith("b/nb.md: ") and "a/nb.md" in message for _, _, message in found)


def test_an_empty_folder_has_no_records(tmp_path: Path) -> None:
    assert files.read(tmp_path) == ()


def test_the_example_in_the_guide_is_read_as_it_says(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "guides" / "library-files.md").read_text(encoding="utf-8")
    shown = re.findall(r"^`([\w-]+/[\w.]+)`:\n\n~~~\w*\n(.*?)^~~~$", guide, re.MULTILINE | re.DOTALL)
    assert len(shown) >= 3
    for name, text in shown:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    manuscripts = files.read(tmp_path)
    assert {each.path for each in manuscripts} == {name for name, _ in shown if name.endswith(".md")}
    used = {block.__struct_config__.tag for each in manuscripts for block in each.content.body}
    assert used >= {"block", "table", "quote", "callout"}
