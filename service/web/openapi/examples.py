"""What may be sent, as it might be sent. A test decodes every one, so that none is wrong."""

from __future__ import annotations

from typing import Any, Final

from content.media.medium import About
from service.web.authoring.attestations import NewAttestation, NewOverride
from service.web.authoring.bodies import (
    DraftBody,
    NewDraft,
    Publication,
    Publications,
    Reason,
    Redirection,
    Stewarding,
)
from service.web.authoring.checks import Markup
from service.web.authoring.conversion import Conversion
from service.web.authoring.redact import RedactBody
from service.web.authoring.tokens import NewToken, Rotation
from service.web.authoring.webhooks import NewSecret, WebhookBody
from service.web.openapi.schemas import Schema

_RECORD: Final = "01a20834-8c13-7430-a66f-29db6186417e"
_SUBJECT: Final = "sha256:4f1c09d27a5be3189f5a3d1c6b7e80244f1c09d27a5be3189f5a3d1c6b7e8024"
_NEWS: Final = {
    "kind": "news",
    "locale": "nb",
    "slug": "nytt-fra-nord",
    "title": "Nytt fra nord",
    "summary": "Et eksempel på en nyhet.",
    "topics": ["high-north"],
    "note": "Første utkast",
}
_EVENT: Final = {
    "kind": "event",
    "locale": "en",
    "slug": "open-day",
    "title": "Open day",
    "body": [
        {"_type": "block", "style": "normal", "children": [{"_type": "span", "text": "Everyone is welcome."}]}
    ],
    "fields": {"start": "2026-09-01T10:00:00+02:00", "place": "Tromsø"},
}
EXAMPLES: Final[dict[Any, dict[str, Any]]] = {
    NewDraft: {
        "markdown": _NEWS | {"body_markdown": "Et *eksempel* på en tekst.\n\n## Mer\n\n- Ett\n- To\n"},
        "html": _NEWS | {"body_html": "<p>Et <em>eksempel</em> på en tekst.</p>"},
        "portable_text": _EVENT,
    },
    DraftBody: {
        "corrected": {
            "slug": "nytt-fra-nord",
            "title": "Nytt fra nord",
            "body_markdown": "Et eksempel på en *rettet* tekst.",
            "note": "Rettet en skrivefeil",
        },
    },
    Publication: {
        "news": {"revision": 1},
        "correction": {"revision": 2, "update": "minor", "note": "Rettet en skrivefeil"},
    },
    Publications: {
        "two_languages": {
            "items": [
                {"id": _RECORD, "locale": "nb", "revision": 1},
                {"id": _RECORD, "locale": "en", "revision": 1},
            ],
            "at": "2027-01-04T08:00:00+01:00",
        },
    },
    Stewarding: {"yearly": {"owner": "Kari Nordmann", "review_by": "2027-06-01"}},
    NewToken: {
        "desk": {
            "name": "Kari Nordmann",
            "scopes": ["publish"],
            "kinds": ["news", "event"],
            "expires_at": "2027-06-01T00:00:00+02:00",
        },
    },
    WebhookBody: {
        "portal": {
            "name": "Fylkesportalen",
            "url": "https://hooks.example.org/nordkalott",
            "events": ["record.published", "record.withdrawn", "record.gone", "record.redirected"],
            "kinds": ["news", "call"],
            "locales": ["nb", "en"],
        },
        "editors": {
            "name": "Redaksjonens kanal",
            "url": "https://chat.example.org/inn/nordkalott",
            "events": ["check.failed"],
        },
    },
    NewSecret: {"a_week": {"overlap": 604_800}},
    Conversion: {
        "markdown": {"markdown": "## Et *eksempel*\n\n- Ett\n- To\n", "locale": "nb"},
        "html": {"html": "<p>Et <em>eksempel</em></p>", "heading_level": 3},
    },
    Markup: {
        "fragment": {"html": "<h2>Et eksempel</h2><p>Noen ord.</p>", "as": "fragment"},
        "page": {"url": "https://example.org/", "locale": "nb"},
    },
    NewAttestation: {
        "captions": {
            "id": _RECORD,
            "locale": "nb",
            "rule": "video-captions",
            "subject": _SUBJECT,
            "answer": "passed",
            "reason": "Sett gjennom filmen: tekstingen stemmer med lyden.",
        },
    },
    NewOverride: {
        "until_january": {
            "id": _RECORD,
            "locale": "nb",
            "rule": "link-purpose",
            "subject": _SUBJECT,
            "reason": "Navnet på dokumentet kommer i januar.",
            "until": "2027-01-31T00:00:00+01:00",
        },
    },
    About: {"photo": {"credit": "Foto: Kari Nordmann", "alt": {"nb": "Et skip i Tromsøysundet"}}},
    RedactBody: {
        "look_first": {"reason": "Personopplysninger", "texts": ["Kari Nordmann"], "dry_run": True},
    },
    Rotation: {"within_an_hour": {"overlap": 3600}},
    Reason: {"reason": {"reason": "Arrangementet er avlyst."}},
    Redirection: {"moved": {"to": "/pages/nb/internasjonal-avdeling", "reason": "Samlet på én side."}},
}
"""By type of body, some bodies by name."""


def of(body: Any) -> dict[str, Schema]:
    """The examples of a body; a test demands that every body has one."""
    return {name: {"value": value} for name, value in EXAMPLES.get(body, {}).items()}
