"""What a conversion is answered with, over HTTP and at the command line."""

from __future__ import annotations

from msgspec import Struct

from content import accessibility, fragments
from content.accessibility import Report
from content.advice import Advice, Detector, advise
from content.convert import Converted
from content.errors import Fault
from content.fragments import Context
from content.locales import Locale
from content.sanitize import Dropped
from content.text import Block


class ConversionAnswer(Struct, frozen=True, kw_only=True):
    """A body, its fragment, the Report and the advice on that; what did not come through, and what an editor must see to.

    The pointers of `remarks` begin at the body. `policy` names what the HTML was cleaned by.
    """

    body: tuple[Block, ...]
    fragment: str
    report: Report
    advice: Advice
    dropped: tuple[Dropped, ...]
    remarks: tuple[Fault, ...]
    policy: str


def answer(converted: Converted, context: Context, locale: Locale, detector: Detector) -> ConversionAnswer:
    """The answer: the fragment is in `locale`, with its outermost headings at the context's level."""
    fragment = fragments.render_body(converted.body, context, locale)
    return ConversionAnswer(
        body=converted.body,
        fragment=fragment,
        report=accessibility.check(fragment, heading_level=context.heading_level),
        advice=advise(fragment, locale=locale, detector=detector),
        dropped=converted.dropped,
        remarks=converted.remarks,
        policy=converted.policy,
    )
