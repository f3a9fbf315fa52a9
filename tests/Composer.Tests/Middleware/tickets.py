# SPDX-License-Identifier: MIT
"""Makes and reads tickets with the packages themselves. Standard input: a job as JSON in each line; standard output: its result."""

import hashlib
import json
import sys

from paste.auth import auth_tkt as paste
from pyramid.authentication import AuthTktCookieHelper
from pyramid.request import Request
from repoze.who.plugins.auth_tkt import AuthTktCookiePlugin


def environ_of(job):
    environ = Request.blank("/").environ
    environ["REMOTE_ADDR"] = job["address"]
    if "cookie" in job:
        environ["HTTP_COOKIE"] = job["cookie"]
    return environ


def pair(headers):
    """The first cookie of some headers, as a browser sends it back."""
    return next(value for name, value in headers if name == "Set-Cookie").split("; ")[0]


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def write_paste(job):
    ticket = paste.AuthTicket(job["secret"], job["user"], job["address"], job["tokens"], job["data"], digest_algo=getattr(hashlib, job["digest"]))
    return "auth_tkt=" + text(ticket.cookie_value())


def read_paste(job):
    cookies = paste.request.get_cookies({"HTTP_COOKIE": job["cookie"]})
    value = cookies["auth_tkt"].value.encode("latin-1")
    try:
        _, user, tokens, data = paste.parse_ticket(job["secret"], value, job["address"], getattr(hashlib, job["digest"]))
    except paste.BadTicket:
        return None
    return [user, [text(token) for token in tokens if token], text(data)]


def helper(job):
    return AuthTktCookieHelper(job["secret"], hashalg=job["digest"], include_ip=job["address"] != "0.0.0.0")


def write_pyramid(job):
    user = {"bytes": str.encode, "int": int}.get(job.get("type"), str)(job["user"])
    return pair(helper(job).remember(Request(environ_of(job)), user, tokens=job["tokens"]))


def read_pyramid(job):
    found = helper(job).identify(Request(environ_of(job)))
    return found and [found["userid"] if isinstance(found["userid"], int) else text(found["userid"]), [token for token in found["tokens"] if token], found["userdata"]]


def who(job):
    return AuthTktCookiePlugin(job["secret"], include_ip=job["address"] != "0.0.0.0")


def write_who(job):
    user = int(job["user"]) if job.get("type") == "int" else job["user"]
    return pair(who(job).remember(environ_of(job), {"repoze.who.userid": user, "tokens": job["tokens"], "userdata": job["data"]}))


def read_who(job):
    found = who(job).identify(environ_of(job))
    return found and [found["repoze.who.plugins.auth_tkt.userid"], [token for token in found["tokens"] if token], found["userdata"]]


for line in sys.stdin:
    job = json.loads(line)
    print(json.dumps(globals()[job["does"]](job)), flush=True)
