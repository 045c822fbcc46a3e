"""What every answer carries, through the real server."""

import logging
import time
from types import SimpleNamespace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import NordkalottError, StoreBusy
from service.edge import access, headers, telemetry
from service.edge.access import MASK, names_of, path_of
from service.edge.app import Receive, Scope, Send
from service.edge.problems import Problem, encode, named
from service.edge.server import CannotListen, bind, running, url_of
from tests.service.edge.wire import SETTINGS, connect, echo


def test_head_is_get_without_the_body(url: str) -> None:
    get, head = httpx.get(url + "/a"), httpx.head(url + "/a")
    assert head.status_code == 200
    assert head.headers["content-length"] == get.headers["content-length"]
    assert head.content == b""


def test_the_date_is_when_the_answer_began_not_when_the_request_came(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or what changed meanwhile would have a Last-Modified in the future."""
    clock = SimpleNamespace(at=1_900_000_000.9)
    monkeypatch.setattr(headers, "time", SimpleNamespace(time=lambda: clock.at))

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        clock.at += 10 if scope["type"] == "http" else 0
        await echo(scope, receive, send)

    with running(slow, SETTINGS) as url:
        told = [httpx.get(url).headers.get_list("date") for _ in range(2)]
    assert told == [["Sun, 17 Mar 2030 17:46:50 GMT"], ["Sun, 17 Mar 2030 17:47:00 GMT"]]


def test_security_headers_and_cors(url: str) -> None:
    read, written = httpx.get(url), httpx.post(url)
    assert read.headers["access-control-allow-origin"] == "*"
    assert read.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "access-control-allow-origin" not in written.headers
    assert read.headers["content-security-policy"].startswith("default-src 'none'")
    assert "strict-transport-security" not in read.headers
    assert "server" not in read.headers


def test_a_preflight_allows_reading_alone(url: str) -> None:
    headers = {"Origin": "https://portal.example", "Access-Control-Request-Method": "GET"}
    answer = httpx.options(url, headers=headers)
    assert (answer.status_code, answer.headers["access-control-allow-methods"]) == (204, "GET, HEAD")


def test_a_frameworks_words_become_a_problem_with_allow(url: str) -> None:
    answer = httpx.post(url + "/plain")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.json()["type"] == "urn:nordkalott:problem:method-not-allowed"
    assert httpx.options(url + "/plain").headers["allow"] == "GET, HEAD, OPTIONS"


def test_an_exception_tells_the_client_and_the_log_nothing_personal(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = httpx.get(url + "/boom?mail=ola@example.org")
    assert answer.status_code == 500
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    failure = next(
        record for record in caplog.records if record.exc_info and record.name == "nordkalott.edge"
    )
    assert failure.exc_info
    error = failure.exc_info[1]
    assert error
    lines = telemetry.frames(error)
    assert lines[0] == "builtins.ValueError"
    assert "ola" not in "".join(lines) + answer.text + failure.getMessage()


def test_forwarded_headers_of_strangers_are_taken_away(url: str) -> None:
    given = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https", "X-Request-Id": "abcdefgh1234"}
    answer = httpx.get(url, headers=given)
    said = answer.json()
    assert (said["client"], said["scheme"]) == ("127.0.0.1", "http")
    assert not [name for name in said["headers"] if name.startswith("x-forwarded")]
    assert answer.headers["x-request-id"] != "abcdefgh1234"


def test_forwarded_headers_of_trusted_proxies_and_allowed_hosts(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    settings = type(SETTINGS)(
        port=0, trusted_proxies=("127.0.0.0/8",), allowed_hosts=("127.0.0.1",), base_url="https://a.no"
    )
    given = {
        "X-Forwarded-For": "198.51.100.9, 192.0.2.1, 127.0.0.2",
        "X-Forwarded-Proto": "https",
        "X-Request-Id": "abcdefgh1234",
    }
    with running(echo, settings) as url:
        answer = httpx.get(url + "/p/ola@example.org?e=ola", headers=given)
        other = httpx.get(url, headers={"Host": "b.example"})
    assert (answer.json()["client"], answer.json()["scheme"]) == ("192.0.2.1", "https")
    assert answer.headers["x-request-id"] == "abcdefgh1234"
    assert "strict-transport-security" in answer.headers
    assert (other.status_code, other.json()["type"]) == (421, "urn:nordkalott:problem:wrong-host")
    logged = [record.getMessage() for record in caplog.records if record.name == "nordkalott.access"]
    assert logged[0].startswith(f"GET /p/{MASK}?e 200 ")
    assert not [line for line in logged if "ola" in line or "192.0.2.1" in line]


def test_a_client_that_left_in_the_middle_of_its_body_is_499_and_no_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    with running(echo, SETTINGS) as url:
        with connect(url) as connection:
            connection.sendall(b"POST /left HTTP/1.1\r\nHost: a.example\r\nContent-Length: 9\r\n\r\nabc")
            httpx.get(url)
        until = time.monotonic() + 5
        while not (logged := [each for each in caplog.messages if "/left" in each]):
            assert time.monotonic() < until
            time.sleep(0.01)
    assert [each.startswith("POST /left 499 ") for each in logged] == [True]
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]


def test_the_log_masks_what_may_be_personal() -> None:
    assert path_of("/v1/records/barents") == "/v1/records/barents"
    assert path_of("/a/+47 99 99 99 99/b") == f"/a/{MASK}/b"
    assert path_of("/a/x%40y") == f"/a/{MASK}"
    assert names_of(b"kind=news&ola@example.org&q=secret") == ("kind", MASK, "q")


def test_a_taken_port_says_where_and_the_mend() -> None:
    with bind(SETTINGS) as listener:
        port = int(url_of(listener).rpartition(":")[2])
        with pytest.raises(CannotListen, match=rf"port {port}.*--port"):
            bind(type(SETTINGS)(port=port))
    with pytest.raises(CannotListen, match="host name is not known"):
        bind(type(SETTINGS)(host="no such host", port=0))


def test_the_applications_own_error_stops_the_start() -> None:
    async def busy(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise StoreBusy("another process serves this folder")

    with pytest.raises(NordkalottError, match="another process"), running(busy, SETTINGS):
        pytest.fail("it must not start")


def test_a_problem_keeps_its_own_members() -> None:
    assert encode(named("not-found", "No.", seq=1)).endswith(b'"status":404,"detail":"No.","seq":1}')
    with pytest.raises(ValueError, match="status"):
        Problem(type="about:blank", title="x", status=400, extensions={"status": 200})


@given(st.text("/@%40nkKK_+0123456789abcdefghij .-", max_size=80))
def test_a_path_without_a_sign_is_masked_as_any_other(path: str) -> None:
    assert path_of(path) == access._PERSONAL.sub(MASK, path)
