# SPDX-License-Identifier: MIT
"""Serves served.ini with a server that is a Python library: serve.py NAME PORT. Ctrl+C ends it; SIGUSR1 prints where its threads and greenlets are."""

import faulthandler
import gc
import signal
import sys
import traceback

HOST = "127.0.0.1"


def wsgiref(app, port):
    from wsgiref.simple_server import make_server

    make_server(HOST, port, app).serve_forever()


def waitress(app, port):
    from waitress import serve

    serve(app, host=HOST, port=port)


def cheroot(app, port):
    from cheroot.wsgi import Server

    Server((HOST, port), app).safe_start()


def twisted(app, port):
    from twisted.internet import reactor
    from twisted.web.server import Site
    from twisted.web.wsgi import WSGIResource

    reactor.listenTCP(port, Site(WSGIResource(reactor, reactor.getThreadPool(), app)), interface=HOST)
    reactor.run()


def tornado(app, port):
    from tornado.httpserver import HTTPServer
    from tornado.ioloop import IOLoop
    from tornado.wsgi import WSGIContainer

    HTTPServer(WSGIContainer(app)).listen(port, HOST)
    IOLoop.current().start()


def gevent(app, port):
    from gevent.pywsgi import WSGIServer

    WSGIServer((HOST, port), app).serve_forever()


def eventlet(app, port):
    import eventlet.wsgi

    eventlet.wsgi.server(eventlet.listen((HOST, port)), app)


def print_greenlets(number, frame):
    from greenlet import greenlet

    for one in gc.get_objects():
        if isinstance(one, greenlet) and one.gr_frame is not None:
            print(f"{one}:", *traceback.format_stack(one.gr_frame), sep="\n", file=sys.stderr)


def main(name, port):
    if name in ("gevent", "eventlet"):
        signal.signal(signal.SIGUSR1, print_greenlets)
    faulthandler.register(signal.SIGUSR1, chain=True)
    if name == "gevent":
        from gevent.monkey import patch_all

        patch_all()
    if name == "eventlet":
        import eventlet

        eventlet.monkey_patch()
    from served import app

    try:
        globals()[name](app, int(port))
    except KeyboardInterrupt:
        pass


main(*sys.argv[1:])
