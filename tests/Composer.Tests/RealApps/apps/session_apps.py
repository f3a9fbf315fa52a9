# SPDX-License-Identifier: MIT
"""Counters, each in the way of its framework, as they were written for Beaker."""

import gc
import secrets

import cherrypy
import flask
from beaker.middleware import SessionMiddleware, beaker_session
from beaker.session import SessionObject
from paste.registry import StackedObjectProxy
from pyramid.config import Configurator
from pyramid.interfaces import ISession
from pyramid.response import Response
from pyramid.session import SignedCookieSessionFactory
from pyramid.util import DottedNameResolver
from zope.interface import implementer


def count(session, key):
    session[key] = session.get(key, 0) + 1
    session.save()
    return session[key]


class Counter:
    @cherrypy.expose
    def index(self):
        return str(count(cherrypy.request.wsgi_environ["beaker.session"], "cherrypy"))


def cherrypy_app(global_conf):
    cherrypy.config.update({"environment": "embedded", "log.screen": False, "engine.autoreload.on": False})
    site = cherrypy.Application(Counter(), script_name=None, config={"/": {"tools.sessions.on": False}})
    return lambda environ, start_response: site(environ, start_response)


def flask_app(global_conf):
    site = flask.Flask("sessions")
    site.secret_key = "the-secret-of-flask"
    site.config["SESSION_COOKIE_NAME"] = "flask"  # Pyramid has one of the default name

    @site.route("/")
    def index():
        flask.session["n"] = flask.session.get("n", 0) + 1  # its own, beside ours
        return f"{count(flask.request.environ['beaker.session'], 'flask')} {flask.session['n']}"

    return site


def pyramid_app(global_conf, factory=None):
    """Pyramid's own signed cookie beside our session; or a factory."""
    factory = DottedNameResolver().resolve(factory) if factory else SignedCookieSessionFactory("the-secret-of-pyramid")
    with Configurator(session_factory=factory) as config:
        for name in ("", "flash", "pop", "csrf"):
            config.add_route(name or "index", "/" + name)
            config.add_view(globals()["view_" + (name or "index")], route_name=name or "index")
        return config.make_wsgi_app()


def view_index(request):
    request.session["n"] = request.session.get("n", 0) + 1
    request.session.changed()
    return Response(f"{count(request.environ['beaker.session'], 'pyramid')} {request.session['n']}")


def view_flash(request):
    request.session.flash("one")
    request.session.flash("two")
    return Response(repr(request.session.peek_flash()))


def view_pop(request):
    return Response(repr(request.session.pop_flash()))


def view_csrf(request):
    return Response(repr(request.session.get_csrf_token() == request.session.get_csrf_token() != request.session.new_csrf_token()))


@implementer(ISession)
class subclass(SessionObject):
    """What the documentation of pyramid_beaker says: Beaker's SessionObject, made by the app itself, with Pyramid's messages and tokens."""

    def __init__(self, request):
        SessionObject.__init__(self, request.environ, type="composer", key="subclass.id", save_accessed_time=True)
        request.add_response_callback(self._store)

    def _store(self, request, response):
        if self.accessed():
            self.persist()
            headers = self.__dict__["_headers"]
            if headers["set_cookie"] and headers["cookie_out"]:
                response.headerlist.append(("Set-Cookie", headers["cookie_out"].strip()))

    new = property(lambda self: self.last_accessed is None)

    def changed(self):
        self.save()

    def flash(self, message, queue="", allow_duplicate=True):
        self.setdefault("_f_" + queue, []).append(message)
        self.save()

    def pop_flash(self, queue=""):
        messages = self.pop("_f_" + queue, [])
        self.save()
        return messages

    def peek_flash(self, queue=""):
        return self.get("_f_" + queue, [])

    def new_csrf_token(self):
        self["_csrft_"] = secrets.token_hex()
        self.save()
        return self["_csrft_"]

    def get_csrf_token(self):
        return self.get("_csrft_") or self.new_csrf_token()


visitor = StackedObjectProxy(name="visitor")


def pylons_style(environ, start_response):
    """Global names for what belongs to the request, also while the body is made."""
    environ["paste.registry"].register(visitor, {"path": environ["PATH_INFO"]})
    number = count(beaker_session, "pylons")
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield str(number).encode()
    yield visitor["path"].encode()


def plain(environ, start_response):
    """Says what all have counted."""
    session = environ["beaker.session"]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [repr({key: session[key] for key in sorted(session) if not key.startswith("_")}).encode()]


def own_middleware(global_conf):
    """An app that brought Beaker's filter along keeps its sessions in the same store."""

    def app(environ, start_response):
        number = count(environ["own.session"], "own")  # Beaker stores nothing later
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [str(number).encode()]

    return SessionMiddleware(app, {"session.type": "composer", "session.key": "own.id", "session.timeout": "60"}, environ_key="own.session")


def slow(environ, start_response):
    """Adds its query to the session, where others add theirs."""
    session = environ["beaker.session"]
    session["slow-" + environ["QUERY_STRING"]] = 1
    session.save()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"added"]


def alive(environ, start_response):
    """How many sessions of requests Python still has."""
    environ["beaker.session"].get("n")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(sum(type(each) is type(environ["beaker.session"]) for each in gc.get_objects())).encode()]
