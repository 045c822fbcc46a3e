"""What readers of archives see after a restore from a backup, over HTTP."""

from __future__ import annotations

from pathlib import Path

from content.ports.archives import PLACES
from service.edge.app import Edge
from service.settings import Settings
from service.wiring import opened
from tests.http.house import House
from tests.http.test_archives import every, links, publish, tree


def test_a_restore_gives_other_addresses_to_the_pages_that_are_others_now(
    own_house: House, tmp_path: Path
) -> None:
    """RFC 5005 lets a reader stop at an address that it knows: one with other entries behind it would be passed over."""
    for number in range(1, PLACES + 3):
        publish(own_house, number)
    folder = tmp_path / "restored"
    folder.mkdir()
    own_house.parts.store.copy(folder / "nordkalott.db")
    for number in (60, 61):
        publish(own_house, number, "Det som gikk tapt")
    known = links(tree(own_house, "/feeds/nb/news.atom"))["prev-archive"]
    assert known == "/feeds/nb/news/archive/2.atom?places=4"
    settings = Settings(data=str(folder), base_url="https://nordkalott.example.org")
    with opened(settings) as parts:
        epoch = parts.store.write(lambda writing: writing.begin_epoch(writing.head().seq))
        restored = House(parts=parts, app=Edge(parts.application(), settings))
        at = "/feeds/nb/news/archive"
        assert links(tree(restored, "/feeds/nb/news.atom"))["prev-archive"] == f"{at}/2.atom?places=2"
        for number in (70, 71):
            publish(restored, number, "Det som kom i stedet")
        own = links(tree(restored, "/feeds/nb/news.atom"))["prev-archive"]
        assert own == f"{at}/2.atom?places=4&epoch={epoch}"
        page = tree(restored, own)
        assert links(page)["self"] == own
        assert links(page)["prev-archive"] == f"{at}/1.atom"
        assert "Det som kom i stedet" in [each.text for each in every(page, "a:entry/a:title")]
        for number in range(80, 80 + PLACES):
            publish(restored, number)
        full = links(tree(restored, "/feeds/nb/news.atom"))["prev-archive"]
        assert links(tree(restored, full))["prev-archive"] == f"{at}/2.atom?epoch={epoch}"
        assert restored.json(f"{at}/2.json?epoch={epoch}")["next_url"].endswith(f"{at}/1.json")
        assert restored.get(f"{at}/2.atom").content == restored.get(f"{at}/2.atom?epoch={epoch}").content
        for path, status in ((f"{at}/2.atom?epoch={epoch[::-1]}", 404), (f"{at}/1.atom?epoch=x", 400)):
            assert restored.get(path).status_code == status
