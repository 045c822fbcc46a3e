"""Content codings: which one a request gets, and that each is a representation of its own."""

from __future__ import annotations

import gzip
import random
import threading

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import digest_bytes
from service.snapshots import Snapshot
from service.web.answers import Answer, finish
from service.web.codings import CODINGS, chosen, coded
from service.web.digests import digest_field


@pytest.mark.parametrize(
    ("accept_encoding", "coding"),
    [
        (None, "identity"), ("", "identity"), ("gzip", "gzip"), ("GZip", "gzip"), ("x-gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"), ("br", "br"), ("BR;q=1.0", "br"), ("*", "gzip"), ("*;q=0", "identity"),
        ("gzip, br;q=0.9", "gzip"), ("br;q=0.5, gzip;q=0.5", "br"), ("br;q=0.001, *", "gzip"), ("br;q=0, *", "gzip"),
        ("br;q=0, gzip;q=0, *", "identity"), ("br, *;q=0", "br"), ("br;q=0.2, identity;q=0.3", "identity"),
        ("zstd, deflate", "identity"), ("brotli", "identity"), ("x-br", "identity"),
        ("gzip;q=0", "identity"), ("gzip;q=0.000, *", "identity"), ("gzip;q=0.001", "gzip"),
        ("identity", "identity"), ("identity;q=0", "identity"), ("identity;q=0, gzip", "gzip"), ("identity;q=0, *", "gzip"),
        ("gzip;q=0.5, identity", "identity"), ("gzip;q=0.5, identity;q=0.5", "gzip"), ("gzip ; Q=0.8 , br;q=1", "br"),
        ("identity;q=0.5, *;q=0.1", "identity"), ("gzip;q=2", "identity"), ("gzip;q=", "identity"),
        ("gzip;q=1.0001", "identity"), ("gzip;level=9", "identity"), ("gzip gzip", "identity"), (",,gzip,,", "gzip"),
        ("gzip;q=0, gzip", "identity"), ("*;q=0, gzip", "gzip"), ("¿", "identity"),
    ],
)  # fmt: skip
def test_who_gets_which(accept_encoding: str | None, coding: str) -> None:
    assert chosen(accept_encoding) == coding


@given(st.text(max_size=100))
def test_nothing_that_is_said_is_an_error(text: str) -> None:
    assert chosen(text) in {"br", "gzip", "identity"}


def told(body: bytes, **more: object) -> Snapshot:
    return finish(Answer(body=body, tags=frozenset({"a"}), **more))  # type: ignore[arg-type]


UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize("coding", CODINGS)
def test_a_coding_is_a_representation_of_its_own(coding: str) -> None:
    plain = told(b'{"a": 1}' * 200, headers=(("vary", "Accept"),))
    packed = coded(plain, coding)
    fields = dict(packed.headers)
    assert UNPACKED[coding](packed.body) == plain.body
    assert packed.etag == fields["etag"] != plain.etag
    assert fields["content-encoding"] == coding
    assert fields["vary"] == dict(plain.headers)["vary"] == "Accept, Accept-Encoding"
    assert coded(plain, coding).body == packed.body
    assert (packed.tags, packed.moved) == (plain.tags, plain.moved)


def test_gzip_tells_no_time() -> None:
    assert coded(told(b'{"a": 1}' * 200), "gzip").body[4:8] == bytes(4)


@pytest.mark.parametrize(
    "snapshot",
    [told(b"x" * 100), told(b"x" * 1000, media_type="image/png"), told(b"x" * 1000, status=404)],
    ids=["short", "packed already", "an error"],
)
@pytest.mark.parametrize("coding", CODINGS)
def test_what_is_not_worth_it_stays_as_it_is(snapshot: Snapshot, coding: str) -> None:
    assert coded(snapshot, coding) is snapshot


@given(st.binary(max_size=3000), st.sampled_from(tuple(CODINGS)))
def test_every_body_comes_back(body: bytes, coding: str) -> None:
    packed = coded(told(body), coding)
    assert (UNPACKED[coding](packed.body) if packed.body != body else body) == body


def test_what_proves_its_bytes_says_over_which() -> None:
    proof = digest_field(digest_bytes(b"x" * 1000))
    plain = told(b"x" * 1000, headers=(("repr-digest", proof), ("unencoded-digest", proof)))
    for coding in CODINGS:
        packed = dict(coded(plain, coding).headers)
        assert packed["unencoded-digest"] == proof
        assert "repr-digest" not in packed


@pytest.mark.parametrize("coding", CODINGS)
def test_nobody_waits_while_a_large_body_is_packed(coding: str) -> None:
    """Both let go of the interpreter's lock: this thread goes on meanwhile. Were it held, it would go on only when all is done."""
    body = random.Random(7).randbytes(2_000_000).hex().encode()
    begun, done = threading.Event(), threading.Event()

    def pack() -> None:
        begun.set()
        CODINGS[coding](body)
        done.set()

    thread = threading.Thread(target=pack)
    thread.start()
    begun.wait()
    turns = 0
    while not done.is_set():
        turns += 1
    thread.join()
    assert turns > 1000
