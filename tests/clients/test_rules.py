"""The rules notice what they are there for: each fault is put into a document that has none."""

from __future__ import annotations

import datetime

import pytest

import feeds
from tests.clients import rules
from tests.feeds import samples

NOW = datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)
ADDRESS = f"{samples.HOST}/feeds/nb"
RSS = feeds.rss(samples.full()).decode()
ATOM = feeds.atom(samples.full()).decode()


def test_the_golden_documents_have_no_fault() -> None:
    assert rules.of_rss(RSS.encode(), f"{ADDRESS}.rss", NOW) == []
    assert rules.of_atom(ATOM.encode(), f"{ADDRESS}.atom", NOW) == []


@pytest.mark.parametrize(
    ("sound", "faulty", "fault"),
    [
        ('version="2.0"', 'version="0.91"', "no RSS 2.0"),
        ("<language>nb</language>", "", "no language"),
        ("<language>nb</language>", "<language>norsk språk</language>", "is no language"),
        ("feeds/nb.rss", "feeds/nn.rss", "not its address"),
        ("<docs>", "<ttl>1</ttl><ttl>2</ttl><docs>", "ttl: 2 times"),
        ("<docs>", "<updated>x</updated><docs>", "no element updated"),
        ('isPermaLink="false"', 'isPermaLink="true" id="1"', "guid has no attribute"),
        ("urn:uuid:d1873c0a-9fea-5e92-9ca8-a310583b582a", "urn:uuid:25104558-2e39-5235-9a12-dbbebb3f7733", "2 times"),
        ("Sun, 01 Nov 2026", "Mon, 01 Nov 2026", "pubDate"),
        ("Sun, 01 Nov 2026", "Sun, 1 Nov 26", "four digits"),
        ("Sun, 01 Nov 2026", "Mon, 01 Nov 2027", "pubDate"),
        ('length="9000001" type="audio', 'length="" type="audio', "enclosure without"),
        ("&lt;h2&gt;Midler", "&lt;script&gt;1&lt;/script&gt;Midler", "<script> in the text"),
        ("&lt;h2&gt;Midler", "&lt;h2 onclick=x&gt;Midler", "onclick in the text"),
        ('href="#n1-top"', 'href="/pages/nb"', "/pages/nb is relative"),
        ("Ola Hætta", "Ola H\x85tta", "wrong encoding"),
        ("<dc:creator>Ola Hætta", "<author>a@b.no</author><dc:creator>Ola Hætta", "author and dc:creator"),
        ("</channel>", "<ttl>60</ttl></channel>", "come after items"),
        ("<rss ", '<rss xmlns:at="http://purl.org/atompub/tombstones/1.0" ', "at is declared for nothing"),
        ("<description>Frist", "<comments>Frist", "mismatch"),
    ],
)  # fmt: skip
def test_a_fault_in_rss_is_told(sound: str, faulty: str, fault: str) -> None:
    assert sound in RSS
    if fault == "mismatch":
        start, end = RSS.index("<description>Frist"), RSS.index("</description>", RSS.index("Frist"))
        written, fault = RSS[:start] + RSS[end + len("</description>") :], "without a description"
    else:
        written = RSS.replace(sound, faulty, 1)
    assert fault in "; ".join(rules.of_rss(written.encode(), f"{ADDRESS}.rss", NOW))


@pytest.mark.parametrize(
    ("sound", "faulty", "fault"),
    [
        ('rel="self"', 'rel="via"', "rel=self is not its address"),
        ('rel="version-history"', 'rel="versions"', "versions is not registered"),
        ("urn:uuid:d1873c0a-9fea-5e92-9ca8-a310583b582a", "urn:uuid:25104558-2e39-5235-9a12-dbbebb3f7733", "2 times"),
        ("<updated>2026-11-20T09:30:15.120000Z</updated>", "<updated>2026-11-20 09:30</updated>", "updated"),
        ("<published>2026-11-01", "<published>2027-11-01", "published"),
        ('hreflang="nn"', 'hreflang="en"', "two alternates"),
        ('xml:lang="se"', 'xml:lang="s"', "is no language"),
        ('xml:base="https://innhold.example.no/pages/nb/barents-midler"', "", "is relative"),
    ],
)  # fmt: skip
def test_a_fault_in_atom_is_told(sound: str, faulty: str, fault: str) -> None:
    assert sound in ATOM
    written = ATOM.replace(sound, faulty, 1)
    assert fault in "; ".join(rules.of_atom(written.encode(), f"{ADDRESS}.atom", NOW))
