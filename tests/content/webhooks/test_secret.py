"""Secrets and signatures: the library of Standard Webhooks verifies what we sign."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from content import webhooks

MESSAGE = "0b9a2f0e-4c1d-5b6a-8f3e-2d1c0b9a8f7e"


def signed(secrets: list[str], body: bytes) -> dict[str, str]:
    at = int(
        time.time()
    )  # when it is signed, not when this file was read: the library refuses what is older than five minutes
    return {
        "webhook-id": MESSAGE,
        "webhook-timestamp": str(at),
        "webhook-signature": webhooks.signatures(secrets, MESSAGE, at, body),
    }


@given(
    chance=st.binary(min_size=32, max_size=32),
    data=st.dictionaries(st.text(), st.text() | st.integers(-(2**53), 2**53)),
)
def test_what_we_sign_is_what_the_library_verifies(chance: bytes, data: dict[str, object]) -> None:
    secret = webhooks.mint(chance)
    body = json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")
    try:
        body.decode()
    except UnicodeDecodeError:
        body = json.dumps(data).encode()
    assert Webhook(secret).verify(body, signed([secret], body)) == json.loads(body)


def test_the_signature_of_the_specification_s_example() -> None:
    """The message, secret and signature that the specification and its libraries show."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - published, and nobody's
    found = webhooks.signatures([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_with_two_secrets_each_of_them_verifies_and_no_other() -> None:
    new, old, other = (webhooks.mint(bytes([number]) * 32) for number in range(3))
    body = b'{"type":"test"}'
    headers = signed([new, old], body)
    assert len(headers["webhook-signature"].split(" ")) == 2
    for secret in (new, old):
        assert Webhook(secret).verify(body, headers) == {"type": "test"}
    with pytest.raises(WebhookVerificationError, match="No matching signature"):
        Webhook(other).verify(body, headers)


@pytest.mark.parametrize(
    ("what", "match"),
    [
        ({"webhook-id": "another"}, "No matching"),
        ({"webhook-timestamp": -1}, "No matching"),
        ({"webhook-timestamp": -3600}, "too old"),
    ],
)
def test_id_and_time_are_signed_too(what: dict[str, str | int], match: str) -> None:
    secret = webhooks.mint(b"\x01" * 32)
    headers = signed([secret], b"{}")
    for name, value in what.items():
        headers[name] = value if isinstance(value, str) else str(int(headers[name]) + value)
    with pytest.raises(WebhookVerificationError, match=match):
        Webhook(secret).verify(b"{}", headers)


def test_a_secret_has_32_bytes_and_another_text_signs_nothing() -> None:
    assert len(webhooks.mint(b"\x00" * 32)) == len("whsec_") + 44
    with pytest.raises(ValueError, match="32 random bytes"):
        webhooks.mint(b"\x00" * 31)
    for text in ("", "whsec_", "whsec_!!!", "AAAA"):
        with pytest.raises(ValueError, match="no secret") as caught:
            webhooks.signatures([text], MESSAGE, 1614265330, b"{}")
        assert text == "" or text not in str(caught.value)
