# SPDX-License-Identifier: MIT
"""Servers that the sites of a scenario need beside them: Redis and PostgreSQL, each on a loopback port of its own."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from measure import NotServing, free_port


@contextmanager
def running(names, folder):
    """Starts them, and tells the sites by variables of the environment where they are."""
    with ExitStack() as stack:
        for name in names:
            start, variable = SERVICES[name]
            os.environ[variable] = stack.enter_context(start(folder))
            stack.callback(os.environ.pop, variable)
        yield


@contextmanager
def redis(folder):
    port = free_port()
    argv = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    with process(argv, port):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def postgres(folder):
    folder.chmod(0o755)
    port, data = free_port(), folder / "postgres"
    data.mkdir()
    user = []
    if os.getuid() == 0:  # it refuses to be root
        owner = pwd.getpwnam("postgres")
        os.chown(data, owner.pw_uid, owner.pw_gid)
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    programs = postgres_programs()
    subprocess.run([*user, programs / "initdb", "-D", data, "-U", "peer", "-A", "trust", "--no-sync"], check=True, capture_output=True, cwd="/")
    argv = [*user, programs / "postgres", "-D", data, "-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "synchronous_commit=off"]
    with process(argv, port):
        yield f"postgresql://peer@127.0.0.1:{port}/postgres"


def postgres_programs():
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders else Path("/nowhere")


@contextmanager
def process(argv, port):
    running = subprocess.Popen([str(word) for word in argv], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    try:
        deadline = time.monotonic() + 30
        while socket.socket().connect_ex(("127.0.0.1", port)):
            if running.poll() is not None or time.monotonic() > deadline:
                raise NotServing(f"{argv[0]} does not listen")
            time.sleep(0.05)
        yield
    finally:
        running.terminate()
        running.wait()


def missing(names):
    """Those that are not installed."""
    programs = {"redis": "redis-server", "postgres": postgres_programs() / "postgres"}
    return [name for name in names if not shutil.which(programs[name])]


SERVICES = {"redis": (redis, "REDIS_URL"), "postgres": (postgres, "DATABASE_URL")}
