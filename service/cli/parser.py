"""Every verb with its options and its help. The help teaches: what it does, how it is used, what its exit code means."""

from __future__ import annotations

import argparse
from pathlib import Path
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from content.kinds import KINDS

if TYPE_CHECKING:
    Verbs: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

CODES = "Exit codes: 0 done, 1 a negative answer, 2 wrong use or could not run, 130 interrupted."
STATES = ("draft", "scheduled", "published", "withdrawn", "redirected", "gone")
EPILOG = """\
Start here:
  nordkalott serve                       publish the library if the store is empty, and serve it
  nordkalott get /feeds/nb.atom          one request, without a server
  nordkalott records list                what is there, and in which state
  nordkalott check page.html             check any HTML for accessibility

Settings come from nordkalott.toml, then NORDKALOTT_* variables, then flags:
  NORDKALOTT_DATA        the data folder (./data)
  NORDKALOTT_BASE_URL    scheme and host that the public uses
  NORDKALOTT_CONFIG      another file than ./nordkalott.toml
  NO_COLOR               no colours, also on a terminal
docs/guides/command-line.md tells the rest.

"""


def build() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="nordkalott",
        description="Accessible content of a county's international department, as JSON, feeds and checked HTML.",
        epilog=f"{EPILOG}{CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    _data(parser, default=None)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    _serve(verbs)
    _get(verbs)
    _check(verbs)
    _records(verbs)
    _operations(verbs)
    _bench(verbs)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for: that costs as much as the whole of `--help`."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        from importlib.metadata import version  # noqa: PLC0415 - see above

        del namespace, values, option_string
        print(f"nordkalott {version('nordkalott')}")
        parser.exit()


def _verb(
    verbs: Verbs, name: str, summary: str, examples: str, *, module: str = ""
) -> argparse.ArgumentParser:
    made = verbs.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"Examples:\n{examples}\n{CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.set_defaults(module=module or name)
    _data(made, default=argparse.SUPPRESS)
    return made


def _data(parser: argparse.ArgumentParser, default: object) -> None:
    """`--data` may stand before the verb and after it."""
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=default, help="the data folder (NORDKALOTT_DATA; ./data)"
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON for programs")


def _serve(verbs: Verbs) -> None:
    made = _verb(
        verbs,
        "serve",
        "run the service; on an empty store, publish the library first",
        "  nordkalott serve\n  nordkalott serve --port 0 --open\n  nordkalott --data /srv/nordkalott serve --base-url https://example.org\n",
    )
    made.add_argument("--host", help="address to listen on (127.0.0.1)")
    made.add_argument("--port", type=int, help="port to listen on (8055); 0 takes a free one")
    made.add_argument(
        "--base-url", help="scheme and host that the public uses; every absolute address starts with it"
    )
    made.add_argument("--open", action="store_true", help="open the landing page in a browser")


def _get(verbs: Verbs) -> None:
    made = _verb(
        verbs,
        "get",
        "make one request without a server, and print the body",
        "  nordkalott get /v1/records\n  nordkalott get '/fragments/internasjonal-avdeling?locale=nb&h=3'\n  nordkalott get /v1/records --header 'Accept-Language: en' --include\n",
    )
    made.add_argument("path", metavar="PATH", help="a path with its query, beginning with /")
    made.add_argument(
        "--header",
        action="append",
        default=[],
        metavar="'NAME: VALUE'",
        help="send a header; may be repeated",
    )
    made.add_argument("--include", action="store_true", help="print status and headers first")


def _check(verbs: Verbs) -> None:
    made = _verb(
        verbs,
        "check",
        "check HTML for accessibility: files, folders, a web address, or - for standard input",
        "  nordkalott check page.html\n  nordkalott check site/ --format jsonl\n  nordkalott check https://example.org/ --format sarif > result.sarif\n  echo '<img src=a.png>' | nordkalott check -\n",
    )
    made.add_argument("source", nargs="+", metavar="PATH|URL|-", help="a folder means every .html in it")
    made.add_argument(
        "--as",
        dest="mode",
        choices=("fragment", "document"),
        help="what it is; else a document if it opens with a doctype or <html>",
    )
    made.add_argument(
        "--heading-level",
        type=int,
        choices=range(1, 7),
        default=2,
        metavar="N",
        help="level at which a fragment's headings start (2)",
    )
    made.add_argument(
        "--format",
        choices=("text", "json", "jsonl", "earl", "sarif"),
        default="text",
        help="jsonl prints one Report a line, with its source",
    )
    made.add_argument(
        "--lang", choices=("nb", "en"), default="en", help="language of the messages in text (en)"
    )
    made.add_argument("--json", action="store_true", help="the same as --format json")


def _records(verbs: Verbs) -> None:
    records = _verb(
        verbs,
        "records",
        "list, read, save, check, publish and take back records",
        "  nordkalott records list --locale nb --state published\n"
        "  nordkalott records save content/library/internasjonal-avdeling\n"
        "  nordkalott records publish internasjonal-avdeling --locale nb --revision 2 --minor --note 'Typo'\n"
        "  nordkalott records withdraw internasjonal-avdeling --locale nb --reason 'Wrong figures'\n",
    )
    acts = records.add_subparsers(dest="act", required=True, metavar="ACT")

    listed = _act(
        acts, "list", "what is there, and in which state", "  nordkalott records list --topic barents\n"
    )
    listed.add_argument("--kind", choices=KINDS, help="only this kind")
    listed.add_argument("--locale", help="only this locale")
    listed.add_argument("--state", choices=STATES, help="only this state")
    listed.add_argument("--topic", metavar="KEY", help="only what has this topic, like barents")
    show = _act(
        acts,
        "show",
        "one record: its live edition, or its newest draft",
        "  nordkalott records show internasjonal-avdeling --locale en\n",
    )
    _ref(show)
    show.add_argument("--locale", default="nb", help="the locale (nb)")
    history = _act(
        acts,
        "history",
        "revisions and editions of a record in a locale",
        "  nordkalott records history internasjonal-avdeling --locale nb\n",
    )
    _named(history)
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
    _acting(save)
    check = _act(
        acts,
        "check",
        "check a saved revision as it would be published",
        "  nordkalott records check barents --locale nb\n",
    )
    _named(check)
    check.add_argument("--revision", type=int, metavar="N", help="the newest, if not given")
    publish = _act(
        acts,
        "publish",
        "publish the named revision, if the check lets it",
        "  nordkalott records publish barents --locale nb --revision 3 --note 'New deadline'\n",
    )
    _named(publish)
    publish.add_argument(
        "--revision", type=int, metavar="N", help="the revision that you have looked at; needed"
    )
    publish.add_argument("--minor", action="store_true", help="a correction: no news to subscribers")
    publish.add_argument("--note", default="", help="what changed")
    _acting(publish)
    for name, summary in (
        ("withdraw", "take a record out of lists and feeds; it stays readable with a banner"),
        ("gone", "answer 410 from now on, with a notice"),
    ):
        made = _act(
            acts, name, summary, f"  nordkalott records {name} barents --locale nb --reason 'Wrong figures'\n"
        )
        _named(made)
        made.add_argument("--reason", required=True, help="shown to readers")
        _acting(made)
    redirect = _act(
        acts,
        "redirect",
        "answer 308 from now on",
        "  nordkalott records redirect barents --locale nb --to /pages/nb/nordomradene\n",
    )
    _named(redirect)
    redirect.add_argument(
        "--to", required=True, metavar="ADDRESS", help="https://… or a path on this service"
    )
    redirect.add_argument("--reason", default="", help="why, for the journal")
    _acting(redirect)


def _act(acts: Verbs, name: str, summary: str, examples: str) -> argparse.ArgumentParser:
    made = acts.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"Examples:\n{examples}\n{CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _data(made, default=argparse.SUPPRESS)
    _json(made)
    return made


def _ref(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="a record's id, or its slug in the locale")


def _named(parser: argparse.ArgumentParser) -> None:
    """A record in a locale. The locale has no default: what is done in one must not happen in another by a slip."""
    _ref(parser)
    parser.add_argument("--locale", required=True, help="the locale: nb, nn, se, fkv or en")


def _acting(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as", dest="actor", metavar="NAME", help="who does it, for the journal (LOGIN@command-line)"
    )


def _operations(verbs: Verbs) -> None:
    demo = _verb(verbs, "demo", "add labelled, invented examples of every kind", "  nordkalott demo\n")
    _json(demo)
    doctor = _verb(
        verbs,
        "doctor",
        "examine the store, the journal and the machine",
        "  nordkalott doctor\n  nordkalott doctor --json\n",
    )
    _json(doctor)
    journal = _verb(
        verbs, "journal", "who did what, oldest first", "  nordkalott journal --since 100 --limit 20\n"
    )
    journal.add_argument("--since", type=int, default=0, metavar="N", help="only entries after number N")
    journal.add_argument("--limit", type=int, default=100, metavar="N", help="how many at most (100)")
    _json(journal)
    _verb(
        verbs,
        "openapi",
        "print the OpenAPI 3.1 document",
        "  nordkalott openapi > openapi.json\n",
        module="description",
    )


def _bench(verbs: Verbs) -> None:
    bench = _verb(
        verbs,
        "bench",
        "measure, and print ratios; never fails by time",
        "  nordkalott bench\n  nordkalott bench --only check publish\n",
    )
    bench.add_argument("--only", nargs="+", metavar="NAME", help="only these measurements")
    _json(bench)
