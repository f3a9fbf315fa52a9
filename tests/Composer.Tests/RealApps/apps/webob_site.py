# SPDX-License-Identifier: MIT
"""WebOb: one decorated function."""

import content
from webob import Response, exc, static
from webob.dec import wsgify


def make_app(global_conf):
    return site


@wsgify
def site(request):
    name = request.path_info_peek() or "page"
    handler = globals().get("on_" + name)
    if handler is None:
        raise exc.HTTPNotFound()
    return handler(request)


def text(body):
    return Response(text=body, content_type="text/plain")


def on_page(request):
    return content.PAGE


def on_seen(request):
    request.path_info_pop()
    path = request.path_info.lstrip("/")
    script = request.script_name.removesuffix("/seen")
    return text(content.seen(request.method, script, path, request.GET.items(), request.headers.get("X-Test")))


def on_form(request):
    return text(repr(sorted(request.POST.items())))


def on_upload(request):
    file = request.POST["file"]
    return text(content.received(file.filename, file.file.read()))


def on_raw(request):
    return text(content.received("raw", request.body))


def on_cookies(request):
    response = text(repr(sorted(request.cookies.items())))
    response.set_cookie("one", "1", httponly=True)
    response.set_cookie("two", "zwei", path="/two")
    return response


def on_redirect(request):
    raise exc.HTTPSeeOther(location="/")


def on_error(request):
    raise exc.HTTPInternalServerError("asked for")


def on_crash(request):
    raise ValueError("asked for")


def on_stream(request):
    return Response(app_iter=content.blocks(), content_type="text/plain")


def on_file(request):
    return static.FileApp(str(content.FILE), content_type="text/plain")


def on_etag(request):
    response = text("tagged")
    response.etag = content.ETAG
    response.conditional_response = True
    return response
