# SPDX-License-Identifier: MIT
"""Transactions as repoze.tm2 has them: the same app behind both, with Python's own package ``transaction``."""

import unittest

import repoze.tm
import transaction
from wsgi_composer.shim.transaction import TransactionManager, default_veto


class Recorder:
    """A resource that joins a transaction, and remembers how that ended."""

    def __init__(self, log, fails=False):
        self.log, self.fails = log, fails
        self.transaction_manager = transaction.manager

    def abort(self, _):
        self.log.append("abort")

    def tpc_begin(self, _):
        pass

    commit = tpc_vote = tpc_abort = tpc_begin

    def tpc_finish(self, _):
        self.log.append("commit")

    def tpc_vote(self, _):
        if self.fails:
            raise RuntimeError("no room")

    def sortKey(self):
        return "recorder"


def run(manager, status="200 OK", headers=(), fails=None, body=None, doom=False, commit_fails=False, blocks=None):
    log = []

    def app(environ, start_response):
        joined = transaction.get()
        joined.join(Recorder(log, commit_fails))
        repoze.tm.after_end.register(lambda: log.append("after"), joined)
        if doom:
            transaction.doom()
        start_response(status, list(headers))
        if fails:
            raise fails
        return body or [b"x"]

    def started(status, headers, exc_info=None):
        log.append(status)

    environ = {"REQUEST_METHOD": "GET"}
    try:
        answer = manager(app)(environ, started)
        for number, _ in enumerate(answer):
            if number == blocks:
                break
        getattr(answer, "close", lambda: None)()
    except Exception as error:
        log.append(repr(error))
    return log, environ.get("repoze.tm.active")


def theirs(app):
    return repoze.tm.TM(app, repoze.tm.default_commit_veto)


class Transactions(unittest.TestCase):
    def test_ends_them_as_repoze_tm2_does(self):
        for case in (
            {},
            {"status": "302 Found"},
            {"status": "404 Not Found"},
            {"status": "500 Oops"},
            {"status": "404 Not Found", "headers": [("X-Tm", "commit")]},
            {"headers": [("x-tm", "abort")]},
            {"fails": KeyError("x")},
            {"doom": True},
            {"body": (block for block in (b"a", b"b"))},
        ):
            with self.subTest(**case):
                body = list(case.pop("body", [b"x"]))
                self.assertEqual(run(theirs, body=iter(body), **case), run(TransactionManager, body=iter(body), **case))

    def test_a_body_that_is_whole_is_sent_only_after_the_commit(self):
        self.assertEqual((["200 OK", "commit", "after"], True), run(TransactionManager, blocks=0))

    def test_a_commit_that_fails_is_an_error_of_the_request_and_nothing_is_kept(self):
        log, _ = run(TransactionManager, commit_fails=True)

        self.assertEqual("RuntimeError('no room')", log[-1])
        self.assertNotIn("commit", log)
        self.assertEqual([], list(transaction.get()._resources))

    def test_the_data_may_be_used_until_the_last_block(self):
        log, seen = [], []

        def app(environ, start_response):
            transaction.get().join(Recorder(log))
            start_response("200 OK", [])
            for number in range(2):
                seen.append(list(log))
                yield b"x"

        body = TransactionManager(app)({}, lambda *args: None)
        self.assertEqual([b"x", b"x"], list(body))
        body.close()
        self.assertEqual(([[], []], ["commit"]), (seen, log))

    def test_a_client_that_goes_away_early_rolls_back(self):
        self.assertEqual(["200 OK", "abort", "after"], run(TransactionManager, body=iter([b"a", b"b", b"c"]), blocks=1)[0])

    def test_functions_of_ones_own(self):
        log = []
        step = lambda name: lambda environ: log.append((name, environ["n"]))  # noqa: E731
        veto = lambda environ, status, headers: status == "200 Never"  # noqa: E731

        def app(environ, start_response):
            start_response(environ["status"], [("A", "b")])
            return [b""]

        manager = TransactionManager(app, step("begin"), step("commit"), step("rollback"), veto)
        for number, status in enumerate(("200 OK", "500 Oops", "200 Never")):
            manager({"n": number, "status": status}, lambda *args: None)
        self.assertEqual([("begin", 0), ("commit", 0), ("begin", 1), ("commit", 1), ("begin", 2), ("rollback", 2)], log)

    def test_the_veto_is_that_of_repoze_but_for_its_old_header(self):
        for status in ("200 OK", "399 x", "400 x", "599 x"):
            for headers in ([], [("X-TM", "Commit")], [("X-Tm", "abort")], [("x-tm", "whatever")]):
                self.assertEqual(repoze.tm.default_commit_veto({}, status, headers), default_veto({}, status, headers))


if __name__ == "__main__":
    unittest.main()
