"""Every verb with its options and its help. The help teaches: what it does, how it is used, what its exit code means."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from content.kinds import KINDS
from content.locales import DEFAULT
from service.cli import (
    acts,
    audit_acts,
    bench_acts,
    delivery_acts,
    keeping,
    media_acts,
    options,
    token_acts,
    webhook_acts,
)

if TYPE_CHECKING:
    from service.cli.options import Verbs

MOST_JOBS: Final = 64
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
        epilog=f"{EPILOG}{options.CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    options.data(parser, default=None)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    _serve(verbs)
    _worker(verbs)
    _get(verbs)
    _check(verbs)
    audit_acts.audit(verbs)
    _statement(verbs)
    _convert(verbs)
    acts.records(verbs)
    token_acts.tokens(verbs)
    webhook_acts.webhooks(verbs)
    delivery_acts.deliveries(verbs)
    media_acts.media(verbs)
    _search(verbs)
    _operations(verbs)
    bench_acts.bench(verbs)
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


def _serve(verbs: Verbs) -> None:
    made = options.verb(
        verbs,
        "serve",
        "run the service; on an empty store, publish the library first",
        "  nordkalott serve\n  nordkalott serve --port 0 --open\n  nordkalott serve --workers 4\n  nordkalott --data /srv/nordkalott serve --base-url https://example.org\n",
    )
    made.add_argument("--host", help="address to listen on (127.0.0.1)")
    made.add_argument("--port", type=int, help="port to listen on (8055); 0 takes a free one")
    made.add_argument(
        "--base-url", help="scheme and host that the public uses; every absolute address starts with it"
    )
    made.add_argument("--workers", type=int, help="processes that answer (1)")
    made.add_argument("--open", action="store_true", help="open the landing page in a browser")


def _worker(verbs: Verbs) -> None:
    options.verb(
        verbs,
        "worker",
        "do the background work alone: publish and withdraw what was planned, and send deliveries",
        "  nordkalott worker\n  nordkalott --data /srv/nordkalott worker\n",
    )


def _get(verbs: Verbs) -> None:
    made = options.verb(
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
    made = options.verb(
        verbs,
        "check",
        "check HTML for accessibility: files, folders, a web address, or - for standard input",
        "  nordkalott check page.html\n  nordkalott check site/ --format html --lang nb > report.html\n  nordkalott check https://example.org/ --format sarif > result.sarif\n  echo '<img src=a.png>' | nordkalott check -\n",
    )
    made.add_argument(
        "source", nargs="+", metavar="PATH|URL|-", help="a folder means every .html, .htm and .xhtml in it"
    )
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
        choices=("text", "html", "json", "jsonl", "earl", "sarif"),
        default="text",
        help="html is one page for all; jsonl prints one Report a line, with its source, as it goes",
    )
    made.add_argument(
        "--lang", choices=("nb", "en"), default="en", help="language of the messages in text and html (en)"
    )
    options.advice(made)
    made.add_argument(
        "--jobs",
        type=_jobs,
        default=1,
        metavar="N",
        help="how many processes share the work (1); 0 means one for each core",
    )
    made.add_argument("--json", action="store_true", help="the same as --format json")


def _jobs(text: str) -> int:
    jobs = int(text)
    if not 0 <= jobs <= MOST_JOBS:
        raise ValueError(text)
    return jobs


def _statement(verbs: Verbs) -> None:
    made = options.verb(
        verbs,
        "statement",
        "facts for an accessibility statement: what the law asks, how it is tested, and which breaches are known",
        "  nordkalott statement\n  nordkalott statement --format html --lang nb > facts.html\n  nordkalott statement --records internasjonal-avdeling --json\n",
    )
    made.add_argument("--kind", choices=KINDS, help="only records of this kind")
    made.add_argument("--locale", metavar="LOCALE", help="only what is in this language")
    made.add_argument(
        "--records", nargs="+", metavar="REF", help="only these records, by id or slug: those that you embed"
    )
    made.add_argument("--format", choices=("text", "html", "json"), default="text", help="form (text)")
    made.add_argument("--lang", choices=("nb", "en"), default="en", help="language of text and html (en)")
    options.json(made)


def _convert(verbs: Verbs) -> None:
    made = options.verb(
        verbs,
        "convert",
        "make HTML or Markdown clean Portable Text, or a fragment; on stderr, what did not come through",
        "  nordkalott convert page.html\n  nordkalott convert text.md --to html > fragment.html\n  xclip -o -t text/html | nordkalott convert - --from html --json\n",
    )
    made.add_argument("source", metavar="PATH|-", help="a file, or - for standard input")
    made.add_argument(
        "--from",
        dest="sort",
        choices=("html", "markdown"),
        help="what it is; else by the file's name, else HTML if it begins with a tag",
    )
    made.add_argument(
        "--to",
        choices=("json", "html"),
        default="json",
        help="Portable Text (json), or the fragment of it (html)",
    )
    made.add_argument(
        "--locale", metavar="LOCALE", help="language of the fragment (the first of the settings)"
    )
    made.add_argument(
        "--heading-level",
        type=int,
        choices=range(2, 7),
        default=2,
        metavar="N",
        help="level at which the fragment's headings start (2)",
    )
    made.add_argument(
        "--json",
        action="store_true",
        help="body, fragment, Report, what was dropped and remarks, as one object",
    )


def _search(verbs: Verbs) -> None:
    made = options.verb(
        verbs,
        "search",
        "find what is published by the words that it says, best first",
        "  nordkalott search fylkesting\n  nordkalott search '\"Arctic Council\" youth' --locale en --kind news\n",
    )
    made.add_argument(
        "text", nargs="+", metavar="TEXT", help="words that must all be there; a phrase in quotation marks"
    )
    made.add_argument("--locale", default=DEFAULT, help=f"the language to look in ({DEFAULT})")
    made.add_argument("--kind", choices=KINDS, help="only this kind")
    made.add_argument("--topic", metavar="KEY", help="only what has this topic, like barents")
    made.add_argument("--limit", type=int, default=20, metavar="N", help="how many at most (20)")
    options.json(made)


def _operations(verbs: Verbs) -> None:
    demo = options.verb(verbs, "demo", "add labelled, invented examples of every kind", "  nordkalott demo\n")
    options.json(demo)
    doctor = options.verb(
        verbs,
        "doctor",
        "examine the store, the journal and the machine",
        "  nordkalott doctor\n  nordkalott doctor --json\n",
    )
    options.json(doctor)
    journal = options.verb(
        verbs,
        "journal",
        "who did what, oldest first",
        "  nordkalott journal --since 100 --limit 20\n"
        "  nordkalott journal --verb publish --actor desk\n"
        "  nordkalott journal --export journal.jsonl\n"
        "  nordkalott journal --verify journal.jsonl\n",
    )
    journal.add_argument("--since", type=int, default=0, metavar="N", help="only entries after number N")
    journal.add_argument("--limit", type=int, metavar="N", help="how many at most (100)")
    journal.add_argument("--record", metavar="ID", help="only entries about this record")
    journal.add_argument("--actor", metavar="NAME", help="only what this one did: a token's name, or --as")
    journal.add_argument("--act", metavar="ACT", help="only this act: save, publish, create-token …")
    does = journal.add_mutually_exclusive_group()
    does.add_argument(
        "--export",
        metavar="FILE",
        help="write all entries into a new file, one JSON object a line; - for standard output",
    )
    does.add_argument(
        "--verify",
        metavar="FILE",
        help="verify such a file by itself, and against the store if there is one; - for standard input",
    )
    does.add_argument(
        "--prune", action="store_true", help="drop what is older than the setting journal_days says"
    )
    options.json(journal)
    security = options.verb(
        verbs,
        "security",
        "attempts that were refused: failed sign-ins, wrong scopes, too many requests; by the minute, oldest first",
        "  nordkalott security --limit 20\n",
    )
    security.add_argument("--since", type=int, default=0, metavar="N", help="only after number N")
    security.add_argument("--limit", type=int, default=100, metavar="N", help="how many at most (100)")
    options.json(security)
    keeping.verbs(verbs)
    options.verb(
        verbs,
        "openapi",
        "print the OpenAPI 3.1 document",
        "  nordkalott openapi > openapi.json\n",
        module="description",
    )
