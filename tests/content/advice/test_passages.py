"""What a passage is: by the nearest block, in one language, out of the accessibility tree."""

import pytest

from content.accessibility.facts import Facts
from content.advice.passages import passages


def read(html: str, locale: str | None = None) -> list[tuple[str, str]]:
    """Language and text of each passage."""
    facts = Facts(html, mode="fragment", heading_level=2)
    return [(each.lang, each.text) for each in passages(facts, locale)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p lang="nb">Hei  du\n der</p>', [("nb", "Hei du der")]),
        ("<p>Hei</p>", [("", "Hei")]),
        ('<div lang="nb"><h2>En</h2><p>To <b>tre</b> fire</p></div>', [("nb", "En"), ("nb", "To tre fire")]),
        ('<ul lang="nb"><li>En<ul><li>To</li></ul>tre</li></ul>', [("nb", "En"), ("nb", "To"), ("nb", "tre")]),
        ('<p lang="nb">Vi sier <i lang="en">so long</i> her</p>', [("nb", "Vi sier her"), ("en", "so long")]),
        ('<p lang="nb">Vi sier <i lang="nb">farvel</i> her</p>', [("nb", "Vi sier farvel her")]),
        ('<p lang="nb">Én<br>to</p>', [("nb", "Én to")]),
        ('<p lang="nb">Les <cite>The Long Road</cite> nå</p>', [("nb", "Les nå")]),
        ('<p lang="nb">Skriv <code>make run</code></p><pre>make run</pre>', [("nb", "Skriv")]),
        ('<img lang="nb" src="a" alt="To hus">', [("nb", "To hus")]),
        ('<a lang="nb" href="/" aria-label="Til forsiden">Hjem</a>', [("nb", "Til forsiden"), ("nb", "Hjem")]),
        ('<p lang="nb">Vi <span aria-hidden="true">skjult</span> ser</p>', [("nb", "Vi ser")]),
        ('<p lang="nb" hidden>Skjult</p><p lang="nb" style="display:none">Skjult</p>', []),
        ("<style>p{}</style><script>var a</script><template>t</template>", []),
        ('<div lang="nb">Før<p lang="en">In</p>etter</div>', [("nb", "Før"), ("en", "In"), ("nb", "etter")]),
        ('<p lang="NB"> Hei </p><p lang=" ">Ingen</p>', [("NB", "Hei"), ("", "Ingen")]),
    ],
)  # fmt: skip
def test_passages(html: str, expected: list[tuple[str, str]]) -> None:
    assert read(html) == expected


def test_what_says_no_language_is_in_the_locale() -> None:
    assert read('<p>Hei</p><p lang="en">Hi</p>', "nb") == [("nb", "Hei"), ("en", "Hi")]


@pytest.mark.parametrize(
    ("html", "prose"),
    [
        ("<p>Tekst</p>", True),
        ("<blockquote><p>Tekst</p></blockquote>", True),
        ("<table><tr><th>Tekst</th></tr></table>", False),
        ("<table><tr><td><p>Tekst</p></td></tr></table>", False),
        ("<nav><p>Tekst</p></nav>", False),
        ("<footer><p>Tekst</p></footer>", False),
        ("<p><button>Tekst</button></p>", False),
        ('<img alt="Tekst">', False),
    ],
)
def test_running_text_is_told_from_the_rest(html: str, prose: bool) -> None:
    facts = Facts(html, mode="fragment", heading_level=2)
    assert [each.prose for each in passages(facts)] == [prose]


def test_the_subject_is_the_same_wherever_the_passage_stands() -> None:
    def subjects(html: str) -> list[str]:
        return [each.subject for each in passages(Facts(html, mode="fragment", heading_level=2))]

    here = subjects('<div lang="nb"><h2>Om oss</h2><p>Vi søker partnere.</p></div>')
    there = subjects('<section lang="nb"><p id="x">Vi søker\n <b>partnere</b>.</p><h4>Om oss</h4></section>')
    assert here == [*reversed(there)]
    assert all(each.startswith("sha256:") and len(each) == 71 for each in here)
    assert subjects('<p lang="nn">Vi søker partnere.</p>') != subjects('<p lang="nb">Vi søker partnere.</p>')
