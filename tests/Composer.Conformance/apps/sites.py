# SPDX-License-Identifier: MIT
"""What served.ini is made of in Python."""

import os
import time

from apps import Site

FOLDER = os.environ.get("CONFORMANCE_FOLDER", ".")


class Go:
    """A file that the test makes."""

    def __init__(self, host):
        self.path = os.path.join(FOLDER, host + ".go")

    def wait(self, seconds):
        for _ in range(int(seconds * 200)):
            if os.path.exists(self.path):
                return
            time.sleep(0.005)

    def set(self):
        pass


class Closed:
    """A file that gets a byte for each close."""

    def __init__(self, host):
        self.path = os.path.join(FOLDER, host + ".closes")

    def set(self):
        with open(self.path, "a") as file:
            file.write("1")


def python(global_conf):
    """The apps of the exchanges: host hello-1.python is the app hello."""
    sites = {}

    def app(environ, start_response):
        host = environ["HTTP_HOST"]
        if host not in sites:
            site = Site(host.split("-")[0])
            site.proceed, site.closed = Go(host), Closed(host)
            sites[host] = site
        return sites[host](environ, start_response)

    return app


def catching(global_conf):
    """Answers for a C# component that failed."""

    def filter(next):
        def app(environ, start_response):
            try:
                return next(environ, start_response)
            except Exception as error:
                if "thrown in C#" not in str(error):
                    raise
                start_response("418 Caught", [("Content-Type", "text/plain")])
                return [str(error).encode()]

        return app

    return filter


def stamping(global_conf):
    """Adds a header in Python, between C# components."""

    def filter(next):
        def app(environ, start_response):
            def stamped(status, headers, exc_info=None):
                return start_response(status, [*headers, ("X-User", environ.get("REMOTE_USER", "nobody"))], exc_info)

            return next(environ, stamped)

        return app

    return filter


def flask(global_conf):
    from flask import Flask, request

    app = Flask("flask")

    @app.route("/echo", methods=["POST"])
    def echo():
        return request.get_data().upper()

    @app.route("/count")
    def count():
        session = request.environ["beaker.session"]
        session["count"] = session.get("count", 0) + 1
        session.save()
        return str(session["count"])

    @app.route("/")
    def index():
        return f"flask below {request.script_root} for {request.remote_user}"

    return app


def pyramid(global_conf):
    from pyramid.config import Configurator
    from pyramid.response import Response

    config = Configurator()
    config.add_route("index", "/")
    config.add_view(lambda request: Response(f"pyramid below {request.script_name} for {request.remote_user}"), route_name="index")
    return config.make_wsgi_app()


def raising(environ, start_response):
    raise ValueError("secret detail")
