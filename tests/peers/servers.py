# SPDX-License-Identifier: MIT
"""How each server is started: one function per server, from a `Site` to a `Command`."""

import grp
import importlib
import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
APPS = HERE / "apps"
CONFIGS = HERE / "configs"
REPOSITORY = HERE.parent.parent
PYTHON_PATH = f"{APPS}:{REPOSITORY / 'src' / 'python'}"
BROTLI = "/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so"
PYTHON = "/usr/bin/python3"  # Debian's: all peers use it, so compose does too


@dataclass(frozen=True)
class Site:
    """What a server is to serve: `app` for the Python peers, `config` for compose."""

    app: str
    config: str
    threads: int
    connections: int
    port: int
    scratch: Path

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    @property
    def module(self):
        return self.app.partition(":")[0]


@dataclass(frozen=True)
class Command:
    argv: list
    environment: dict = field(default_factory=dict)


def compose(site):
    argv = [REPOSITORY / "compose", "--config", CONFIGS / site.config, "serve", "-b", site.address]
    argv += ["--access-log", "off", "--python", PYTHON, "--threads", str(site.threads)]
    return Command(argv, {"PYTHONPATH": PYTHON_PATH, "FILES": str(files(site))})


def build_compose():
    """Compose, and the C# components that only these runs use; nothing happens when they are up to date."""
    components = ["dotnet", "build", HERE / "components", "-c", "Release", "-v", "q", "-nologo"]
    for argv in ([REPOSITORY / "compose", "--version"], components):
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)


def gunicorn(site, *kind):
    argv = ["gunicorn", "-b", site.address, "-w", "1", *kind, "--chdir", APPS, "--log-level", "error"]
    argv += ["--keep-alive", "75", "--backlog", "2048", "--worker-tmp-dir", "/dev/shm", site.app]
    return Command(argv, {"PYTHONPATH": PYTHON_PATH})


def gunicorn_sync(site):
    return gunicorn(site)


def gunicorn_gthread(site):
    return gunicorn(site, "-k", "gthread", "--threads", str(site.threads))


def uwsgi(site, *listen, threads):
    argv = ["uwsgi", "--plugin", "python3", *listen, "--chdir", APPS, "--module", site.app, "--master"]
    argv += ["--processes", "1", "--threads", str(threads), "--disable-logging", "--need-app"]
    argv += ["--listen", str(min(1024, somaxconn())), "--die-on-term", "--buffer-size", "8192", "--lazy-apps"]
    return Command(argv, {"PYTHONPATH": PYTHON_PATH})


def uwsgi_http11(site):
    """It pins a thread to a connection, so it gets as many threads as there are connections."""
    return uwsgi(site, "--http11-socket", site.address, "--so-keepalive", threads=site.connections)


def uwsgi_http(site):
    return uwsgi(site, "--http-socket", site.address, "--add-header", "Connection: close", threads=site.threads)


def waitress(site):
    argv = ["waitress-serve", f"--listen={site.address}", f"--threads={site.threads}", "--backlog=1024"]
    argv += ["--connection-limit=1000", "--asyncore-use-poll", site.app]
    return Command(argv, {"PYTHONPATH": PYTHON_PATH})


def mod_wsgi(site):
    name = site.app.partition(":")[2]
    (site.scratch / "site.wsgi").write_text(f"from {site.module} import {name} as application\n")
    (site.scratch / "apache.conf").write_text(f"""
ServerRoot {site.scratch}
ServerName localhost
PidFile {site.scratch}/apache.pid
ErrorLog {site.scratch}/apache.log
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule wsgi_module /usr/lib/apache2/modules/mod_wsgi.so
Mutex file:{site.scratch} default
Listen {site.address}
{unprivileged("User", "Group")}
KeepAlive On
KeepAliveTimeout 75
MaxKeepAliveRequests 0
MaxRequestWorkers 400
ThreadsPerChild 100
ServerLimit 4
WSGISocketPrefix {site.scratch}/wsgi
WSGIDaemonProcess site processes=1 threads={site.threads} python-path={APPS}
WSGIProcessGroup site
WSGIApplicationGroup %{{GLOBAL}}
WSGIScriptAlias / {site.scratch}/site.wsgi
<Directory {site.scratch}>
  Require all granted
</Directory>
""")
    return Command(["apache2", "-f", site.scratch / "apache.conf", "-DFOREGROUND"])


def nginx(site, http, server, modules=""):
    """Writes the configuration; returns its path."""
    path = site.scratch / "nginx.conf"
    path.write_text(f"""
{modules}
daemon off;
worker_processes 1;
pid {site.scratch}/nginx.pid;
error_log {site.scratch}/nginx.log;
{unprivileged("user", end=";")}
events {{ worker_connections 1024; }}
http {{
  access_log off;
  {http}
  client_body_temp_path {site.scratch}/body;
  proxy_temp_path {site.scratch}/proxy;
  fastcgi_temp_path {site.scratch}/fastcgi;
  uwsgi_temp_path {site.scratch}/uwsgi;
  scgi_temp_path {site.scratch}/scgi;
  keepalive_requests 10000000;
  server {{
    listen {site.address} backlog=1024;
    {server}
  }}
}}
""")
    return path


def nginx_uwsgi(site):
    """nginx in front, one uWSGI process behind it; a shell keeps the two together."""
    backend = site.scratch / "uwsgi.sock"
    behind = uwsgi(site, "--socket", backend, "--chmod-socket=666", threads=site.threads).argv
    limits = "client_max_body_size 16m; client_body_buffer_size 2m;"
    conf = nginx(site, limits, f"location / {{ include /etc/nginx/uwsgi_params; uwsgi_pass unix:{backend}; }}")
    return Command(["bash", "-c", f"nginx -c {conf} & exec " + " ".join(map(str, behind))])


def nginx_files(site, modules=""):
    """nginx that serves the files itself, and compresses them as it goes."""
    brotli = "brotli on; brotli_comp_level 5; brotli_types text/html;" if modules else ""
    types = "types { text/html html; application/octet-stream bin; }"
    return Command(["nginx", "-c", nginx(site, f"{types} sendfile on; gzip on; gzip_comp_level 6; {brotli}", f"root {files(site)};", modules)])


def nginx_brotli(site):
    return nginx_files(site, f"load_module {BROTLI};")


def uwsgi_files(site):
    """uWSGI that serves the files itself."""
    return uwsgi(site, "--http11-socket", site.address, "--so-keepalive", "--check-static", files(site), threads=site.connections)


def files(site):
    """A folder with the files that servers serve themselves, readable for all."""
    folder = site.scratch / "files"
    if not folder.exists():
        folder.mkdir(mode=0o755)
        (folder / "100k.bin").write_bytes(b"0123456789abcdef" * 6400)
        sys.path.insert(0, str(APPS))
        (folder / "20k.html").write_bytes(importlib.import_module("page").PAGE)
        (folder / "1m.html").write_bytes(importlib.import_module("page_mib").PAGE)
    return folder


def somaxconn():
    return int(Path("/proc/sys/net/core/somaxconn").read_text())


def unprivileged(user, group=None, end=""):
    """The lines that make a server started by root give that up."""
    if os.getuid() != 0:
        return ""
    name = pwd.getpwnam("www-data").pw_name
    lines = [f"{user} {name}{end}"]
    if group:
        lines.append(f"{group} {grp.getgrgid(pwd.getpwnam(name).pw_gid).gr_name}{end}")
    return "\n".join(lines)


PEERS = {
    "compose": (compose, REPOSITORY / "compose"),
    "gunicorn-sync": (gunicorn_sync, "gunicorn"),
    "gunicorn-gthread": (gunicorn_gthread, "gunicorn"),
    "uwsgi": (uwsgi_http11, "uwsgi"),
    "uwsgi-http": (uwsgi_http, "uwsgi"),
    "waitress": (waitress, "waitress-serve"),
    "mod_wsgi": (mod_wsgi, "/usr/lib/apache2/modules/mod_wsgi.so"),
    "nginx-uwsgi": (nginx_uwsgi, "nginx"),
    "nginx-files": (nginx_files, "nginx"),
    "nginx-brotli": (nginx_brotli, BROTLI),
    "uwsgi-files": (uwsgi_files, "uwsgi"),
}


def installed(peer):
    """Whether the peer's program, or Apache's module, is on this machine."""
    program = PEERS[peer][1]
    return shutil.which(program) is not None or Path(program).is_file()
