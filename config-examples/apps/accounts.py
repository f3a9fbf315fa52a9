# SPDX-License-Identifier: MIT
"""Books what is sent, and keeps it only if the answer is good: the three functions of a transaction, and an app that uses one."""

import sqlite3
import threading

threads = threading.local()


def connection():
    """Each thread has its own; the transaction filter calls on the thread of the app."""
    if not hasattr(threads, "connection"):
        threads.connection = sqlite3.connect("file:accounts?mode=memory&cache=shared", uri=True, isolation_level=None)
    return threads.connection


first = connection()
first.execute("create table booking (amount integer)")


def begin(environ):
    connection().execute("begin")


def commit(environ):
    connection().execute("commit")


def rollback(environ):
    connection().execute("rollback")


def app(environ, start_response):
    connection().execute("insert into booking values (?)", [int(environ["QUERY_STRING"])])
    (total,) = connection().execute("select sum(amount) from booking").fetchone()
    start_response("200 OK" if total >= 0 else "409 Conflict", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"total {total}\n".encode()]
