# SPDX-License-Identifier: MIT
"""Bottle."""

import bottle
import content

site = bottle.Bottle()


def make_app(global_conf):
    return site


def plain(text):
    bottle.response.content_type = "text/plain; charset=utf-8"
    return text


@site.get("/")
def page():
    return content.PAGE


@site.route("/seen/<path:path>", method=["GET", "POST", "PUT", "DELETE"])
def seen(path):
    request = bottle.request
    script = request.environ.get("SCRIPT_NAME", "")
    return plain(content.seen(request.method, script, path, request.query.allitems(), request.get_header("X-Test")))


@site.post("/form")
def form():
    return plain(repr(sorted(bottle.request.forms.decode().allitems())))


@site.post("/upload")
def upload():
    file = bottle.request.files.get("file")
    return plain(content.received(file.raw_filename, file.file.read()))


@site.post("/raw")
def raw():
    return plain(content.received("raw", bottle.request.body.read()))


@site.get("/cookies")
def cookies():
    bottle.response.set_cookie("one", "1", httponly=True)
    bottle.response.set_cookie("two", "zwei", path="/two")
    return plain(repr(sorted(bottle.request.cookies.items())))


@site.get("/redirect")
def redirect():
    bottle.redirect("/", 303)


@site.get("/error")
def error():
    bottle.abort(500, "asked for")


@site.get("/stream")
def stream():
    bottle.response.content_type = "text/plain"
    return content.blocks()


@site.get("/file")
def file():
    return bottle.static_file(content.FILE.name, root=str(content.FILE.parent), mimetype="text/plain")


@site.get("/etag")
def etag():
    tag = f'"{content.ETAG}"'
    bottle.response.set_header("ETag", tag)
    if bottle.request.get_header("If-None-Match") == tag:
        bottle.response.status = 304
        return ""
    return plain("tagged")
