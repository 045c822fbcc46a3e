"""Every setting with its default, its bounds and its meaning."""

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

Names = tuple[str, ...]
Seconds = Annotated[float, Meta(gt=0, le=3600)]
Bytes = Annotated[int, Meta(ge=1, le=2**40)]


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every setting, with its default. Times are seconds, sizes are bytes."""

    data: Annotated[str, Meta(min_length=1, description="Folder that holds the database and the media.")] = (
        "./data"
    )
    base_url: Annotated[
        str,
        Meta(
            min_length=1,
            description="Scheme and host that the public uses; every absolute URL starts with it.",
        ),
    ] = "http://127.0.0.1:8055"
    host: Annotated[str, Meta(min_length=1, description="Address or name of this machine to listen on.")] = (
        "127.0.0.1"
    )
    port: Annotated[int, Meta(ge=0, le=65535, description="TCP port to listen on; 0 takes a free one.")] = (
        8055
    )
    locales: Annotated[
        Names,
        Meta(
            min_length=1,
            description="Locales that records are written in, best known first; `nb` must be one.",
        ),
    ] = ("nb", "nn", "se", "fkv", "en")
    trusted_proxies: Annotated[
        Names,
        Meta(
            description="Addresses or networks whose `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Request-Id` we believe."
        ),
    ] = ()
    allowed_hosts: Annotated[
        Names,
        Meta(
            description="Host names that requests may be for, without port; empty means every well-formed one."
        ),
    ] = ()
    max_header_bytes: Annotated[
        int,
        Meta(
            ge=512,
            le=2**40,
            description="Largest head of a request, request line and all fields; more is 431.",
        ),
    ] = 16384
    max_header_count: Annotated[
        int, Meta(ge=1, le=10000, description="Most header fields in a request; more is 431.")
    ] = 100
    header_timeout: Annotated[
        Seconds, Meta(description="Longest time from the first byte of a head to its end; longer is 408.")
    ] = 10.0
    body_timeout: Annotated[
        Seconds,
        Meta(description="Longest time from the end of a head to the end of its body; longer is 408."),
    ] = 30.0
    max_body_bytes: Annotated[Bytes, Meta(description="Largest body of a request; more is 413.")] = (
        1024 * 1024
    )
    max_media_bytes: Annotated[
        Bytes, Meta(description="Largest file that is taken by `POST /v1/media`; more is 413.")
    ] = 512 * 1024 * 1024
    upload_timeout: Annotated[
        Seconds, Meta(description="Longest time that such a file may take to arrive; longer is 408.")
    ] = 1800.0
    keep_alive: Annotated[
        Seconds, Meta(description="How long an idle connection is kept for the next request.")
    ] = 5.0
    write_timeout: Annotated[
        Seconds,
        Meta(
            description="How long a client may take nothing of an answer that waits for it; then the connection is cut."
        ),
    ] = 30.0
    max_connections: Annotated[
        int, Meta(ge=1, le=1_000_000, description="Most connections at a time; a request on one more is 503.")
    ] = 10000
    shutdown_grace: Annotated[
        int,
        Meta(
            ge=0, le=3600, description="How long running requests may go on after SIGTERM, in whole seconds."
        ),
    ] = 10
    workers: Annotated[
        int,
        Meta(
            ge=1,
            le=64,
            description="Processes that answer; with more than one, another does the background work, and one minds them all.",
        ),
    ] = 1
    snapshot_bytes: Annotated[
        int,
        Meta(
            ge=0, le=2**40, description="Memory for finished answers (snapshots), of all processes together."
        ),
    ] = 256 * 1024 * 1024
    fast_path: Annotated[
        Literal["on", "off"],
        Meta(
            description="Whether what is finished is answered where the request comes in; `off` sends each request through the application."
        ),
    ] = "on"
    rate_limit: Annotated[
        int,
        Meta(
            ge=0,
            le=1_000_000,
            description="Requests that a token may make in a minute, in the long run; more is 429. 0 means any number.",
        ),
    ] = 3000
    rate_burst: Annotated[
        int,
        Meta(ge=1, le=1_000_000, description="Requests that a token may make at once, after a quiet while."),
    ] = 1000
    sign_in_limit: Annotated[
        int,
        Meta(
            ge=1,
            le=1_000_000,
            description="Failed sign-ins from one address in a minute that are told apart; more is 429.",
        ),
    ] = 20
    hub_limit: Annotated[
        int,
        Meta(
            ge=0,
            le=1_000_000,
            description="Requests that the hub takes from one network in a minute; more is 429. 0 means any number.",
        ),
    ] = 120
    journal_days: Annotated[
        int,
        Meta(ge=0, le=36500, description="How many days the journal is kept; 0 means for ever."),
    ] = 0
    security_days: Annotated[
        int,
        Meta(ge=1, le=3650, description="How many days the security log is kept, which holds addresses."),
    ] = 90
    log_format: Annotated[
        Literal["text", "json"], Meta(description="Form of the log: `text` for people, `json` for machines.")
    ] = "text"
    recheck: Annotated[
        Literal["on", "off"],
        Meta(description="Whether the worker checks what is live again, after the rules or a linked record."),
    ] = "on"
    metrics: Annotated[
        Literal["off", "on"],
        Meta(
            description="Whether `/metrics` tells Prometheus how the service is; then everybody may read it."
        ),
    ] = "off"
    publisher: Annotated[
        str, Meta(min_length=1, description="Who publishes; stands in feeds, pages and fragments.")
    ] = "Troms fylkeskommune, internasjonal avdeling"
    language_advice: Annotated[
        Literal["on", "off"],
        Meta(
            description="Whether editors are told of language changes that are not marked; `off` spares some 90 MB of memory."
        ),
    ] = "on"
    review_months: Annotated[
        int, Meta(ge=1, le=120, description="After how many months a new record is to be reviewed.")
    ] = 12
    accessibility_contacts: Annotated[
        Names,
        Meta(
            description="Whom to tell of what cannot be used, as `mailto:`, `tel:` or `https:`, the best first; stand on `/tilgjengelighet`."
        ),
    ] = ()
    accessibility_statement: Annotated[
        str,
        Meta(
            description="Address of the official accessibility statement, as `https:`; made at uustatus.no."
        ),
    ] = ""
    accessibility_breaches: Annotated[
        str,
        Meta(description="TOML file with known breaches that no machine sees; empty where there is none."),
    ] = ""
    outbound: Annotated[
        Literal["public", "listed"],
        Meta(
            description="Whom this service calls when a user names an address: the `public` internet and what `outbound_allowed` lists, or what is `listed` alone."
        ),
    ] = "public"
    outbound_allowed: Annotated[
        Names,
        Meta(
            description="Host names, addresses and networks that may be called though they are not public, such as those of the county's own network."
        ),
    ] = ()
    outbound_proxy: Annotated[
        str,
        Meta(
            description="Proxy that every call to the outside goes through, as `http://host:port` or `http://user:password@host:port`; it must allow CONNECT to the ports 80 and 443. Names are looked up here, and the proxy is told addresses. Empty for none: the variables of the environment are not read."
        ),
    ] = ""
    security_contact: Annotated[
        str,
        Meta(
            description="Where to report a vulnerability, as `mailto:` or `https:`; stands in `security.txt` (RFC 9116)."
        ),
    ] = ""

    @property
    def folder(self) -> Path:
        """`data` as a path; a relative one starts in the working folder."""
        return Path(self.data)
