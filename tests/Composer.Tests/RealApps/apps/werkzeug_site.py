# SPDX-License-Identifier: MIT
"""Werkzeug without Flask: its routing, requests and responses."""

import content
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.utils import redirect, send_file
from werkzeug.wrappers import Request, Response

RULES = Map([
    Rule("/", endpoint="page"),
    Rule("/seen/<path:path>", endpoint="seen"),
    Rule("/form", endpoint="form", methods=["POST"]),
    Rule("/upload", endpoint="upload", methods=["POST"]),
    Rule("/raw", endpoint="raw", methods=["POST"]),
    Rule("/cookies", endpoint="cookies"),
    Rule("/redirect", endpoint="redirect"),
    Rule("/error", endpoint="error"),
    Rule("/stream", endpoint="stream"),
    Rule("/file", endpoint="file"),
    Rule("/etag", endpoint="etag"),
])


def make_app(global_conf):
    return Request.application(answer)


def answer(request):
    urls = RULES.bind_to_environ(request.environ)
    try:
        endpoint, arguments = urls.match()
    except HTTPException as problem:
        return problem
    return globals()["on_" + endpoint](request, **arguments)


def text(body):
    return Response(body, mimetype="text/plain")


def on_page(request):
    return Response(content.PAGE, mimetype="text/html")


def on_seen(request, path):
    return text(content.seen(
        request.method, request.root_path, path, request.args.items(multi=True), request.headers.get("X-Test")
    ))


def on_form(request):
    return text(repr(sorted(request.form.items(multi=True))))


def on_upload(request):
    file = request.files["file"]
    return text(content.received(file.filename, file.stream.read()))


def on_raw(request):
    return text(content.received("raw", request.get_data()))


def on_cookies(request):
    response = text(repr(sorted(request.cookies.items())))
    response.set_cookie("one", "1", httponly=True)
    response.set_cookie("two", "zwei ü", path="/two")
    return response


def on_redirect(request):
    return redirect(request.root_url, 303)


def on_error(request):
    raise ValueError("asked for")


def on_stream(request):
    return Response(content.blocks(), mimetype="text/plain")


def on_file(request):
    return send_file(content.FILE, request.environ, mimetype="text/plain")


def on_etag(request):
    response = text("tagged")
    response.set_etag(content.ETAG)
    return response.make_conditional(request)
