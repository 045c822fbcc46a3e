"""The acts of `nordkalott records`, with their options and their help."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from content.kinds import KINDS
from content.model import STATES
from service.cli import options
from service.cli.options import act as _act
from service.cli.options import acting as _acting

if TYPE_CHECKING:
    from service.cli.options import Verbs

_TIME = "2026-12-01T08:00:00+01:00, or “2026-12-01 08:00” by the clocks of Norway (Europe/Oslo)"


def records(verbs: Verbs) -> None:
    """The verb and its acts."""
    made = options.verb(
        verbs,
        "records",
        "list, read, save, check, publish and take back records",
        "  nordkalott records list --locale nb --state published\n"
        "  nordkalott records save content/library/internasjonal-avdeling\n"
        "  nordkalott records publish internasjonal-avdeling --locale nb --revision 2 --minor --note 'Typo'\n"
        "  nordkalott records withdraw internasjonal-avdeling --locale nb --reason 'Wrong figures'\n",
    )
    acts = made.add_subparsers(dest="act", required=True, metavar="ACT")

    listed = _act(
        acts, "list", "what is there, and in which state", "  nordkalott records list --topic barents\n"
    )
    listed.add_argument("--kind", choices=KINDS, help="only this kind")
    listed.add_argument("--locale", help="only this locale")
    listed.add_argument("--state", choices=STATES, help="only this state")
    listed.add_argument(
        "--behind", action="store_true", help="only translations that are behind their source"
    )
    listed.add_argument("--topic", metavar="KEY", help="only what has this topic, like barents")
    show = _act(
        acts,
        "show",
        "one record: its live edition, or its newest draft",
        "  nordkalott records show internasjonal-avdeling --locale en\n",
    )
    _ref(show)
    history = _act(
        acts,
        "history",
        "revisions and editions of a record in a locale",
        "  nordkalott records history internasjonal-avdeling --locale nb\n",
    )
    _ref(history)
    diff = _act(
        acts,
        "diff",
        "what differs between two revisions, block by block and word by word",
        "  nordkalott records diff internasjonal-avdeling --locale nb\n"
        "  nordkalott records diff internasjonal-avdeling --locale nb --from 1 --to 3\n",
    )
    _ref(diff)
    diff.add_argument(
        "--from",
        dest="before",
        type=int,
        metavar="N",
        help="the revision before: the live one, or the one before --to, if not given",
    )
    diff.add_argument(
        "--to", dest="after", type=int, metavar="N", help="the revision after: the newest, if not given"
    )
    translated = _act(
        acts,
        "translations",
        "a record in all its locales: what was translated from what, and what has changed in the source since",
        "  nordkalott records translations internasjonal-avdeling\n"
        "  nordkalott records translations international-department --locale en\n",
    )
    _ref(translated)
    save = _act(
        acts,
        "save",
        "save records from files as new revisions; publishes nothing",
        "  nordkalott records save content/library/emne-barents\n  nordkalott records save content/library/emne-barents/nb.md\n",
    )
    save.add_argument(
        "path",
        type=Path,
        metavar="FILE|FOLDER",
        help="a record's folder, one that holds such folders, or one text of a record",
    )
    save.add_argument(
        "--on",
        type=int,
        metavar="N",
        help="the revision that this text was made from; needed where somebody else saved the newest",
    )
    _acting(save)
    check = _act(
        acts,
        "check",
        "check a saved revision as it would be published",
        "  nordkalott records check barentssamarbeidet --locale nb\n",
    )
    _ref(check)
    check.add_argument("--revision", type=int, metavar="N", help="the newest, if not given")
    check.add_argument("--lang", choices=("nb", "en"), default="en", help="language of the advice (en)")
    options.advice(check)
    _publish(acts)
    take_up = _act(
        acts,
        "take-up",
        "save what an earlier revision said as a new revision",
        "  nordkalott records take-up barentssamarbeidet --locale nb --revision 2\n",
    )
    _ref(take_up)
    take_up.add_argument(
        "--revision", type=int, required=True, metavar="N", help="the revision whose text to take up"
    )
    _acting(take_up)
    delete = _act(
        acts,
        "delete",
        "delete a draft that was never published, with all its revisions",
        "  nordkalott records delete barentssamarbeidet --locale nn --revision 3\n",
    )
    _ref(delete)
    delete.add_argument(
        "--revision", type=int, metavar="N", help="the newest revision, which you have looked at; needed"
    )
    _acting(delete)
    _planned(acts)
    for name, summary in (
        ("withdraw", "take a record out of lists and feeds; it stays readable with a banner"),
        ("gone", "answer 410 from now on, with a notice"),
        ("restore", "publish again what was withdrawn, redirected or gone"),
    ):
        taking = _act(
            acts, name, summary, f"  nordkalott records {name} barents --locale nb --reason 'Wrong figures'\n"
        )
        _ref(taking)
        taking.add_argument("--reason", required=True, help="shown to readers")
        _acting(taking)
    redirect = _act(
        acts,
        "redirect",
        "answer 308 from now on",
        "  nordkalott records redirect barentssamarbeidet --locale nb --to /pages/nb/nordomradene\n",
    )
    _ref(redirect)
    redirect.add_argument(
        "--to", required=True, metavar="ADDRESS", help="https://… or a path on this service"
    )
    redirect.add_argument("--reason", default="", help="why, for the journal")
    _acting(redirect)
    _answers(acts)
    _redact(acts)


def _answers(acts: Verbs) -> None:
    attest = _act(
        acts,
        "attest",
        "answer what the check cannot tell; without --rule, list what waits for an answer",
        "  nordkalott records attest barentssamarbeidet --locale nb\n"
        "  nordkalott records attest barentssamarbeidet --locale nb --rule video-captions --subject sha256:4f1c… --reason 'Seen to the end'\n",
    )
    _ref(attest)
    attest.add_argument("--rule", metavar="RULE", help="the rule that asks")
    attest.add_argument("--subject", metavar="DIGEST", help="what it asks about; stands in the finding")
    attest.add_argument(
        "--failed", action="store_true", help="it is not as it should be; passed, if not given"
    )
    attest.add_argument("--reason", help="why, in one line; it is public")
    attest.add_argument("--until", metavar="TIME", help=f"how long it holds; a year, if not given: {_TIME}")
    _acting(attest)
    override = _act(
        acts,
        "override",
        "let a failure pass until a time; never one of script or markup",
        "  nordkalott records override barentssamarbeidet --locale nb --rule link-purpose --subject sha256:4f1c… --until 2027-01-31T00:00:00Z --reason 'Mended in January'\n",
    )
    _ref(override)
    override.add_argument("--rule", required=True, metavar="RULE", help="the rule that failed")
    override.add_argument(
        "--subject", required=True, metavar="DIGEST", help="what failed; stands in the finding"
    )
    override.add_argument("--reason", required=True, help="why, in one line; it is public")
    override.add_argument("--until", required=True, metavar="TIME", help=f"a year ahead at most: {_TIME}")
    _acting(override)
    revoke = _act(
        acts,
        "revoke",
        "take an attestation or an override back",
        "  nordkalott records revoke 12 --reason 'The captions are of another film'\n",
    )
    revoke.add_argument("number", type=int, metavar="NUMBER", help="its number, which “attestations” lists")
    revoke.add_argument("--reason", required=True, help="why, in one line")
    _acting(revoke)
    listed = _act(
        acts,
        "attestations",
        "what people answered, and what was let pass, newest first",
        "  nordkalott records attestations\n  nordkalott records attestations barentssamarbeidet --locale nb\n"
        "  nordkalott records attestations --until 2027-01-31\n",
    )
    listed.add_argument("ref", nargs="?", metavar="REF", help="only those of this record")
    listed.add_argument("--locale", default="nb", help="the locale of REF (nb)")
    listed.add_argument("--rule", metavar="RULE", help="only those about this rule")
    listed.add_argument(
        "--until", metavar="DATE", help="only those that end by this day and were not revoked"
    )


def _redact(acts: Verbs) -> None:
    redact = _act(
        acts,
        "redact",
        "remove named words for good, from everything of a record that holds them",
        "  nordkalott records redact barentssamarbeidet --locale nb --text 'Kari Nordmann' --reason 'Personal data' --dry-run\n"
        "  nordkalott records redact barentssamarbeidet --locale nb --everywhere --text 'Kari Nordmann' --reason 'Personal data'\n",
    )
    _ref(redact)
    redact.add_argument(
        "--text",
        action="append",
        default=[],
        metavar="WORDS",
        help="words to remove, as they are written; may be repeated",
    )
    redact.add_argument(
        "--revision",
        action="append",
        type=int,
        default=[],
        metavar="N",
        help="a revision to remove whole; may be repeated",
    )
    redact.add_argument(
        "--media",
        action="append",
        default=[],
        metavar="DIGEST",
        help="a media file to remove; may be repeated",
    )
    redact.add_argument("--everywhere", action="store_true", help="from all locales of the record")
    redact.add_argument("--reason", required=True, help="why; it stays, and is public")
    redact.add_argument(
        "--dry-run", action="store_true", help="tell what would be removed where, and change nothing"
    )
    _acting(redact)


def _publish(acts: Verbs) -> None:
    publish = _act(
        acts,
        "publish",
        "publish the named revision, if the check lets it",
        "  nordkalott records publish barentssamarbeidet --locale nb --revision 3 --note 'New deadline'\n",
    )
    _ref(publish)
    publish.add_argument(
        "--revision", type=int, metavar="N", help="the revision that you have looked at; needed"
    )
    publish.add_argument("--minor", action="store_true", help="a correction: no news to subscribers")
    publish.add_argument("--note", default="", help="what changed; a correction needs one")
    publish.add_argument("--at", metavar="TIME", help=f"when, if not at once: {_TIME}")
    publish.add_argument("--expires", metavar="TIME", help="when to withdraw it again")
    publish.add_argument(
        "--also",
        action="append",
        default=[],
        metavar="REF:LOCALE:REVISION",
        help="publish this revision too, together or not at all; may be repeated",
    )
    _acting(publish)


def _planned(acts: Verbs) -> None:
    unschedule = _act(
        acts,
        "unschedule",
        "take back a publication or an expiry that was planned",
        "  nordkalott records unschedule barentssamarbeidet --locale nb\n"
        "  nordkalott records unschedule barentssamarbeidet --locale nb --only expire\n",
    )
    _ref(unschedule)
    unschedule.add_argument("--only", choices=("publish", "expire"), help="only this; both, if not given")
    _acting(unschedule)
    steward = _act(
        acts,
        "steward",
        "who looks after a record, and when it is to be reviewed; change it, or print it",
        "  nordkalott records steward barentssamarbeidet\n"
        "  nordkalott records steward barentssamarbeidet --owner 'Kari Nordmann' --review-by 2027-06-30\n",
    )
    _ref(steward)
    steward.add_argument("--owner", metavar="NAME", help="who looks after it from now on")
    steward.add_argument("--review-by", metavar="DATE", help="the day by which it is to be reviewed")
    _acting(steward)
    due = _act(
        acts,
        "due",
        "what waits for somebody: reviews, plans, plans that failed, editions that need repair",
        "  nordkalott records due\n  nordkalott records due --until 2027-06-30 --json\n",
    )
    due.add_argument("--until", metavar="DATE", help="as far ahead as this day; 30 days, if not given")


def _ref(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="a record's id, or its slug in the locale")
    parser.add_argument("--locale", default="nb", help="the locale: nb, nn, se, fkv or en (nb)")
