"""Who takes part: our server, with its access log and without, nginx with the same bytes as files (as Debian sets it up, and tuned), and a bare ASGI function.

All run at the same time on one core, and one of them at a time is driven.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from service.bench import answers, nginx, programs, samples
from service.bench.answers import asked
from service.bench.cases import CASES, NOTICE, RECORDS, Case
from service.bench.cores import Cores, kept_to
from service.bench.driving import Unmeasured
from service.bench.house import publish, publish_content
from service.bench.nginx import File
from service.bench.process import first_answer, free_port, serving, started
from service.settings import Settings
from service.wiring import Parts, opened

OURS: Final = "Nordkalott"
OURS_LOGGED: Final = "Nordkalott, access log"
NGINX: Final = "nginx"
NGINX_LOGGED: Final = "nginx, access log"
TUNED: Final = "nginx, tuned"
TUNED_LOGGED: Final = "nginx, tuned, access log"
BARE: Final = "bare ASGI function"
_NGINX: Final = (
    (NGINX, False, False),
    (NGINX_LOGGED, True, False),
    (TUNED, False, True),
    (TUNED_LOGGED, True, True),
)
BASE: Final = "https://nordkalott.example"
"""What addresses in the answers begin with: the same for all, wherever they listen."""


class Contender(Struct, frozen=True, kw_only=True):
    """A running server: its name, its base URL, its process, and the file of its access log if it writes one."""

    name: str
    url: str
    process: int
    log: Path | None = None


@contextmanager
def contenders(folder: Path, cores: Cores) -> Iterator[tuple[Contender, ...]]:
    """All that can take part here, running, each ready to answer every case. `folder` is theirs."""
    data = folder / "data"
    with opened(Settings(data=str(data))) as parts:
        fill(parts)
    shutil.copytree(data, folder / "unlogged")
    with ExitStack() as stack, kept_to(cores.served):
        logged, unlogged = (
            stack.enter_context(_ours(folder / name, folder / f"{name}.log", logged=logged))
            for name, logged in (("data", True), ("unlogged", False))
        )
        files = saved(logged.url, folder / "www")
        rivals = [stack.enter_context(_bare(folder / "www", files))]
        if programs.found("nginx"):
            rivals += [
                stack.enter_context(_nginx(folder / str(number), files, name=name, log=log, tuned=tuned))
                for number, (name, log, tuned) in enumerate(_NGINX)
            ]
        everybody = (logged, unlogged, *rivals)
        for case in CASES.values():
            _alike(case, [each for each in everybody if takes_part(each, case)])
        yield everybody


def takes_part(contender: Contender, case: Case) -> bool:
    """The bare function knows no coding, no validator and no method: it is asked for whole bodies alone."""
    return contender.name != BARE or not (case.headers or case.unchanged or case.method != "GET")


def saved(url: str, folder: Path) -> tuple[File, ...]:
    """Our answers to all cases as files, with their gzip beside them, and the list of them in `files.json`."""
    folder.mkdir()
    files: dict[str, File] = {}
    for number, case in enumerate(CASES.values()):
        if case.path in files:
            continue
        whole = Case(name=case.name, title=case.title, target=case.target)
        plain, packed = asked(url, whole), asked(url, whole, {"Accept-Encoding": "gzip"})
        file = File(
            path=case.path,
            name=str(folder / str(number)),
            type=plain.headers["content-type"],
            packed=packed.headers.get("content-encoding") == "gzip",
        )
        Path(file.name).write_bytes(plain.body)
        if file.packed:
            Path(file.name + ".gz").write_bytes(packed.body)
        files[case.path] = file
    (folder / "files.json").write_bytes(msgspec.json.encode(list(files.values())))
    return tuple(files.values())


def fill(parts: Parts) -> None:
    """Publish the records that the cases ask for."""
    publish_content(parts, NOTICE, samples.notice(NOTICE))
    for number in range(NOTICE + 1, NOTICE + RECORDS):
        publish(parts, number)


@contextmanager
def _ours(data: Path, log: Path, *, logged: bool) -> Iterator[Contender]:
    with serving(str(data), options=("--base-url", BASE), log=log, logged=logged) as (url, process):
        first_answer(f"{url}/readyz")
        yield Contender(
            name=OURS_LOGGED if logged else OURS, url=url, process=process, log=log if logged else None
        )


@contextmanager
def _nginx(folder: Path, files: Sequence[File], *, name: str, log: bool, tuned: bool) -> Iterator[Contender]:
    folder.mkdir()
    port = free_port()
    configured = folder / "nginx.conf"
    text = nginx.configuration(folder, port, files, log=log, tuned=tuned, root=os.geteuid() == 0)
    configured.write_text(text, "utf-8")
    command = [
        programs.need("nginx"),
        "-p",
        str(folder),
        "-e",
        str(folder / "error.log"),
        "-c",
        str(configured),
    ]
    with started(command, folder / "out.log") as process:
        url = f"http://127.0.0.1:{port}"
        first_answer(url + files[0].path)
        yield Contender(
            name=name,
            url=url,
            process=process.pid,
            log=folder / "access.log" if log else None,
        )


@contextmanager
def _bare(folder: Path, files: Sequence[File]) -> Iterator[Contender]:
    port = free_port()
    with started([sys.executable, "-m", "service.bench.bare", str(folder), str(port)]) as process:
        url = f"http://127.0.0.1:{port}"
        first_answer(url + files[0].path)
        yield Contender(name=BARE, url=url, process=process.pid)


def _alike(case: Case, everybody: Sequence[Contender]) -> None:
    """Raise Unmeasured unless all answer the case with the same status, type, coding and bytes."""
    found = {}
    for each in everybody:
        answer = asked(each.url, case, answers.sent(each.url, case))
        coding = answer.headers.get("content-encoding", "")
        kind = answer.headers.get("content-type", "") if answer.body else ""
        found[each.name] = (answer.status, kind, coding, answer.body)
    if len(set(found.values())) > 1:
        told = "; ".join(
            f"{name}: {status} {kind} {coding} {len(body)} bytes"
            for name, (status, kind, coding, body) in found.items()
        )
        raise Unmeasured(f"The answers to “{case.title}” are not the same: {told}")
