# SPDX-License-Identifier: MIT
"""web.py."""

import content
import web

URLS = (
    "/", "Page",
    "/seen/(.*)", "Seen",
    "/form", "Form",
    "/upload", "Upload",
    "/raw", "Raw",
    "/cookies", "Cookies",
    "/redirect", "Redirect",
    "/error", "Error",
    "/stream", "Stream",
    "/etag", "Etag",
)


def make_app(global_conf):
    web.config.debug = False
    return web.application(URLS, globals(), autoreload=False).wsgifunc()


def plain(text):
    web.header("Content-Type", "text/plain; charset=utf-8")
    return text


class Page:
    def GET(self):
        web.header("Content-Type", "text/html; charset=utf-8")
        return content.PAGE

    HEAD = GET


class Seen:
    def GET(self, path):
        environ = web.ctx.env
        return plain(content.seen(
            web.ctx.method, web.ctx.homepath, path, web.input(_method="get").items(), environ.get("HTTP_X_TEST")
        ))

    POST = PUT = DELETE = GET


class Form:
    def POST(self):
        return plain(repr(sorted(web.input(_method="post").items())))


class Upload:
    def POST(self):
        file = web.input(file={}).file
        return plain(content.received(file.filename, file.file.read()))


class Raw:
    def POST(self):
        return plain(content.received("raw", web.data()))


class Cookies:
    def GET(self):
        web.setcookie("one", "1", httponly=True)
        web.setcookie("two", "zwei", path="/two")
        return plain(repr(sorted(web.cookies().items())))


class Redirect:
    def GET(self):
        raise web.seeother("/")


class Error:
    def GET(self):
        raise ValueError("asked for")


class Stream:
    def GET(self):
        web.header("Content-Type", "text/plain")
        return content.blocks()


class Etag:
    def GET(self):
        web.modified(etag=content.ETAG)
        return plain("tagged")
