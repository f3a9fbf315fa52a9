# SPDX-License-Identifier: MIT
"""Factories for the configs of these tests."""

import os
import threading

served = []


def page(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"x" * 2000]


def make_page(global_conf, **settings):
    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain"), ("X-Thread", str(threading.get_ident())), ("X-Settings", repr(settings))])
        return [b"x" * 2000]

    return app


def make_path(global_conf, **settings):
    def app(environ, start_response):
        start_response("200 OK", [])
        return [f"{environ['SCRIPT_NAME']}|{environ['PATH_INFO']}".encode()]

    return app


def make_broken(global_conf, **settings):
    raise ZeroDivisionError("never made")


def make_failing(global_conf, **settings):
    def app(environ, start_response):
        raise KeyError("from the app")

    return app


def make_forking(global_conf, **settings):
    def app(environ, start_response):
        import subprocess
        import sys

        child = os.fork()
        if child == 0:
            os._exit(7)
        forked = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        ran = subprocess.run([sys.executable, "-c", "print(6)"], capture_output=True).stdout
        start_response("200 OK", [])
        return [f"{forked} {ran.decode().strip()}".encode()]

    return app


def make_header(app, global_conf, **settings):
    def filtered(environ, start_response):
        def start(status, headers, exc_info=None):
            return start_response(status, [*headers, ("X-Python", settings.get("value", ""))], exc_info)

        return app(environ, start)

    return filtered


def make_server(global_conf, **settings):
    return lambda app: served.append(("server", app, settings))


def run_server(app, global_conf, **settings):
    served.append(("runner", app, settings))
