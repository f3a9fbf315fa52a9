# SPDX-License-Identifier: MIT
"""A server that runs, and what can be seen of it from outside: answers, CPU time, memory."""

import http.client
import os
import re
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
REPORT = Path(__file__).resolve().parent / "report.lua"


class NotServing(Exception):
    """The server did not start, or answers wrongly."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    body: bytes


@dataclass(frozen=True)
class Round:
    """What one run of wrk measured."""

    requests_per_second: float
    cpu_us: float
    p50_ms: float
    p99_ms: float
    bytes_per_answer: float
    errors: int


class Server:
    """One server in a session of its own, so that all its processes can be found and ended."""

    def __init__(self, label, command, port, scratch):
        self.label = label
        self.port = port
        self.answer_size = 0
        self._log = scratch / "output.log"
        self._cookies = scratch / "cookies"
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                [str(word) for word in command.argv],
                env={**os.environ, "SCRATCH": str(scratch), **command.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_listening(self, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise NotServing(f"{self.label} ended with status {self._process.returncode}:\n{self.output()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise NotServing(f"{self.label} does not listen after {seconds} s:\n{self.output()}")

    def ask(self, method, path, headers, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())
        finally:
            connection.close()

    def welcome(self, clients, path):
        """Notes the cookies that so many new clients get, a line each, for scripts."""
        with self._cookies.open("w") as file:
            for _ in range(clients):
                print(self.ask("GET", path, {}, None).headers["set-cookie"].partition(";")[0], file=file)

    def load(self, url, seconds, connections, headers, script=None):
        """Runs wrk once; `script` defines `request`, report.lua prints the result."""
        argv = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script or REPORT)]
        for name, value in headers.items():
            argv += ["-H", f"{name}: {value}"]
        before = self.cpu_seconds()
        done = subprocess.run([*argv, url, "--", str(self._cookies)], capture_output=True, text=True, check=False)
        cpu = self.cpu_seconds() - before
        return _round(done.stdout, cpu) if done.returncode == 0 else _refuse(done)

    def cpu_seconds(self):
        """User and system time of all processes, the ended children included."""
        return sum(sum(int(tick) for tick in stat[11:15]) for stat in self._processes().values()) / TICKS

    def rss_mib(self):
        return sum(int(stat[21]) for stat in self._processes().values()) * PAGE / 2**20

    def stop(self):
        for signal_number in (signal.SIGTERM, signal.SIGKILL):
            for pid in self._processes():
                try:
                    os.kill(pid, signal_number)
                except ProcessLookupError:
                    pass
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                continue
            if not self._processes():
                return

    def output(self):
        return self._log.read_text(errors="replace")[-2000:]

    def _processes(self):
        """The fields of /proc/PID/stat from the third on, for each process of the session that is no zombie."""
        found = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == self._process.pid and fields[0] != "Z":
                found[int(path.parent.name)] = fields
        return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _round(output, cpu):
    found = re.search(r"^peers (.*)$", output, re.MULTILINE)
    report = {name: float(value) for name, value in (word.split("=") for word in found[1].split())}
    answers = max(report["requests"], 1)
    return Round(
        requests_per_second=report["requests"] / report["seconds"],
        cpu_us=cpu * 1e6 / answers,
        p50_ms=report["p50"] / 1000,
        p99_ms=report["p99"] / 1000,
        bytes_per_answer=report["bytes"] / answers,
        errors=int(report["errors"]),
    )


def _refuse(done):
    raise NotServing(f"wrk failed:\n{done.stderr}{done.stdout}")
