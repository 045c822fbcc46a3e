"""nginx as we are measured against it: what it serves, and the whole of its configuration."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct


class File(Struct, frozen=True, kw_only=True):
    """One answer of ours as a file: the path that it is asked by, where its bytes are, its type; its gzip is in `NAME.gz` if it is `packed`."""

    path: str
    name: str
    type: str
    packed: bool = False


_DEBIAN: Final = """\
  sendfile on;
  tcp_nopush on;"""
_TUNED: Final = """\
  sendfile off;
  output_buffers 1 64k;
  open_file_cache max=10000 inactive=1h;
  open_file_cache_valid 1h;"""


def configuration(
    folder: Path, port: int, files: Sequence[File], *, log: bool, tuned: bool, root: bool
) -> str:
    """The file for `nginx -c`, started by root or not: how it sends files as Debian's own file says, or as fast as we could make it.

    docs/measurements.md says why for each line.
    """
    buffered = " buffer=64k flush=100ms" if tuned else ""
    access = f"{folder / 'access.log'} combined{buffered}" if log else "off"
    places = "\n".join(_place(file) for file in files)
    # Its worker would be another user, who may not read a temporary folder of root's.
    user = "user root;\n" if root else ""
    return f"""\
{user}worker_processes 1;
daemon off;
pid {folder / "nginx.pid"};
error_log {folder / "error.log"};
events {{
  worker_connections 8192;
  accept_mutex off;
}}
http {{
{_TUNED if tuned else _DEBIAN}
  keepalive_timeout 60s;
  keepalive_requests 1000000000;
  client_body_temp_path {folder / "body"};
  proxy_temp_path {folder / "proxy"};
  fastcgi_temp_path {folder / "fastcgi"};
  uwsgi_temp_path {folder / "uwsgi"};
  scgi_temp_path {folder / "scgi"};
  access_log {access};
  server {{
    listen 127.0.0.1:{port} backlog=2048;
{places}
  }}
}}
"""


def _place(file: File) -> str:
    return f"""\
    location = {file.path} {{
      alias {file.name};
      types {{ }}
      default_type "{file.type}";
      gzip_static {"on" if file.packed else "off"};
    }}"""
