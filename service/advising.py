"""Who is asked about languages, by the settings, and what is said of a record."""

from __future__ import annotations

from collections.abc import Sequence

from content import advice
from content.advice import Advice, Detector, NoDetector, Remembering
from content.locales import Locale
from content.ports import Evidence
from service.settings import Settings


def detector(settings: Settings) -> Detector:
    """The detector that all of a process share, which keeps its answers; or one that says why there is none. Loads nothing yet."""
    return NoDetector(advice.OFF) if settings.language_advice == "off" else Remembering(advice.detector())


def of_record(evidence: Sequence[Evidence], locale: Locale, detector: Detector) -> Advice:
    """The advice on a record: on all of its text, whatever the heading level."""
    whole = next((each for each in evidence if each.variant == "full"), evidence[0])
    return advice.advise(whole.html, locale=locale, detector=detector)
