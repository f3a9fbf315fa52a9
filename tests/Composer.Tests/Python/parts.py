# SPDX-License-Identifier: MIT
"""Apps behind the components that have a part in Python."""

from paste.deploy.config import CONFIG as pastes_config
from paste.registry import StackedObjectProxy

from wsgi_composer.deploy.config import CONFIG

name_of_request = StackedObjectProxy(name="name")
steps_taken = []


def text(start_response, said):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
    return [said.encode()]


def registered(environ, start_response):
    """Registers the query string, and says it in two blocks."""
    environ["paste.registry"].register(name_of_request, environ["QUERY_STRING"])
    if name_of_request._current_obj() == "raise":
        raise KeyError("raise")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return (block + name_of_request._current_obj().encode() for block in (b"", b":"))


def registered_name(environ, start_response):
    """What the global name stands for outside of a registry, on any thread that is at hand."""
    return text(start_response, str(name_of_request._object_stack() or "nothing"))


def config_now(environ, start_response):
    return text(start_response, str(CONFIG.current_conf()))


def config_later(environ, start_response):
    """What each CONFIG and the environ say while the body is being made."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield pastes_config["a"].encode()
    yield b" " + CONFIG["a"].encode()
    yield b" " + environ["paste.config"]["a"].encode()


def begin(environ):
    steps_taken.append("begin:" + environ["HTTP_X_LOG"])


def commit(environ):
    steps_taken.append("commit:" + environ["HTTP_X_LOG"])


def rollback(environ):
    steps_taken.append("rollback:" + environ["HTTP_X_LOG"])


def veto(environ, status, headers):
    return ("X-Veto", "1") in headers


def steps(environ, start_response):
    """What was done since the last call."""
    taken, steps_taken[:] = " ".join(steps_taken), []
    return text(start_response, taken)


def session_code(environ, start_response):
    """Runs the request's body; ``s`` is the session, and ``say`` is what is answered."""
    said = []
    names = {"environ": environ, "s": environ["beaker.session"], "say": said.append}
    exec(environ["wsgi.input"].read().decode(), names)
    return text(start_response, repr(said))


def around_session(app):
    """A filter that has the session in its hands before and after."""

    def call(environ, start_response):
        session = environ["beaker.session"]
        session["python"] = 1
        session.get("csharp")
        session.save()
        body = app(environ, lambda *args: None)
        said = repr((session["csharp"], session["python"], session.get("gone"), session["cart"]))
        getattr(body, "close", lambda: None)()
        return text(start_response, said)

    return call


def keeps(environ, start_response):
    """Has a value of its own kept in the cookie of auth_cookie."""
    kept = environ.get("shop.colour")
    keys = environ["paste.auth.cookie"]
    if environ["QUERY_STRING"]:
        environ["shop.colour"] = environ["QUERY_STRING"]
        keys.append("shop.colour")
        keys.append("shop.colour")
    return text(start_response, f"{list(keys)} {kept}")


def who(environ, start_response):
    """Does what its path says with the API of repoze.who."""
    api = environ["repoze.who.api"]
    identity = environ.get("repoze.who.identity")
    headers = []
    path = environ["PATH_INFO"]
    said = "None"
    if path == "/identity" and identity:
        said = f"{identity['repoze.who.userid']} {identity['tokens']} {identity.get('login')}"
    if path in ("/login", "/copied"):
        login, password = environ["QUERY_STRING"].split("&")
        identity, headers = api.login({"login": login, "password": password})
        said = str(identity and identity["repoze.who.userid"])
    if path == "/remember":
        headers = api.remember({"repoze.who.userid": "J\u00f6rg", "tokens": ["admin", "staff"], "userdata": ""})
    if path == "/plugin":
        headers = environ["repoze.who.plugins"]["auth_tkt"].remember(environ, {"repoze.who.userid": "bing", "max_age": 60})
    if path == "/again":
        login, password = environ["QUERY_STRING"].split("&")
        confirmed = {**identity, "login": login, "password": password}
        said = str(environ["repoze.who.plugins"]["auth_basic"].authenticate(environ, confirmed))
    if path == "/logout":
        headers = api.logout()
        said = str("repoze.who.identity" in environ)
    if path == "/challenge":
        app = api.challenge("401 Unauthorized", [("X-Lost", "1")])
        if app is not None:
            return app(environ, start_response)
        said = "no challenge"
    body = said.encode()
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *headers])
    return [body]


def session_late(environ, start_response):
    """Saves while its body is read."""
    session = environ["beaker.session"]
    session["early"] = 1
    session.save()
    start_response("200 OK", [])

    def body():
        yield b"first"
        session["late"] = [1]
        session.save()
        yield b"second"
        session["late"].append(2)

    return body()
