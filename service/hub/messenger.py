"""How a delivery to a WebSub subscriber becomes a request: the whole feed, as GET gives it (WebSub, section 7)."""

from __future__ import annotations

from content.delivery import Delivery, Subscriber
from content.model import Digest, digest_bytes
from content.ports import Clock, Store
from feeds import websub
from service.courier.messenger import Message
from service.links import PublicLinks
from service.snapshots import Snapshot
from service.web.topics import Topics


class WebsubMessenger:
    """The `Messenger` for "websub"."""

    def __init__(self, store: Store, clock: Clock, topics: Topics, links: PublicLinks) -> None:
        self._store = store
        self._clock = clock
        self._topics = topics
        self._links = links
        self._last: tuple[Snapshot, Digest] | None = None

    def message(self, delivery: Delivery, subscriber: Subscriber) -> Message | None:
        """The feed as it is now, signed with the newest secret.

        None where there is no such feed any more, and where its bytes are those that the subscriber took last: a change of another
        entry than those that stand in it, say.
        """
        document = self._topics.document(subscriber.topic)
        if document is None:
            return None
        digest = self._digest(document)
        if delivery.event != "test":
            with self._store.read() as reading:
                if reading.subscribers.taken(subscriber.id) == digest:
                    return None
        headers = [
            *(each for each in document.headers if each[0] == "content-type"),
            ("link", websub.links(self._links.hub(), websub.plain(subscriber.topic))),
            (websub.MESSAGE_ID, str(delivery.message_id)),
        ]
        if secrets := subscriber.valid(self._clock()):
            headers.append(("x-hub-signature", websub.signature(secrets[0], document.body)))
        return Message(headers=tuple(headers), body=document.body, digest=digest)

    def _digest(self, document: Snapshot) -> Digest:
        """Of the body; a thousand subscribers of one topic, one after the other, are sent the same one."""
        if self._last is None or self._last[0] is not document:
            self._last = (document, digest_bytes(document.body))
        return self._last[1]
