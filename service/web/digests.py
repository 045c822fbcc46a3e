"""What names bytes on the wire: strong ETags (RFC 9110 section 8.8.3), Repr-Digest (RFC 9530) and Unencoded-Digest
(draft-ietf-httpbis-unencoded-digest-05, which is in the queue of the RFC editor)."""

from __future__ import annotations

import base64
import hashlib

from content.model import Digest


def etag_of(status: int, kind: str, body: bytes) -> str:
    """A strong ETag: made of the status, what kind of bytes they are (type and coding), and every byte of the body."""
    seed = f"{status} {kind}\n".encode()
    return f'"{hashlib.sha256(seed + body).hexdigest()[:32]}"'


def digest_field(digest: Digest) -> str:
    """The value of a digest field: proof that the bytes are those that were checked."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(digest.removeprefix('sha256:'))).decode()}:"
