"""What a finding is about: the same wherever it stands, another as soon as it is changed."""

import pytest

from content.accessibility import check
from content.accessibility.check import is_document
from content.accessibility.report import Finding


def _open(html: str, *, level: int = 2) -> dict[str, Finding]:
    assert not is_document(html)
    found = check(html, heading_level=level).findings
    return {each.rule: each for each in found if each.outcome in {"failed", "cantTell"}}


VIDEO = '<video controls src="/media/a.mp4" width="320"><track kind="captions" srclang="nb" src="/media/a.vtt"></video>'
MORE = '<p>Om tilskudd i Barents, <a href="/tilskudd">les mer</a>.</p>'


def test_only_what_failed_or_is_asked_has_a_subject() -> None:
    report = check(f'<div lang="nb">{VIDEO}<p>Tekst</p></div>')

    for finding in report.findings:
        assert (finding.subject is not None) == (finding.outcome in {"failed", "cantTell"})


@pytest.mark.parametrize(
    ("rule", "html"),
    [("video-captions", VIDEO), ("link-purpose", MORE), ("heading-name", "<h2><span></span></h2>")],
)
def test_the_text_around_and_the_heading_level_do_not_matter(rule: str, html: str) -> None:
    alone = _open(f'<div lang="nb">{html}</div>')[rule].subject
    among = f'<article lang="nb"><h4>Et avsnitt</h4><p>En skrivefeil.</p>{html.replace("h2>", "h4>")}<p>Slutt</p></article>'

    assert _open(among, level=4)[rule].subject == alone
    assert alone is not None
    assert alone.startswith("sha256:")


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("video-captions", VIDEO, VIDEO.replace("a.mp4", "b.mp4")),
        ("video-captions", VIDEO, VIDEO.replace("a.vtt", "b.vtt")),
        ("link-purpose", MORE, MORE.replace("Barents", "nord")),
        ("link-purpose", MORE, MORE.replace("/tilskudd", "/stipend")),
        ("image-alt-file-name", '<img src="/a.png" alt="a.png">', '<img src="/a.png" alt="b.png">'),
        ("image-alt-file-name", '<img src="/a.png" alt="a.png">', '<img src="/b.png" alt="a.png">'),
    ],
)
def test_what_is_judged_matters(rule: str, before: str, after: str) -> None:
    subjects = {_open(f'<div lang="nb">{each}</div>')[rule].subject for each in (before, after)}

    assert len(subjects) == 2


def test_the_language_in_force_matters() -> None:
    subjects = {_open(f'<div lang="{each}">{MORE}</div>')["link-purpose"].subject for each in ("nb", "en")}

    assert len(subjects) == 2


def test_ids_sizes_and_white_space_do_not_matter() -> None:
    one = '<div lang="nb"><img id="a" src="/a.png" alt="a.png" width="10"></div>'
    other = '<div lang="nb"><picture><source srcset="/s.webp 1w">\n<img class="x" src="/a.png" alt=" a.png "></picture></div>'

    assert _open(one)["image-alt-file-name"].subject == _open(other)["image-alt-file-name"].subject


def test_parts_cannot_be_moved_between_text_and_attributes() -> None:
    one = '<p>Om <a href="/x" title="A">her</a> B, les mer</p>'
    other = '<p>Om <a href="/x">her</a> title=A B, les mer</p>'

    assert _open(one)["link-purpose"].subject != _open(other)["link-purpose"].subject
