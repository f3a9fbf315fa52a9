# SPDX-License-Identifier: MIT
"""Flask: sessions, forms, uploads, files, streams."""

import content
import flask


def make_app(global_conf, **settings):
    site = flask.Flask(__name__)
    site.secret_key = settings.get("secret", "not secret")
    site.register_blueprint(pages)
    return site


pages = flask.Blueprint("pages", __name__)


@pages.route("/")
def page():
    return content.PAGE


@pages.route("/seen/<path:path>", methods=["GET", "POST", "PUT", "DELETE"])
def seen(path):
    request = flask.request
    text = content.seen(
        request.method, request.script_root, path, request.args.items(multi=True), request.headers.get("X-Test")
    )
    return flask.Response(text, mimetype="text/plain")


@pages.route("/form", methods=["POST"])
def form():
    return flask.Response(repr(sorted(flask.request.form.items(multi=True))), mimetype="text/plain")


@pages.route("/upload", methods=["POST"])
def upload():
    file = flask.request.files["file"]
    return flask.Response(content.received(file.filename, file.read()), mimetype="text/plain")


@pages.route("/raw", methods=["POST"])
def raw():
    return flask.Response(content.received("raw", flask.request.get_data()), mimetype="text/plain")


@pages.route("/cookies")
def cookies():
    response = flask.make_response(repr(sorted(flask.request.cookies.items())))
    response.set_cookie("one", "1", httponly=True)
    response.set_cookie("two", "zwei ü", path="/two")
    return response


@pages.route("/login", methods=["POST"])
def login():
    flask.session["user"] = flask.request.form["user"]
    return flask.redirect(flask.url_for("pages.whoami"))


@pages.route("/whoami")
def whoami():
    return flask.session.get("user", "nobody")


@pages.route("/redirect")
def redirect():
    return flask.redirect(flask.url_for("pages.page"))


@pages.route("/error")
def error():
    raise ValueError("asked for")


@pages.route("/stream")
def stream():
    return flask.Response(content.blocks(), mimetype="text/plain")


@pages.route("/file")
def file():
    return flask.send_file(content.FILE, mimetype="text/plain", conditional=True)


@pages.route("/etag")
def etag():
    response = flask.make_response("tagged")
    response.set_etag(content.ETAG)
    return response.make_conditional(flask.request)
