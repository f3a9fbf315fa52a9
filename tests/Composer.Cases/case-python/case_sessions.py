# SPDX-License-Identifier: MIT
"""Apps that use environ['beaker.session'] as apps written for Beaker do."""

import threading

from case_apps import answer, show


def counter(global_conf):
    """Counts in the session; /nosave counts without saving."""

    def app(environ, start_response):
        session = environ["beaker.session"]
        value = session.get("value", 0) + 1
        session["value"] = value
        if not environ["PATH_INFO"].startswith("/nosave"):
            session.save()
        return answer(start_response, "The current value is: %d, session id is %s" % (value, session.id))

    return app


def contents(session):
    """What a session holds, as far as JSON can say it."""
    return {key: value for key, value in session.items() if isinstance(value, (str, int, float, bool, list, dict, type(None)))}


class Operations:
    """Does an operation with each request; /-dump shows the session.

    An operation is one of the methods, or words with dashes between them, as set-save, of which those after -then- are for the next request.
    """

    def __init__(self, name):
        method = name.replace("-", "_")
        self.operation = getattr(self, method) if hasattr(self, method) else self.words(name)
        self.requests = 0
        self.slow_has_read = threading.Event()
        self.fast_is_done = threading.Event()

    def words(self, name):
        requests = [words.replace(",", "-").replace("+", "-").split("-") for words in name.split("-then-")]
        for word in [word for words in requests for word in words]:
            if word not in WORDS:
                raise ValueError("the operation %r is not known" % word)

        def operation(session, environ, start_response):
            for word in requests[min(self.requests, len(requests)) - 1]:
                WORDS[word](session)
            return answer(start_response, "value is %s" % session.get("value"))

        return operation

    def __call__(self, environ, start_response):
        session = environ["beaker.session"]
        if environ["PATH_INFO"] == "/-dump":
            return self.dump(session, environ, start_response)
        self.requests += 1
        return self.operation(session, environ, start_response)

    def none(self, session, environ, start_response):
        return answer(start_response, "untouched")

    def get(self, session, environ, start_response):
        return answer(start_response, "value is %s" % session.get("value"))

    def set_save(self, session, environ, start_response):
        session["value"] = "kept"
        session.save()
        return answer(start_response, "saved")

    def dump(self, session, environ, start_response):
        return show(environ, start_response, contents(session))

    def set_save_then_delete(self, session, environ, start_response):
        if self.requests == 1:
            return self.set_save(session, environ, start_response)
        session.delete()
        return answer(start_response, "deleted")

    def regenerate(self, session, environ, start_response):
        if self.requests == 1:
            return self.set_save(session, environ, start_response)
        if self.requests == 2:
            session.regenerate_id()
            session.save()
            return answer(start_response, "another id")
        return self.dump(session, environ, start_response)

    def login(self, session, environ, start_response):
        """A visitor whose session is there before they log in."""
        return self.set_save(session, environ, start_response)

    def late_save(self, session, environ, start_response):
        if self.requests > 1:
            return answer(start_response, "value is %s" % session.get("late"))
        session["early"] = 1
        session.save()
        start_response("200 OK", [("Content-Type", "text/plain")])
        return self._saving_late(session)

    @staticmethod
    def _saving_late(session):
        yield b"first"
        session["late"] = "late value"
        session.save()
        yield b"second"

    def concurrent_different_keys(self, session, environ, start_response):
        """/slow reads, and writes when /fast has written; the others tell which of it has happened."""
        path = environ["PATH_INFO"]
        if path == "/slow-has-read":
            self.slow_has_read.wait(5)
            return answer(start_response, "read")
        if path == "/fast-is-done":
            self.fast_is_done.set()
            return answer(start_response, "done")
        if path == "/slow":
            session.get("a")
            self.slow_has_read.set()
            self.fast_is_done.wait(5)
        session[{"/slow": "a", "/fast": "b"}.get(path, "begun")] = 1
        session.save()
        return self.dump(session, environ, start_response)


def fails(session):
    raise ValueError("after the session")


def sets(session):
    session["value"] = "kept"


def sets_much(session):
    session["value"] = "x" * 5000


WORDS = {
    "none": lambda session: None,
    "nosave": lambda session: None,
    "get": lambda session: session.get("value"),
    "read": lambda session: session.get("value"),
    "set": sets,
    "write": sets,
    "big": sets_much,
    "save": lambda session: session.save(),
    "delete": lambda session: session.delete(),
    "invalidate": lambda session: session.invalidate(),
    "regenerate": lambda session: session.regenerate_id(),
    "clear": lambda session: session.clear(),
    "revert": lambda session: session.revert(),
    "raise": fails,
}


def operations(global_conf, operation):
    return Operations(operation)
