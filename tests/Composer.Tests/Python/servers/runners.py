# SPDX-License-Identifier: MIT
"""Servers as third parties write them: factories and runners of Paste Deploy's protocols. One app to try them with."""

import os
import threading
import time


def app(environ, start_response):
    """Says who serves; below /slow not before a file is there."""
    if environ["PATH_INFO"] == "/slow":
        print("slow app runs")
        while not os.path.exists("go"):
            time.sleep(0.01)
    start_response("200 OK", [("Content-Type", "text/plain")])
    thread = threading.current_thread()
    return [b"main" if thread is threading.main_thread() else b"own" if thread.name.startswith("Dummy") else b"thread", b" " * 4096]


def factory(global_conf, host, port):
    def serve(app):
        from wsgiref.simple_server import make_server

        make_server(host, int(port), app).serve_forever()

    return serve


def cheroot(app, global_conf, host, port):
    from cheroot.wsgi import Server

    Server((host, int(port)), app).safe_start()


def gevent(app, global_conf, host, port):
    from gevent.pywsgi import WSGIServer

    WSGIServer((host, int(port)), app).serve_forever()


def eventlet(app, global_conf, host, port):
    import eventlet.wsgi

    eventlet.wsgi.server(eventlet.listen((host, int(port))), app)


def twisted(app, global_conf, host, port):
    from twisted.internet import reactor
    from twisted.web.server import Site
    from twisted.web.wsgi import WSGIResource

    reactor.listenTCP(int(port), Site(WSGIResource(reactor, reactor.getThreadPool(), app)), interface=host)
    reactor.run()


def tornado(app, global_conf, host, port):
    from tornado.httpserver import HTTPServer
    from tornado.ioloop import IOLoop
    from tornado.wsgi import WSGIContainer

    HTTPServer(WSGIContainer(app)).listen(int(port), host)
    IOLoop.current().start()


def asyncio_with_handler(app, global_conf, host, port):
    import asyncio
    import signal

    from tornado.httpserver import HTTPServer
    from tornado.wsgi import WSGIContainer

    async def main():
        HTTPServer(WSGIContainer(app)).listen(int(port), host)
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        await stop.wait()
        print("its handler ran")

    asyncio.run(main())


def ends(app, global_conf):
    print("that was all")


def fails(app, global_conf):
    raise OSError("no such luck")


def deaf(app, global_conf, host, port):
    """Serves, and goes on whatever comes."""
    from wsgiref.simple_server import make_server

    server = make_server(host, int(port), app)
    while True:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass
