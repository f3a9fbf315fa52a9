# SPDX-License-Identifier: MIT
"""What compose wants to reach beside its peers; judged from the results of one run, as far as they were measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    what: str
    measure: object  # from Results to a number; KeyError when the run did not measure it
    at_least: float | None = None
    at_most: float | None = None

    def verdict(self, results):
        try:
            value = self.measure(results)
        except KeyError:
            return None
        reached = value >= self.at_least if self.at_least is not None else value <= self.at_most
        return f"  {'reached' if reached else 'MISSED ':8} {value:9.2f}  {self.what}"


class Results:
    def __init__(self, rows):
        self._rows = {(row["scenario"], row["server"]): row for row in rows}

    def speed(self, scenario, server="compose"):
        return self._rows[scenario, server]["requests_per_second"]

    def times(self, scenario, peer, server="compose"):
        return self.speed(scenario, server) / self.speed(scenario, peer)

    def of(self, scenario, field, server="compose"):
        return self._rows[scenario, server][field]

    def added(self, scenario, server="compose"):
        """CPU µs a request beside those of the plain page, under the same server."""
        return self.of(scenario, "cpu_us", server) - self.of("hello", "cpu_us", server)

    def best(self, scenario):
        return max(row["requests_per_second"] for (name, server), row in self._rows.items()
                   if name == scenario and not server.startswith("compose"))


GOALS = (
    Goal("hello: times uWSGI, at least 3", lambda r: r.times("hello", "uwsgi"), at_least=3),
    Goal("hello: times gunicorn gthread, at least 15", lambda r: r.times("hello", "gunicorn-gthread"), at_least=15),
    Goal("hello: CPU µs a request, at most 14", lambda r: r.of("hello", "cpu_us"), at_most=14),
    Goal("hello: part of Kestrel without Python, at least 0.8", lambda r: r.times("hello", "compose without Python"), at_least=0.8),
    Goal("hello: RSS MiB after load, at most 110", lambda r: r.of("hello", "rss_mib"), at_most=110),
    Goal("hello-256: p99 ms, at most 12", lambda r: r.of("hello-256", "p99_ms"), at_most=12),
    Goal("threads: 16 against 1, at least 0.9", lambda r: r.times("threads", "compose, 1 thread", "compose, 16 threads"), at_least=0.9),
    Goal("sleep: part of 6,400 a second, at least 0.8", lambda r: r.speed("sleep") / 6400, at_least=0.8),
    Goal("gzip: times the best peer with Paste's, at least 2", lambda r: r.speed("gzip") / r.best("gzip"), at_least=2),
    *(
        Goal(f"{peer} with C# compress: times the same with Paste's gzip, at least 1.5",
             lambda r, peer=peer: r.times("inside-gzip", peer, f"{peer}, C#"), at_least=1.5)
        for peer in ("gunicorn-sync", "gunicorn-gthread", "uwsgi")
    ),
    *(
        Goal(f"session-{store}: times the best peer with Beaker's, at least {times}",
             lambda r, store=store: r.speed(f"session-{store}") / r.best(f"session-{store}"), at_least=times)
        for store, times in (("memory", 4), ("cookie", 8), ("file", 20), ("redis", 3), ("sql", 3))
    ),
    *(
        Goal(f"session-{store}: CPU that Beaker's adds to uWSGI's hello, in times of what ours adds to compose's, at least {times}",
             lambda r, store=store: r.added(f"session-{store}", "uwsgi") / r.added(f"session-{store}"), at_least=times)
        for store, times in (("memory", 4), ("cookie", 8), ("file", 20), ("redis", 3), ("sql", 3))
    ),
    Goal("bcrypt: times the best peer, at least 50", lambda r: r.speed("bcrypt") / r.best("bcrypt"), at_least=50),
    Goal("xslt: times the best peer with lxml, at least 3", lambda r: r.speed("xslt") / r.best("xslt"), at_least=3),
    Goal("static: part of nginx, at least 0.6", lambda r: r.times("static", "nginx-files"), at_least=0.6),
    Goal("flask: times uWSGI, at least 1.3", lambda r: r.times("flask", "uwsgi"), at_least=1.3),
    Goal("django: times uWSGI, at least 1.3", lambda r: r.times("django", "uwsgi"), at_least=1.3),
    Goal("stream: times uWSGI's http-socket, at least 1", lambda r: r.times("stream", "uwsgi-http"), at_least=1),
    Goal("upload: times nginx + uWSGI, at least 1", lambda r: r.times("upload", "nginx-uwsgi"), at_least=1),
)


def print_goals(rows):
    results = Results(rows)
    lines = [line for goal in GOALS if (line := goal.verdict(results))]
    if lines:
        print("\ngoals\n" + "\n".join(lines))
