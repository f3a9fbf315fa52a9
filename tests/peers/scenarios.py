# SPDX-License-Identifier: MIT
"""What is measured: an app for the Python peers, a config for compose, the request and its right answer."""

import gzip
import importlib
import sys
from dataclasses import dataclass, field

from servers import APPS, HERE

FRONT = ("compose", "gunicorn-sync", "gunicorn-gthread", "uwsgi", "waitress", "mod_wsgi")


@dataclass(frozen=True)
class Variant:
    """One row of a scenario: a peer, and where it differs from the scenario's app, config and threads."""

    label: str
    peer: str
    app: str | None = None
    config: str | None = None
    threads: int | None = None


@dataclass(frozen=True)
class Scenario:
    name: str
    what: str
    app: str
    config: str
    right: object  # from an Answer to bool
    peers: tuple = FRONT
    variants: tuple = ()
    path: str = "/"
    headers: dict = field(default_factory=dict)
    method: str = "GET"
    body: bytes | None = None
    script: object = None
    clients: int = 0  # each with a cookie of its own
    connections: int = 32
    threads: int = 8
    services: tuple = ()  # of services.py

    def rows(self, wanted):
        """The first row is the one that ratios are taken against."""
        rows = [Variant(peer, peer) for peer in self.peers] + list(self.variants)
        return [row for row in rows if row.peer in wanted]


def says(expected):
    return lambda answer: answer.status == 200 and answer.body == expected


def is_64k(answer):
    return answer.status == 200 and answer.body == b"0123456789abcdef" * 4096


def is_stream(answer):
    return answer.status == 200 and answer.body == b"x" * 1024 * 1000


def has_keys(answer):
    lines = answer.body.decode("latin-1").split("\n")
    return answer.status == 200 and len(lines) == 10 and lines[0] == "GET" and lines[8:] == ["127.0.0.1", "http"]


def is_compressed_page(answer):
    if str(APPS) not in sys.path:
        sys.path.insert(0, str(APPS))
    page = importlib.import_module("page").PAGE
    return answer.headers.get("content-encoding") == "gzip" and gzip.decompress(answer.body) == page


def is_file(answer):
    return answer.status == 200 and len(answer.body) == 100 * 1024


def is_compressed(coding, size):
    """That much smaller at least, and the peer was right to send it."""
    return lambda answer: answer.status == 200 and answer.headers.get("content-encoding") == coding and 500 < len(answer.body) < size


def is_table_of_books(answer):
    return answer.status == 200 and b"<h1>440 books</h1>" in answer.body and answer.body.count(b"<tr id=") == 440 and b"(12)" in answer.body


def sessions(store, *services):
    """One page that reads and changes its session: Beaker in the peers, the C# filter in compose."""
    return Scenario(
        f"session-{store}", f"a session read and changed, kept in {store}", f"beaker_sessions:{store}", f"session_{store}.ini", says(b"00001"),
        peers=("compose", "gunicorn-sync", "gunicorn-gthread", "uwsgi"), script=HERE / "sessions.lua", clients=256, services=services,
    )


HELLO = says(b"Hello, World!")

SCENARIOS = (
    Scenario(
        "hello", "13 bytes", "hello:application", "hello.ini", HELLO,
        variants=(Variant("compose without Python", "compose", config="respond.ini"),),
    ),
    Scenario("hello-256", "13 bytes, 256 connections", "hello:application", "hello.ini", HELLO, connections=256),
    Scenario("environ", "10 environ keys", "environ_keys:application", "environ_keys.ini", has_keys),
    Scenario("flask", "Flask hello", "flask_hello:application", "flask.ini", HELLO),
    Scenario("django", "Django hello", "django_hello:application", "django.ini", HELLO),
    Scenario("body", "64 KiB in one block", "body64k:application", "body64k.ini", is_64k),
    Scenario(
        "stream", "generator of 1000 x 1 KiB", "stream:application", "stream.ini", is_stream,
        peers=("compose", "gunicorn-sync", "gunicorn-gthread", "uwsgi-http", "waitress", "mod_wsgi"),
    ),
    Scenario(
        "upload", "POST of 1 MiB", "upload:application", "upload.ini", says(b"1048576"),
        peers=(*FRONT, "nginx-uwsgi"),
        method="POST", body=b"0123456789abcdef" * 65536, script=HERE / "upload.lua",
    ),
    Scenario(
        "sleep", "time.sleep(0.01), 256 connections, 64 threads", "sleep:application", "sleep.ini", HELLO,
        peers=("compose", "gunicorn-gthread", "uwsgi-http", "waitress", "mod_wsgi"), connections=256, threads=64,
    ),
    Scenario(
        "gzip", "20 KiB of HTML, gzip level 6: C# compress against Paste's gzip", "page:compressed", "gzip.ini",
        is_compressed_page, headers={"Accept-Encoding": "gzip"},
        variants=(
            Variant("compose, each anew", "compose", config="gzip_each.ini"),
            Variant("compose, Paste's gzip", "compose", config="gzip_paste.ini"),
        ),
    ),
    Scenario(
        "inside-gzip", "the same in Python servers: Paste's gzip, then C# compress in their own process", "page:compressed", "gzip.ini",
        is_compressed_page, headers={"Accept-Encoding": "gzip"}, peers=("gunicorn-sync", "gunicorn-gthread", "uwsgi"),
        variants=tuple(
            Variant(f"{peer}, {what}", peer, app=app)
            for peer in ("gunicorn-sync", "gunicorn-gthread", "uwsgi")
            for what, app in (("C#", "inside_gzip:application"), ("C#, each anew", "inside_gzip_each:application"))
        ),
    ),
    Scenario(
        "inside-filter", "hello in Python servers, bare and behind a C# filter that does nothing", "hello:application", "hello.ini", HELLO,
        peers=("gunicorn-sync", "uwsgi"),
        variants=tuple(Variant(f"{peer}, C# filter", peer, app="inside_filter_csharp:application") for peer in ("gunicorn-sync", "uwsgi")),
    ),
    Scenario(
        "filters", "five filters that do nothing", "filters:application", "filters_csharp.ini", HELLO,
        variants=(
            Variant("compose, in Python", "compose", config="filters_python.ini"),
            Variant("compose, none", "compose", config="hello.ini"),
        ),
    ),
    Scenario(
        "mounts-5", "urlmap with 5 mounts, the last asked", "mounts:five", "mounts5.ini", HELLO, path="/m4/",
        variants=(Variant("compose, Paste's urlmap", "compose", config="mounts5_paste.ini"),),
    ),
    Scenario(
        "mounts-100", "urlmap with 100 mounts, the last asked", "mounts:hundred", "mounts100.ini", HELLO, path="/m99/",
        variants=(Variant("compose, Paste's urlmap", "compose", config="mounts100_paste.ini"),),
    ),
    Scenario(
        "static", "a file of 100 KiB", "hello:application", "static100k.ini", is_file, path="/100k.bin",
        peers=("compose", "nginx-files", "uwsgi-files"),
    ),
    *(
        Scenario(
            f"{coding}-{label}", f"{label} of HTML from a file, {coding} anew each time", "page:compressed", config,
            is_compressed(name, size), path=f"/{label}.html", headers={"Accept-Encoding": name}, peers=peers,
        )
        for label, size in (("20k", 10_000), ("1m", 500_000))
        for coding, name, config, peers in (
            ("gzip", "gzip", "static_gzip.ini", ("compose", "nginx-files")),
            ("brotli", "br", "static_brotli.ini", ("compose", "nginx-brotli")),
        )
    ),
    Scenario(
        "gzip-mib", "1 MiB of HTML from Python, gzip level 6: C# compress against Paste's gzip", "page_mib:compressed", "gzip_mib.ini",
        is_compressed("gzip", 500_000), headers={"Accept-Encoding": "gzip"}, peers=("compose", "gunicorn-sync", "gunicorn-gthread", "uwsgi"),
    ),
    Scenario(
        "bcrypt", "hello behind HTTP Basic with bcrypt of cost 10: remembered by C#, computed each time in Python", "basic_bcrypt:application", "basic_bcrypt.ini", HELLO,
        headers={"Authorization": "Basic am9lOnMzY3IzdA=="}, peers=("compose", "gunicorn-gthread", "uwsgi"),
    ),
    Scenario(
        "xslt", "50 KiB of XML made into HTML: C# xslt against lxml in a Python filter", "xml_page:transformed", "xslt.ini", is_table_of_books,
        peers=("compose", "gunicorn-sync", "gunicorn-gthread", "uwsgi"), variants=(Variant("compose, lxml", "compose", config="xslt_lxml.ini"),),
    ),
    sessions("memory"),
    sessions("cookie"),
    sessions("file"),
    sessions("redis", "redis"),
    sessions("sql", "postgres"),
    Scenario(
        "threads", "hello with 1 and 16 threads", "hello:application", "hello.ini", HELLO, peers=(),
        variants=(
            Variant("compose, 1 thread", "compose", threads=1),
            Variant("compose, 16 threads", "compose", threads=16),
        ),
    ),
)
