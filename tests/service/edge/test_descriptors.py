"""How many connections there may be where the system bounds the files of a process."""

from __future__ import annotations

import contextlib
import logging
import resource
import socket
import time

import pytest
from msgspec import structs

from service.edge import descriptors
from service.edge.server import running
from tests.service.edge.wire import SETTINGS, connect, echo, talk


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A soft and a hard limit that can be set and read."""
    now = [1024, 20_000]
    monkeypatch.setattr(resource, "getrlimit", lambda _: tuple(now))

    def put(_: int, pair: tuple[int, int]) -> None:
        assert pair[1] == now[1] or now[1] == resource.RLIM_INFINITY
        now[:] = pair

    monkeypatch.setattr(resource, "setrlimit", put)
    return now


def test_the_soft_limit_is_raised_to_what_is_needed(limits: list[int]) -> None:
    assert descriptors.ceiling(10_000) > 10_000
    assert 10_000 < limits[0] < 20_000


@pytest.mark.parametrize("soft", [50_000, resource.RLIM_INFINITY])
def test_one_that_is_large_enough_stays(
    limits: list[int], soft: int, caplog: pytest.LogCaptureFixture
) -> None:
    limits[:] = [soft, resource.RLIM_INFINITY]
    assert descriptors.ceiling(10_000) > 10_000
    assert limits[0] == soft
    assert not caplog.records


@pytest.mark.parametrize("hard", [300, 1024, 4096, 10_100])
def test_where_the_hard_limit_is_too_low_it_is_said_and_room_is_left(
    limits: list[int], hard: int, caplog: pytest.LogCaptureFixture
) -> None:
    limits[:] = [256, hard]
    with caplog.at_level(logging.WARNING):
        room = descriptors.ceiling(10_000)
    assert limits[0] == hard
    assert 100 < room < hard
    assert "max_connections is 10000" in caplog.text
    assert str(hard) in caplog.text


@pytest.mark.parametrize("refusal", [PermissionError, ValueError])
def test_where_it_may_not_be_raised_it_is_said_and_room_is_left(
    limits: list[int],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    refusal: type[Exception],
) -> None:
    def refuse(_: int, __: tuple[int, int]) -> None:
        raise refusal

    monkeypatch.setattr(resource, "setrlimit", refuse)
    with caplog.at_level(logging.WARNING):
        assert 100 < descriptors.ceiling(10_000) < 1024 == limits[0]
    assert "1024" in caplog.text


def test_more_than_the_ceiling_are_cut_and_the_others_are_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(descriptors, "ceiling", lambda _: 20)
    with running(echo, structs.replace(SETTINGS, header_timeout=5.0)) as url:
        first = connect(url)
        kept: list[socket.socket] = [connect(url) for _ in range(40)]
        waiting, until = set(kept), time.monotonic() + 5
        while len(waiting) > 19 and time.monotonic() < until:  # with the first one, as many as may stay
            for each in tuple(waiting):
                each.setblocking(False)
                with contextlib.suppress(BlockingIOError):
                    assert each.recv(1) == b""
                    waiting.discard(each)
        assert len(waiting) == 19
        first.sendall(b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")
        assert first.recv(100).startswith(b"HTTP/1.1 200 ")
        for each in (first, *kept):
            each.close()
        assert talk(url, b"GET / HTTP/1.0\r\n\r\n")[0].status == 200
