"""Atom and RSS, written by feedgen: its one home. Pure and thread-safe: the same feed gives the same bytes, anywhere.

feedgen 1.0.0 falls short in five ways, and the extensions in `atom10` and `rss20` own what it gets wrong:

- It fills `updated` and `lastBuildDate` with the time of writing.
- It formats RSS dates under `setlocale(LC_ALL, "C")`, which every thread of the process sees. We never give it a date.
- It knows no `xml:lang` or `xml:base` of an entry, and none of the link relations that we need there.
- It writes an author to RSS only with an e-mail address, and puts a content without a summary into `description`.
- It puts the newest entry last unless told otherwise, and raises on characters that XML cannot write (`feeds.characters`).
"""

from feeds.syndication.atom10 import MEDIA_TYPE as ATOM
from feeds.syndication.atom10 import atom
from feeds.syndication.rss20 import MEDIA_TYPE as RSS
from feeds.syndication.rss20 import rss

__all__ = ["ATOM", "RSS", "atom", "rss"]
