"""Who is asked about languages, by the settings, and what is said of a record."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from msgspec import structs

from content import advice
from content.accessibility.answers import Answers, answered
from content.advice import Advice, Detector, NoDetector, Remembering
from content.locales import Locale
from content.ports import Evidence
from service.settings import Settings


def detector(settings: Settings) -> Detector:
    """The detector that all of a process share, which keeps its answers; or one that says why there is none. Loads nothing yet."""
    return NoDetector(advice.OFF) if settings.language_advice == "off" else Remembering(advice.detector())


def of_record(
    evidence: Sequence[Evidence],
    locale: Locale,
    detector: Detector,
    answers: Answers,
    now: datetime.datetime,
) -> Advice:
    """The advice on a record: on all of its text, whatever the heading level, with what people answered."""
    whole = next((each for each in evidence if each.variant == "full"), evidence[0])
    said = advice.advise(whole.html, locale=locale, detector=detector)
    findings = answered(said.language.findings, answers, now)
    return structs.replace(said, language=structs.replace(said.language, findings=findings))
