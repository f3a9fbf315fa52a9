# SPDX-License-Identifier: MIT
"""Pyramid, found as an installed distribution: `use = egg:RealPyramid`."""

import content
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import FileResponse, Response
from pyramid.session import SignedCookieSessionFactory
from pyramid.view import view_config

ROUTES = "form upload raw cookies login whoami redirect error stream file etag".split()


def main(global_config, **settings):
    with Configurator(settings=settings) as config:
        config.set_session_factory(SignedCookieSessionFactory(settings["session.secret"]))
        config.add_route("page", "/")
        config.add_route("seen", "/seen/*path")
        for name in ROUTES:
            config.add_route(name, "/" + name)
        config.add_static_view("static", "static", cache_max_age=3600)
        config.scan()
        return config.make_wsgi_app()


def text(body):
    return Response(text=body, content_type="text/plain")


@view_config(route_name="page")
def page(request):
    return Response(content.PAGE)


@view_config(route_name="seen")
def seen(request):
    path = "/".join(request.matchdict["path"])
    return text(content.seen(request.method, request.script_name, path, request.GET.items(), request.headers.get("X-Test")))


@view_config(route_name="form", request_method="POST")
def form(request):
    return text(repr(sorted(request.POST.items())))


@view_config(route_name="upload", request_method="POST")
def upload(request):
    file = request.POST["file"]
    return text(content.received(file.filename, file.file.read()))


@view_config(route_name="raw", request_method="POST")
def raw(request):
    return text(content.received("raw", request.body))


@view_config(route_name="cookies")
def cookies(request):
    response = text(repr(sorted(request.cookies.items())))
    response.set_cookie("one", "1", httponly=True)
    response.set_cookie("two", "zwei", path="/two")
    return response


@view_config(route_name="login", request_method="POST")
def login(request):
    request.session["user"] = request.POST["user"]
    return HTTPSeeOther(request.route_url("whoami"))


@view_config(route_name="whoami")
def whoami(request):
    return text(request.session.get("user", "nobody"))


@view_config(route_name="redirect")
def redirect(request):
    return HTTPSeeOther(request.route_url("page"))


@view_config(route_name="error")
def error(request):
    raise ValueError("asked for")


@view_config(context=ValueError)
def failed(problem, request):
    request.response.status = 500
    request.response.text = f"failed: {problem}"
    return request.response


@view_config(route_name="stream")
def stream(request):
    return Response(app_iter=content.blocks(), content_type="text/plain")


@view_config(route_name="file")
def file(request):
    return FileResponse(str(content.FILE), request, content_type="text/plain")


@view_config(route_name="etag")
def etag(request):
    response = text("tagged")
    response.etag = content.ETAG
    response.conditional_response = True
    return response
