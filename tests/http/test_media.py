"""Media over HTTP: upload, look, say, publish with, fetch whole and in parts, let go, and what is refused."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from content.commands.media import Curation
from content.errors import Invalid
from content.model import News
from content.text import Audio, Image, Prose, Span, Video
from content.tokens import RevokeToken
from service.web.media import CSP, FOREVER, span
from tests.content.media import samples
from tests.http.house import House

NEW = UUID("01a20900-0000-7000-8000-0000000000aa")
TEXT = Prose(children=(Span(text="Hei."),))


def upload(house: House, token: str, data: bytes, media_type: str = "", **query: str) -> httpx.Response:
    """Send a file."""
    path = str(httpx.URL("/v1/media", params=query)) if query else "/v1/media"
    return house.send("POST", path, data, token=token, content_type=media_type or "application/octet-stream")


def kept(house: House, token: str, data: bytes, name: str = "bilde.png") -> dict[str, Any]:
    response = upload(house, token, data, name=name)
    assert response.status_code in {200, 201}, response.text
    return dict(response.json())


def image(found: dict[str, Any], alt: str = "En svart flate", **more: Any) -> Image:
    return Image(src=found["src"], alt=alt, **more)


def news(*blocks: Any) -> News:
    return News(slug="med-bilde", title="Med bilde", body=(TEXT, *blocks))


def faults(response: httpx.Response) -> dict[str, str]:
    return {each["pointer"]: each["code"] for each in response.json()["errors"]}


def test_a_file_is_uploaded_and_fetched_by_everybody(own_house: House) -> None:
    token = own_house.token("drafts")
    data = samples.png(50, 30, tail=b"<script>")
    response = upload(own_house, token, data, "image/png", name="Møte i Tromsø.JPG")
    found = response.json()
    assert response.status_code == 201
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["location"].endswith(f"/v1/media/{found['digest']}")
    assert (found["name"], found["width"], found["height"]) == ("mote-i-tromso.png", 30, 50)
    assert set(found["removed"]) == {"text", "EXIF", "time", "data after the end"}
    assert found["url"] == f"https://nordkalott.example.org{found['src']}"
    assert (found["uploaded_by"], found["used"], found["used_by"]) == ("Kari", False, [])
    file = own_house.get(found["src"])
    assert file.status_code == 200
    assert hashlib.sha256(file.content).hexdigest() == found["digest"]
    assert samples.SECRET not in file.content
    assert dict(file.headers) | {
        "content-type": "image/png",
        "content-length": str(found["size"]),
        "cache-control": FOREVER,
        "etag": f'"{found["digest"]}"',
        "content-security-policy": CSP,
        "content-disposition": 'inline; filename="mote-i-tromso.png"',
        "x-content-type-options": "nosniff",
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
        "accept-ranges": "bytes",
    } == dict(file.headers)
    for each in found["renditions"]:
        smaller = own_house.get(each["src"])
        assert (smaller.status_code, smaller.headers["content-type"]) == (200, each["media_type"])
    again = upload(own_house, token, data)
    assert again.status_code == 200
    assert again.json() == {**found, "removed": again.json()["removed"]}


def test_head_conditions_and_parts(own_house: House) -> None:
    found = kept(own_house, own_house.token("drafts"), samples.mp4(), "film.mp4")
    src, size = found["src"], found["size"]
    whole = own_house.get(src).content
    head = own_house.get(src, method="HEAD")
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(size))
    etag = head.headers["etag"]
    assert own_house.get(src, if_none_match=etag).status_code == 304
    assert own_house.get(src, if_none_match='"x", *').status_code == 200
    for asked, part in (
        ("bytes=5-9", whole[5:10]),
        ("bytes=7-", whole[7:]),
        ("bytes=-6", whole[-6:]),
        ("bytes=0-99999", whole),
    ):
        answer = own_house.get(src, range=asked)
        assert answer.content == part, asked
        if part != whole:
            assert answer.status_code == 206
            start = len(whole) - len(part) if part != whole[5:10] else 5
            assert answer.headers["content-range"] == f"bytes {start}-{start + len(part) - 1}/{size}"
            assert answer.headers["content-length"] == str(len(part))
    assert own_house.get(src, range="bytes=5-9", if_range=etag).status_code == 206
    for headers in ({"if_range": '"old"'}, {"if_range": f"W/{etag}"}):
        assert own_house.get(src, range="bytes=5-9", **headers).content == whole
    for nonsense in ("bytes=9-5", "bytes=1-2,4-5", "lines=1-2", "bytes=a-b", "bytes=--1"):
        assert own_house.get(src, range=nonsense).status_code == 200
    for beyond in (f"bytes={size}-", "bytes=-0"):
        answer = own_house.get(src, range=beyond)
        assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{size}")


@pytest.mark.parametrize("size", [0, 1, 10])
def test_a_span_is_within_the_file(size: int) -> None:
    for first in ("", *map(str, range(12))):
        for last in ("", *map(str, range(12))):
            found = span(f"bytes={first}-{last}", None, '"e"', size)
            if found and found[0] < found[1]:
                assert 0 <= found[0] < found[1] <= size


def test_a_pdf_is_fetched_and_not_shown(own_house: House) -> None:
    found = kept(own_house, own_house.token("drafts"), samples.pdf(), "Søknad.pdf")
    assert own_house.get(found["src"]).headers["content-disposition"] == 'attachment; filename="soknad.pdf"'


def test_what_is_not_there_is_404(own_house: House) -> None:
    found = kept(own_house, own_house.token("drafts"), samples.png())
    for path in (
        f"/media/{'0' * 64}/a.png",
        f"/media/{found['digest']}/annet.png",
        "/media/x/a.png",
        f"/media/{found['digest'].upper()}/bilde.png",
    ):
        assert own_house.get(path).status_code == 404, path
    assert own_house.send("POST", found["src"]).status_code == 405


def test_only_who_may_write_drafts_uploads_and_only_who_may_publish_removes(own_house: House) -> None:
    assert upload(own_house, "", samples.png()).status_code == 401
    token = own_house.token("drafts")
    found = kept(own_house, token, samples.png())
    path = f"/v1/media/{found['digest']}"
    assert own_house.send("DELETE", path, token=token).status_code == 403
    publisher = own_house.token("publish", name="Ola")
    assert own_house.send("DELETE", path, token=publisher).status_code == 204
    assert own_house.send("GET", path, token=token).status_code == 404
    assert own_house.get(found["src"]).status_code == 404
    with own_house.parts.store.read() as reading:
        last = reading.journal(0, 1000)[-1]
    assert (last.actor, last.verb) == ("Ola", "media.remove")
    assert last.detail["via"].startswith("http ")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "media_type", "code"),
    [
        (samples.png(), "image/jpeg", "type_contradicts"),
        (samples.png(), "text/html", "type_contradicts"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml", "svg"),
        (b"<!doctype html>", "image/png", "markup"),
        (
            samples.gif().replace(b"\x02\x03\x04\x0a\x05\0", b"\x02\x10<script>alert(1)\0"),
            "image/gif",
            "polyglot",
        ),
        (samples.png(19_000, 19_000), "image/png", "too_many_pixels"),
        (samples.jpeg()[:-40], "image/jpeg", "truncated"),
        (b"", "image/png", "empty"),
        (samples.png(), "multipart/form-data; boundary=x", "multipart"),
    ],
)
def test_what_is_refused_is_told_why(own_house: House, data: bytes, media_type: str, code: str) -> None:
    response = upload(own_house, own_house.token("drafts"), data, media_type)
    assert response.status_code == 400
    assert faults(response) == {"": code}
    assert response.json()["errors"][0]["detail_nb"]


def test_an_upload_that_is_sent_again_is_done_once(own_house: House) -> None:
    token = own_house.token("drafts")
    headers = {"content_type": "image/png", "idempotency_key": "en-opplasting"}
    first = own_house.send("POST", "/v1/media?name=a.png", samples.png(), token=token, **headers)
    again = own_house.send("POST", "/v1/media?name=a.png", samples.png(), token=token, **headers)
    other = own_house.send("POST", "/v1/media?name=a.png", samples.png(9, 9), token=token, **headers)
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.headers["idempotent-replayed"] == "true"
    assert again.json() == first.json()


def test_what_is_said_of_a_file_is_changed_on_top_of_what_was_read(own_house: House) -> None:
    token = own_house.token("drafts")
    found = kept(own_house, token, samples.png())
    path = f"/v1/media/{found['digest']}"
    etag = own_house.send("GET", path, token=token).headers["etag"]
    about = {
        "credit": "Kari",
        "licence": {"name": "CC BY"},
        "alt": {"nb": "En svart flate", "en": "A black square"},
    }
    assert own_house.send("PUT", path, about, token=token).status_code == 428
    changed = own_house.send("PUT", path, about, token=token, if_match=etag)
    assert (changed.status_code, changed.json()["alt"], changed.json()["version"]) == (200, about["alt"], 2)
    stale = own_house.send("PUT", path, about, token=token, if_match=etag)
    assert (stale.status_code, stale.json()["current"]) == (412, 2)
    for wrong in ({"alt": {"nb": "a.png"}}, {"colour": 1}, {"alt": "x"}, [1]):
        response = own_house.send("PUT", path, wrong, token=token, if_match=changed.headers["etag"])
        assert response.status_code == 400, wrong


def test_lists_tell_what_nobody_uses(own_house: House) -> None:
    token = own_house.token("drafts")
    used, unused = kept(own_house, token, samples.png()), kept(own_house, token, samples.pdf(), "a.pdf")
    own_house.publish(NEW, "nb", news(image(used)))

    def listed(query: str) -> list[str]:
        return [
            each["digest"] for each in own_house.send("GET", f"/v1/media{query}", token=token).json()["media"]
        ]

    assert listed("") == [unused["digest"], used["digest"]]
    assert listed("?unused=true") == [unused["digest"]]
    assert listed("?unused=false") == [used["digest"]]
    page = own_house.send("GET", "/v1/media?limit=1", token=token)
    assert page.json()["next"] == 2
    assert 'rel="next"' in page.headers["link"]
    assert listed("?cursor=2") == [used["digest"]]
    told = own_house.send("GET", f"/v1/media/{used['digest']}", token=token).json()
    assert told["used_by"] == [{"id": str(NEW), "locale": "nb", "revision": 1}]
    publisher = own_house.token("publish", name="Ola")
    refused = own_house.send("DELETE", f"/v1/media/{used['digest']}", token=publisher)
    assert (refused.status_code, refused.json()["uses"]) == (409, 1)


def test_erased_files_are_410_with_the_reason(own_house: House) -> None:
    token = own_house.token("drafts")
    found = kept(own_house, token, samples.png())
    own_house.parts.media.erase(found["digest"], reason="Feil person", actor="test")
    for src in (found["src"], *(each["src"] for each in found["renditions"][:1])):
        gone = own_house.get(src)
        assert gone.status_code == 410
        assert gone.json()["type"].endswith("media-erased")
    assert own_house.get(found["src"]).json()["reason"] == "Feil person"
    assert own_house.send("GET", f"/v1/media/{found['digest']}", token=token).status_code == 410
    assert upload(own_house, token, samples.png()).status_code == 409


def test_a_draft_may_lack_what_an_edition_must_have(own_house: House) -> None:
    token = own_house.token("publish")
    found = kept(own_house, token, samples.png())
    there = f"/media/{'0' * 64}/borte.png"
    body = news(
        image(found, ""),
        image(found, "bilde.jpg"),
        image(found, "x", decorative=True),
        Image(src=there, alt="Borte"),
        Video(href="/film.mp4", title="Film"),
        Audio(href="/lyd.mp3", title="Lyd"),
        Image(src=f"https://nordkalott.example.org/media/{found['digest']}/annet.png", alt="Annet navn"),
        Image(src=f"https://other.example/media/{'0' * 64}/b.png", alt="Andres"),
    )
    data = {"locale": "nb", **msgspec.to_builtins(body)}
    begun = own_house.send("POST", "/v1/drafts", data, token=token)
    assert begun.status_code == 201, begun.text
    path = f"/v1/drafts/{begun.json()['id']}/nb"
    refused = own_house.send("POST", f"{path}/publish", {"revision": 1}, token=token)
    assert refused.status_code == 400
    assert faults(refused) == {
        "/body/1/alt": "missing_alt",
        "/body/2/alt": "alt_is_file_name",
        "/body/3/alt": "alt_on_decorative",
        "/body/4/src": "no_such_media",
        "/body/5/captions": "missing_captions",
        "/body/6/transcript": "missing_transcript",
        "/body/7/src": "no_such_media",
    }
    assert own_house.send("GET", path, token=token).json()["state"] == "draft"


def test_a_picture_has_its_sizes_and_passes_the_check(own_house: House) -> None:
    pytest.importorskip("PIL")
    found = kept(own_house, own_house.token("drafts"), samples.png(700, 500, turned=1))
    outcome = own_house.publish(NEW, "nb", news(image(found)))
    assert not outcome.needs_repair
    assert all(each.report.outcome == "no_failures_found" for each in outcome.reports)
    html = own_house.get(f"/fragments/{NEW}?locale=nb").text
    by_type = {(each["media_type"], each["width"]): each["url"] for each in found["renditions"]}
    webp = ", ".join(f"{by_type['image/webp', width]} {width}w" for width in (480, 700))
    assert f'<source type="image/webp" srcset="{webp}" sizes="auto, 100vw">' in html
    assert f'<img src="{by_type["image/jpeg", 700]}"' in html
    assert 'alt="En svart flate" width="700" height="500" loading="lazy"' in html
    with own_house.parts.store.read() as reading:
        kept_bytes = reading.evidence(NEW, "nb", 1)[0].html
    assert kept_bytes == html


def test_a_recording_is_offered_as_what_its_bytes_are(own_house: House) -> None:
    found = kept(own_house, own_house.token("drafts"), samples.wav(), "lyd.wav")
    ours = Audio(href=found["src"], title="Lyd", transcript=(TEXT,))
    theirs = Audio(href="https://example.org/lyd.mp3", title="Deres", transcript=(TEXT,))
    own_house.publish(NEW, "nb", news(ours, theirs))
    html = own_house.get(f"/fragments/{NEW}?locale=nb").text
    assert f'<source src="{found["url"]}" type="audio/wav">' in html
    assert '<source src="https://example.org/lyd.mp3" type="audio/mpeg">' in html


def test_a_correction_may_lack_what_the_live_edition_lacks(own_house: House) -> None:
    token = own_house.token("drafts")
    found = kept(own_house, token, samples.png())
    own_house.publish(NEW, "nb", news(image(found)))
    own_house.parts.media.erase(found["digest"], reason="Feil person", actor="test")
    corrected = news(image(found), TEXT)
    own_house.publish(NEW, "nb", corrected, update="minor", note="Rettet")
    with pytest.raises(Invalid):
        own_house.publish(NEW, "nb", news(image(found), image(found)), update="minor", note="Rettet")


def test_a_token_that_is_revoked_on_the_way_keeps_nothing(own_house: House) -> None:
    token = own_house.token("drafts")
    parts = own_house.parts
    original = Curation.add

    def revoke_first(*arguments: Any, **named: Any) -> Any:
        parts.commands.revoke_token(RevokeToken(ref="Kari", actor="test"))
        return original(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Curation, "add", revoke_first)
        response = upload(own_house, token, samples.png())
    assert response.status_code == 401
    with parts.store.read() as reading:
        assert reading.media.page() == ()
    assert parts.media.verify() == ()


@pytest.mark.parametrize("rendition", [False, True])
def test_a_redaction_erases_the_files_that_it_names(own_house: House, rendition: bool) -> None:
    token = own_house.token("admin")
    found, other = kept(own_house, token, samples.png(40, 30)), kept(own_house, token, samples.pdf(), "a.pdf")
    named = found
    if rendition:
        pytest.importorskip("PIL")
        named = found["renditions"][0]
        named["digest"] = named["src"].split("/")[2]
    own_house.publish(NEW, "nb", news(image(found), *(image(each) for each in found["renditions"])))
    body = {"reason": "Publisert uten samtykke", "media": [named["digest"]]}
    answer = own_house.send("POST", f"/v1/records/{NEW}/nb/redact", body, token=token)
    assert answer.status_code == 200, answer.text
    for each in (found, *found["renditions"]):
        gone = own_house.get(each["src"])
        assert (gone.status_code, gone.json()["reason"]) == (410, "Publisert uten samtykke")
        assert each["src"] not in own_house.get(f"/fragments/{NEW}?locale=nb").text
    assert own_house.get(other["src"]).status_code == 200
    left = {path.name for path in (own_house.parts.settings.folder / "media").glob("[0-9a-f]*/*")}
    assert left == {other["digest"]}
    assert own_house.parts.media.verify() == ()
    assert own_house.parts.store.verify() == ()


def test_a_token_for_some_locales_says_nothing_of_an_image_in_others(own_house: House) -> None:
    norwegian, english = own_house.token("drafts"), own_house.token("drafts", name="En", locales=("en",))
    sent = own_house.send(
        "POST", "/v1/media?name=a.png", samples.png(8, 8), token=norwegian, content_type="image/png"
    )
    path = f"/v1/media/{sent.json()['digest']}"

    def said(token: str, alt: dict[str, str], etag: str) -> httpx.Response:
        return own_house.send("PUT", path, {"alt": alt}, token=token, if_match=etag)

    first = said(norwegian, {"nb": "En bro"}, sent.headers["etag"])
    assert first.status_code == 200
    etag = first.headers["etag"]
    for alt in ({"nb": "Noe annet", "en": "A bridge"}, {"en": "A bridge"}, {"nb": "En bro", "nn": "Ei bru"}):
        refused = said(english, alt, etag)
        assert refused.status_code == 403
        assert refused.json()["type"].endswith(":forbidden")
    assert said(english, {"nb": "En bro", "en": "A bridge"}, etag).status_code == 200
