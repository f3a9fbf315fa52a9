# SPDX-License-Identifier: MIT
"""Who the user is, as each framework tells it: one app for each, answering with the name, or nobody."""

import json
import os
from pathlib import Path


def flask(global_conf):
    from flask import Flask, request

    app = Flask("who")
    app.add_url_rule("/", view_func=lambda: request.remote_user or "nobody")
    return app


def django(global_conf):
    from django.conf import settings
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.urls import path

    if settings.configured:  # each pipeline makes an app of its own
        return get_wsgi_application()
    settings.configure(
        ALLOWED_HOSTS=["*"],
        AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.RemoteUserBackend"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(os.environ["REAL_APPS_DATA"]) / "who.db"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.auth.middleware.RemoteUserMiddleware",
        ],
        ROOT_URLCONF=(path("", django_view),),
        SECRET_KEY="not secret",
    )
    app = get_wsgi_application()
    call_command("migrate", verbosity=0)
    return app


def django_view(request):
    from django.http import HttpResponse

    return HttpResponse(request.user.get_username() if request.user.is_authenticated else "nobody")


def pyramid(global_conf):
    from pyramid.authentication import RemoteUserAuthenticationPolicy
    from pyramid.authorization import ACLAuthorizationPolicy
    from pyramid.config import Configurator
    from pyramid.response import Response

    config = Configurator(authentication_policy=RemoteUserAuthenticationPolicy(), authorization_policy=ACLAuthorizationPolicy())
    config.add_route("who", "/")
    config.add_view(lambda request: Response(request.authenticated_userid or "nobody"), route_name="who")
    return config.make_wsgi_app()


def cherrypy(global_conf):
    import cherrypy

    cherrypy.config.update({"environment": "embedded", "engine.autoreload.on": False, "log.screen": False})

    class Who:
        @cherrypy.expose
        def index(self):
            return cherrypy.request.login or "nobody"

    site = cherrypy.Application(Who(), script_name=None)
    return lambda environ, start_response: site(environ, start_response)


def environ(global_conf):
    """What the environ itself says, with the claims of a token."""

    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "application/json")])
        keys = ("REMOTE_USER", "AUTH_TYPE", "REMOTE_USER_TOKENS", "composer.jwt.claims")
        return [json.dumps({key: environ.get(key) for key in keys}).encode()]

    return app
