"""docs/measurements.md: what a run came to, as a page that only the command writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from service.bench import chart, contests, nginx, results
from service.bench.measured import Measured, shown
from service.bench.nginx import File
from service.bench.results import Machine, Results

_QUIET: Final = 0.7
"""The load average from which a reader has to know that others were at work."""
NAME: Final = "measurements"
"""Of the page, its chart and its results: .md, .svg and .json."""

_HOW: Final = """\
## How it is measured

- The real server (`nordkalott serve`), nginx with the same bytes as files, and a bare ASGI function that returns the same bytes under the same
  uvicorn (uvloop, httptools) run at the same time, all on one core; [wrk](https://github.com/wg/wrk) has the other cores. One of them at a time is driven,
  over {connections} connections that are kept, in turns whose order changes each round, each after a warm-up of a quarter of its time.
- The files of nginx are our own answers, saved; its gzip is ours too (`gzip_static`), its ETag and its 304 are its own. Before anything is
  measured, all are asked once, and must answer the same status, type, coding and bytes.
- Our answers have more header fields (about 1,000 bytes, against nginx's 250). That is in nginx's favour, and so is the bare function's answer, which has three.
- A number is the median of its rounds; beside it stand the least and the greatest. A ratio is taken round by round.
- A ratio is by the clock. Where either server was less than {busy} % busy, because what drives it could not keep up or other work had the core, it is by
  the processor time that the server used for each answer, and the last column says so. wrk cannot ask with HEAD: a slower driver of ours does, so HEAD is
  always by processor time.
- All logs are files on the same disk, emptied between rounds. Ours is written in batches at most 0.1 seconds late, and so is that of the nginx
  that is tuned; nginx as it comes writes each line at once.
- Two workers are compared with two services of one worker each, on the same cores, with as many connections from the same drivers: what is left between them is
  what workers share. One worker on an idle machine is written beside them; what two cost more than that, two of anything cost on a machine that is full.
- A cold miss is asked of a server that has just started, each record once; the system has the database's pages in memory.
- Reads beside publishing come at a pace that leaves the server room. Editions come over HTTP, with every check, to the server's own core.
- “not met” is written here and fails nothing.

nginx takes part twice. “nginx” sends files as Debian's own configuration says (`sendfile on`, `tcp_nopush on`, files opened for each request, each
line of the log written at once). “nginx, tuned” is the fastest that we could make it: `sendfile off`, because for files of this size the body then goes out in the
same call as the head, files opened once (`open_file_cache`), its log buffered. Both have one `location` for each answer, and close no connection for its
number of requests. This is the tuned one:

```nginx
{nginx}```
"""


def written(found: Results, folder: Path) -> None:
    """Write the page, its chart where the contests were held, and the results that both are made of, into a folder. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{NAME}.json").write_bytes(results.encoded(found))
    (folder / f"{NAME}.md").write_text(text(found), "utf-8")
    if chart.rows(found.measured):
        (folder / f"{NAME}.svg").write_text(picture(found), "utf-8")


def picture(found: Results) -> str:
    """The chart."""
    return chart.drawn(
        found.measured,
        when=f"{found.at:%Y-%m-%d}, version {found.version}",
        processor=found.machine.processor,
        size=size(found.machine),
    )


def size(machine: Machine) -> str:
    """How large the machine is, in a few words."""
    memory = f", {machine.memory:.0f} GB" if machine.memory else ""
    return f"{machine.cores} core{'s' if machine.cores > 1 else ''}{memory}, Python {machine.python}"


def text(found: Results) -> str:
    """The page."""
    return "\n".join(_lines(found))


def _lines(found: Results) -> Iterator[str]:
    machine, effort = found.machine, found.effort
    yield "# Measurements"
    yield ""
    yield "Written by `nordkalott bench --write-docs docs`, never by hand."
    yield ""
    yield f"{found.at:%Y-%m-%d %H:%M} UTC, version {found.version}, on {machine.processor}, {size(machine)}, {machine.system}; "
    yield f"nginx {machine.nginx or 'not there'}, wrk {machine.wrk or 'not there'}; {effort.rounds} rounds of {effort.seconds:g} seconds."
    if found.load > _QUIET:
        yield f"The machine had other work (load average {found.load:g}): ratios have a wide spread here, and times are longer than they would be in quiet."
    yield "Compare ratios, not machines: [the results as JSON](measurements.json) can be compared with a run of your own (`nordkalott bench --compare`)."
    yield ""
    targets = [each for each in found.measured if each.target]
    if targets:
        met = sum(each.met is True for each in targets)
        yield "## Targets"
        yield ""
        yield f"{met} of {len(targets)} are met."
        yield ""
        yield from _table(targets, target=True)
    rows = chart.rows(found.measured)
    if rows:
        yield "## Against nginx"
        yield ""
        yield f"![{'; '.join(map(chart.told, rows))}. nginx is 1.]({NAME}.svg)"
        yield ""
    others = [each for each in found.measured if not each.target]
    if others:
        yield "## Everything else"
        yield ""
        yield from _table(others, target=False)
    yield _HOW.format(nginx=_nginx(), connections=contests.CONNECTIONS, busy=round(contests.BUSY * 100))


def _table(measured: Sequence[Measured], *, target: bool) -> Iterator[str]:
    heads = ["What", "Measured", "Least to greatest", *(["Target", "Met"] if target else []), "On"]
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for each in measured:
        spread = f"{shown(each.low)} to {shown(each.high)}" if each.rounds else ""
        judged = [each.target, "yes" if each.met else "**no**"] if target else []
        cells = [each.name.strip(), f"{shown(each.value)} {each.unit}", spread, *judged, each.on]
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def _nginx() -> str:
    """The configuration with one place, and its folder named …."""
    file = File(
        path="/feeds/nb.atom", name="…/www/2", type="application/atom+xml; charset=utf-8", packed=True
    )
    return nginx.configuration(Path("…"), 8099, [file], log=True, tuned=True, root=False)
