# SPDX-License-Identifier: MIT
"""Falcon."""

import content
import falcon
from falcon.media.multipart import MultipartFormHandler


def make_app(global_conf):
    site = falcon.App(media_type=falcon.MEDIA_TEXT)
    site.req_options.media_handlers[falcon.MEDIA_MULTIPART] = MultipartFormHandler()
    for path, resource in ROUTES.items():
        site.add_route(path, resource)
    site.add_sink(seen, "/seen/(?P<path>.*)")
    return site


def seen(request, response, path):
    query = [(name, value) for name, values in request.params.items() for value in (values if isinstance(values, list) else [values])]
    response.text = content.seen(request.method, request.root_path, path, query, request.get_header("X-Test"))


class Page:
    def on_get(self, request, response):
        response.content_type = "text/html; charset=utf-8"
        response.text = content.PAGE

    on_head = on_get


class Form:
    def on_post(self, request, response):
        response.text = repr(sorted(request.get_media().items()))


class Upload:
    def on_post(self, request, response):
        for part in request.get_media():
            if part.name == "file":
                response.text = content.received(part.filename, part.stream.read())


class Raw:
    def on_post(self, request, response):
        response.text = content.received("raw", request.bounded_stream.read())


class Cookies:
    def on_get(self, request, response):
        response.set_cookie("one", "1", secure=False)
        response.set_cookie("two", "zwei", path="/two", secure=False)
        response.text = repr(sorted(request.cookies.items()))


class Redirect:
    def on_get(self, request, response):
        raise falcon.HTTPSeeOther(request.prefix + "/")

    on_head = on_get


class Error:
    def on_get(self, request, response):
        raise ValueError("asked for")


class Stream:
    def on_get(self, request, response):
        response.stream = content.blocks()

    on_head = on_get


class File:
    def on_get(self, request, response):
        response.set_stream(content.FILE.open("rb"), content.FILE.stat().st_size)

    on_head = on_get


class Etag:
    def on_get(self, request, response):
        response.etag = content.ETAG
        if content.ETAG in (request.if_none_match or []):
            response.status = falcon.HTTP_304
        else:
            response.text = "tagged"


ROUTES = {
    "/": Page(),
    "/form": Form(),
    "/upload": Upload(),
    "/raw": Raw(),
    "/cookies": Cookies(),
    "/redirect": Redirect(),
    "/error": Error(),
    "/stream": Stream(),
    "/file": File(),
    "/etag": Etag(),
}
