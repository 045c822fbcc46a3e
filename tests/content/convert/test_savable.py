"""Whatever is taken in can be saved as a draft: what cannot, a remark names, and no draft is lost to a conversion."""

from hypothesis import given, settings
from hypothesis import strategies as st

from content import validation
from content.convert import from_html
from content.errors import Invalid
from content.model import Page

_TABLES = """<table>|<tr>|<td>|<th>|<td colspan=3>|<td rowspan=2>|<th rowspan=4 colspan=2>|</tr>|</td>|</table>|<caption>|<thead>"""
_BLOCKS = """<p>|</p>|<ul>|<ol>|<li>|</ul>|<h1>|<h3>|</h3>|<blockquote>|</blockquote>|<footer>|<details>|<summary>|</details>|<figure>
|<figcaption>|</figure>|<dl><dt>|<dd>|<pre>a|<div>|</div>|<q>|<br>"""
_LINKS = """<a href='https://a:99999/'>|<a href='https://a@b.example/'>|<a href='http://[::x/'>|<a href='https://a..b/'>|<a href='#x'>
|<a href='#y'>|<a id=x>|<p id=x>|<li id=y>|</a>|<a href='mailto:a@b?x=y z'>|<a href='https://example.org/%zz'>|<blockquote cite='//a b'>"""
_IMAGES = """<img src=/a.png>|<img src='https://a@b/x.png' alt='a.png'>|<img src=/a.png alt=' '>|<img src=/b.jpg alt=b width=0 height=99999>"""
_WORDS = """ord| |<b>|<span lang=no-bok>|<abbr title='a&#10;b'>|<abbr title='&#x200b;'>|</abbr>|<sup>2</sup>|<svg><text>t</text></svg>|&nbsp;
|&#x200b;|&#x2028;|&#x2029;|&#x85;|e&#x301;|&#xfeff;"""
PIECES = f"{_TABLES}|{_BLOCKS}|{_LINKS}|{_IMAGES}|{_WORDS}".replace("\n", "").split("|")


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_what_was_converted_can_be_saved_but_for_what_the_remarks_name(html: str) -> None:
    converted = from_html(html)
    remarks = {(f"/body{remark.pointer}", remark.code) for remark in converted.remarks}
    content = Page(slug="prove", title="Prøve", summary="Prøve", body=converted.body)
    assert faults(content) - remarks == set()


def faults(content: Page) -> set[tuple[str, str]]:
    """Pointer and code of everything that a save would refuse."""
    try:
        validation.recheck(content)
    except Invalid as refused:
        return {(fault.pointer, fault.code) for fault in refused.faults}
    return set()
