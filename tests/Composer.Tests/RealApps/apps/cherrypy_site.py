# SPDX-License-Identifier: MIT
"""CherryPy, with its sessions in memory."""

import cherrypy
import content
from cherrypy.lib import cptools, static

cherrypy.config.update({
    "environment": "embedded",
    "engine.autoreload.on": False,
    "log.screen": False,
    "show_tracebacks": False,
})


def make_app(global_conf):
    settings = {"/": {"tools.encode.on": True, "tools.encode.encoding": "utf-8", "tools.sessions.on": False}}
    site = cherrypy.Application(Site(), script_name=None, config=settings)

    def application(environ, start_response):  # Paste's urlmap calls repr(), which CherryPy's Application does not survive
        return site(environ, start_response)

    return application


def plain(text):
    cherrypy.response.headers["Content-Type"] = "text/plain"
    return text


class Site:
    @cherrypy.expose
    def index(self):
        return content.PAGE

    @cherrypy.expose
    def seen(self, *path, **query):
        request = cherrypy.request
        pairs = [(name, value) for name, values in query.items() for value in (values if isinstance(values, list) else [values])]
        return plain(content.seen(
            request.method, request.script_name, "/".join(path), pairs, request.headers.get("X-Test")
        ))

    @cherrypy.expose
    def form(self, **fields):
        return plain(repr(sorted(fields.items())))

    @cherrypy.expose
    def upload(self, file, comment=None):
        return plain(content.received(file.filename, file.file.read()))

    @cherrypy.expose
    @cherrypy.config(**{"request.process_request_body": False})
    def raw(self):
        return plain(content.received("raw", cherrypy.request.rfile.read()))

    @cherrypy.expose
    def cookies(self):
        got = sorted((name, morsel.value) for name, morsel in cherrypy.request.cookie.items())
        cherrypy.response.cookie["one"] = "1"
        cherrypy.response.cookie["one"]["httponly"] = True
        cherrypy.response.cookie["two"] = "zwei"
        cherrypy.response.cookie["two"]["path"] = "/two"
        return plain(repr(got))

    @cherrypy.expose
    def redirect(self):
        raise cherrypy.HTTPRedirect("/")

    @cherrypy.expose
    def error(self):
        raise ValueError("asked for")

    @cherrypy.expose
    @cherrypy.config(**{"response.stream": True})
    def stream(self):
        cherrypy.response.headers["Content-Type"] = "text/plain"
        return content.blocks()

    @cherrypy.expose
    def file(self):
        return static.serve_file(str(content.FILE), content_type="text/plain")

    @cherrypy.expose
    def etag(self):
        cherrypy.response.headers["ETag"] = f'"{content.ETAG}"'
        cptools.validate_etags()
        return plain("tagged")
