"""Content codings: which one a request gets, and that each is a representation of its own."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.snapshots import Snapshot
from service.web.answers import Answer, finish
from service.web.codings import chosen, coded


@pytest.mark.parametrize(
    ("accept_encoding", "coding"),
    [
        (None, "identity"), ("", "identity"), ("gzip", "gzip"), ("GZip", "gzip"), ("x-gzip", "gzip"),
        ("gzip, deflate, br, zstd", "gzip"), ("br", "identity"), ("*", "gzip"), ("*;q=0", "identity"),
        ("gzip;q=0", "identity"), ("gzip;q=0.000, *", "identity"), ("gzip;q=0.001", "gzip"),
        ("identity", "identity"), ("identity;q=0", "identity"), ("identity;q=0, gzip", "gzip"), ("identity;q=0, *", "gzip"),
        ("gzip;q=0.5, identity", "identity"), ("gzip;q=0.5, identity;q=0.5", "gzip"), ("gzip ; Q=0.8 , br;q=1", "gzip"),
        ("identity;q=0.5, *;q=0.1", "identity"), ("gzip;q=2", "identity"), ("gzip;q=", "identity"),
        ("gzip;q=1.0001", "identity"), ("gzip;level=9", "identity"), ("gzip gzip", "identity"), (",,gzip,,", "gzip"),
        ("gzip;q=0, gzip", "identity"), ("*;q=0, gzip", "gzip"), ("¿", "identity"),
    ],
)  # fmt: skip
def test_who_gets_which(accept_encoding: str | None, coding: str) -> None:
    assert chosen(accept_encoding) == coding


@given(st.text(max_size=100))
def test_nothing_that_is_said_is_an_error(text: str) -> None:
    assert chosen(text) in {"gzip", "identity"}


def told(body: bytes, **more: object) -> Snapshot:
    return finish(Answer(body=body, tags=frozenset({"a"}), **more))  # type: ignore[arg-type]


def test_a_coding_is_a_representation_of_its_own() -> None:
    plain = told(b'{"a": 1}' * 200, headers=(("vary", "Accept"),))
    packed = coded(plain, "gzip")
    fields = dict(packed.headers)
    assert gzip.decompress(packed.body) == plain.body
    assert packed.etag == fields["etag"] != plain.etag
    assert fields["content-encoding"] == "gzip"
    assert fields["vary"] == dict(plain.headers)["vary"] == "Accept, Accept-Encoding"
    assert coded(plain, "gzip").body == packed.body
    assert packed.body[4:8] == bytes(4)
    assert (packed.tags, packed.moved) == (plain.tags, plain.moved)


PROVED = told(b"x" * 1000, headers=(("repr-digest", "sha-256=:x:"),))


@pytest.mark.parametrize(
    "snapshot",
    [told(b"x" * 100), told(b"x" * 1000, media_type="image/png"), told(b"x" * 1000, status=404), PROVED],
    ids=["short", "packed already", "an error", "a fragment that proves its bytes"],
)
def test_what_is_not_worth_it_stays_as_it_is(snapshot: Snapshot) -> None:
    assert coded(snapshot, "gzip") is snapshot


@given(st.binary(max_size=3000))
def test_every_body_comes_back(body: bytes) -> None:
    packed = coded(told(body), "gzip")
    assert (gzip.decompress(packed.body) if packed.body != body else body) == body
