# SPDX-License-Identifier: MIT
"""Frameworks with the ways in which they learn who is there."""

import os
from pathlib import Path

import cherrypy
import flask
from pyramid.authentication import AuthTktAuthenticationPolicy, RepozeWho1AuthenticationPolicy
from pyramid.authorization import ACLAuthorizationPolicy
from pyramid.config import Configurator
from pyramid.response import Response
from pyramid.security import forget, remember


def pyramid_tickets(global_conf):
    """Pyramid with tickets of its own, in the same cookie."""
    return _pyramid(AuthTktAuthenticationPolicy(global_conf["secret"], wild_domain=False, http_only=True))


def pyramid_who(global_conf):
    """Pyramid on repoze.who."""
    return _pyramid(RepozeWho1AuthenticationPolicy(identifier_name="auth_tkt"))


def _pyramid(policy):
    config = Configurator()
    config.set_authentication_policy(policy)
    config.set_authorization_policy(ACLAuthorizationPolicy())

    def view(name, answer):
        config.add_route(name, f"/{name}")
        config.add_view(answer, route_name=name)

    view("me", lambda request: Response(f"{request.authenticated_userid} {_text(request.environ.get('REMOTE_USER'))}"))
    view("login", lambda request: _with(remember(request, "Jörg")))
    view("logout", lambda request: _with(forget(request)))
    view("set_user", _set_user)
    return config.make_wsgi_app()


def _with(headers):
    response = Response("done")
    response.headerlist.extend(headers)
    return response


def _set_user(request):
    request.environ["paste.auth_tkt.set_user"]("Ann", tokens=["staff"])
    return Response("set")


def _text(native):
    return native and native.encode("latin-1").decode("utf-8")


def django_site(global_conf):
    """Django that believes REMOTE_USER."""
    from django.conf import settings
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.urls import path

    urls = type("Urls", (), {"urlpatterns": [path("me", lambda request: HttpResponse(f"{request.user.username} {request.user.is_authenticated}"))]})
    settings.configure(
        ALLOWED_HOSTS=["*"],
        AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.RemoteUserBackend"],
        # One for each process: two that make tables in one file at once get in each other's way.
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(os.environ["REAL_APPS_DATA"]) / f"logins-{os.getpid()}.db"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.auth.middleware.RemoteUserMiddleware",
        ],
        ROOT_URLCONF=urls,
        SECRET_KEY="not secret",
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        USE_TZ=True,
    )
    site = get_wsgi_application()
    call_command("migrate", verbosity=0)
    return site


def cherrypy_site(global_conf):
    class Site:
        @cherrypy.expose
        def me(self):
            return cherrypy.request.login or "nobody"

    site = cherrypy.Application(Site(), script_name=None)
    return lambda environ, start_response: site(environ, start_response)


def flask_site(global_conf):
    site = flask.Flask(__name__)

    @site.route("/me")
    def me():
        return flask.request.remote_user or "nobody"

    return site
