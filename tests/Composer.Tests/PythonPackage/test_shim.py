# SPDX-License-Identifier: MIT
"""The objects that apps find in the environ: what they do is what Beaker's, Paste's and repoze.who's do, which are asked beside them."""

import unittest

from beaker.session import Session as TheirSession
from beaker.session import SessionObject as TheirSessionObject
from paste import registry as their_registry
from repoze.who.api import Identity as TheirIdentity
from wsgi_composer.shim import API, Identity, MemoryStore, Session, SessionObject, SessionOptions, identity
from wsgi_composer.shim import registry as our_registry


def outcome(function):
    try:
        return function()
    except Exception as error:
        return type(error).__name__, str(error)


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class SessionTest(unittest.TestCase):
    def setUp(self):
        self.clock = Clock()
        self.store = MemoryStore(self.clock)
        self.options = {}

    def session(self, cookie=None):
        environ = {"HTTP_COOKIE": cookie} if cookie else {}
        return SessionObject(environ, self.store, SessionOptions(**self.options), self.clock)

    def saved(self, **data):
        """The cookie of a stored session."""
        session = self.session()
        for key, value in data.items():
            session[key] = value
        session.save()
        return self.end(session)

    @staticmethod
    def end(session):
        """Ends the request; returns the cookie that goes out, as the next request would send it."""
        session.persist()
        headers = session.__dict__["_headers"]
        return headers["cookie_out"].split(";")[0] if headers["set_cookie"] else None


class Sessions(SessionTest):
    def test_has_what_apps_written_for_Beaker_touch(self):
        theirs = TheirSessionObject({}, type="memory")
        for name in [*dir(TheirSession), *dir(TheirSessionObject)]:
            if not name.startswith("_"):
                self.assertTrue(hasattr(self.session(), name) or name in ("serialize_cookie_date",), name)
        for name in (
            "id",
            "created",
            "last_accessed",
            "is_new",
            "was_invalidated",
            "accessed_dict",
            "request",
            "cookie",
            "timeout",
            "key",
            "secret",
            "use_cookies",
        ):
            getattr(theirs, name)
            getattr(self.session(), name)
        self.assertEqual((bool(theirs), hasattr(type(theirs), "__len__")), (bool(self.session()), hasattr(SessionObject, "__len__")))

    def test_is_a_dict_as_Beakers_is(self):
        def use(session):
            session["a"] = 1
            session.update({"b": 2, "c": 3})
            del session["b"]
            session.setdefault("d", [])
            return ("a" in session, session.has_key("b"), session.get("b", 7), session.pop("c"), session["d"],
                    sorted(key for key in session if not key.startswith("_")), outcome(lambda: session["none"]), outcome(lambda: len(session)))  # fmt: skip

        theirs, ours = use(TheirSessionObject({}, type="memory")), use(self.session())
        self.assertEqual(theirs[:-1], ours[:-1])
        self.assertEqual((theirs[-1][0], "TypeError"), (ours[-1][0], theirs[-1][0]))

    def test_is_not_read_before_it_is_touched(self):
        session = self.session()
        self.assertFalse(session.accessed())
        session.get("x")
        self.assertTrue(session.accessed())

    def test_what_was_saved_is_there_in_the_next_request(self):
        cookie = self.saved(user="me", cart=[1, {"x": 2.5}])
        again = self.session(cookie)

        self.assertEqual(("me", [1, {"x": 2.5}], False), (again["user"], again["cart"], again.is_new))

    def test_nothing_is_stored_or_sent_for_a_session_that_was_only_read(self):
        session = self.session()
        session.get("user")

        self.assertIsNone(self.end(session))
        self.assertEqual({}, self.store._texts)

    def test_nothing_is_stored_for_an_empty_session(self):
        session = self.session()
        session.save()

        self.assertIsNone(self.end(session))

    def test_auto_saves_without_being_asked(self):
        self.options = {"auto": True}
        session = self.session()
        session["a"] = 1

        self.assertEqual(1, self.session(self.end(session))["a"])

    def test_an_id_that_nobody_gave_out_is_never_taken_over(self):
        for id in ("chosen-by-the-attacker", "../../etc/passwd", "x" * 500, ""):
            session = self.session(f"beaker.session.id={id}")
            self.assertTrue(session.is_new)
            self.assertNotEqual(id, session.id)

    def test_a_signed_id_is_read_only_with_its_signature(self):
        self.options = {"secret": "s3cret"}
        cookie = self.saved(a=1)

        self.assertEqual(1, self.session(cookie)["a"])
        self.assertTrue(self.session(cookie.replace("=", "=0")).is_new)
        self.assertTrue(self.session(f"beaker.session.id={self.session(cookie).id}").is_new)

    def test_Beaker_reads_the_signed_id(self):
        self.options = {"secret": "s3cret"}
        cookie = self.saved(a=1)
        theirs = TheirSession({"cookie": cookie}, type="memory", secret="s3cret")

        self.assertEqual(self.session(cookie).id, theirs.id)

    def test_delete_ends_the_session_and_its_cookie(self):
        cookie = self.saved(a=1)
        session = self.session(cookie)
        session.delete()
        self.end(session)

        self.assertIn("expires", session.__dict__["_headers"]["cookie_out"])
        self.assertTrue(self.session(cookie).is_new)

    def test_invalidate_begins_a_new_session(self):
        cookie = self.saved(a=1)
        session = self.session(cookie)
        old = session.id
        session.invalidate()
        session["b"] = 2
        session.save()
        fresh = self.end(session)

        self.assertEqual((True, True, None, 2), (session.was_invalidated, old != session.id, session.get("a"), self.session(fresh)["b"]))
        self.assertTrue(self.session(cookie).is_new)

    def test_a_new_id_keeps_the_data_and_ends_the_old_one(self):
        cookie = self.saved(a=1)
        session = self.session(cookie)
        session.regenerate_id()
        session["b"] = 2
        session.save()
        fresh = self.end(session)

        again = self.session(fresh)
        self.assertEqual((1, 2), (again["a"], again["b"]))
        self.assertTrue(self.session(cookie).is_new)

    def test_a_session_ends_when_its_time_is_over(self):
        self.options = {"timeout": 60}
        cookie = self.saved(a=1)
        self.clock.now += 50
        self.end_touched(cookie)
        self.clock.now += 50
        self.assertEqual(1, self.session(cookie).get("a"))
        self.clock.now += 61
        self.assertTrue(self.session(cookie).is_new)

    def end_touched(self, cookie):
        session = self.session(cookie)
        session.get("a")
        self.end(session)

    def test_the_time_of_access_is_not_stored_with_every_request(self):
        self.options = {"timeout": 200}
        cookie = self.saved(a=1)
        before = dict(self.store._texts)
        self.clock.now += 9
        self.end_touched(cookie)
        self.assertEqual(before, self.store._texts)
        self.clock.now += 1
        self.end_touched(cookie)
        self.assertNotEqual(before, self.store._texts)

    def test_says_when_it_was_used_before(self):
        cookie = self.saved(a=1)
        self.clock.now = 1500.0
        session = self.session(cookie)

        self.assertEqual((1000.0, 1000.0, 1500.0), (session.created, session.last_accessed, session["_accessed_time"]))

    def test_two_requests_at_once_do_not_undo_each_other(self):
        cookie = self.saved(a=1, b=1, c=1)
        one, other = self.session(cookie), self.session(cookie)
        one["a"] = 2
        del one["c"]
        other["b"] = 3
        one.save()
        other.save()
        self.end(one)
        self.end(other)

        again = self.session(cookie)
        self.assertEqual((2, 3, False), (again["a"], again["b"], "c" in again))

    def test_revert_brings_back_what_was_loaded(self):
        session = self.session(self.saved(a=1))
        session["a"] = 2
        session["b"] = 3
        session.revert()

        self.assertEqual((1, False), (session["a"], "b" in session))

    def test_values_come_back_with_their_types(self):
        import datetime
        from decimal import Decimal

        data = {"when": datetime.datetime(2026, 1, 2, 3, 4, 5, 6, datetime.timezone.utc), "day": datetime.date(2026, 1, 2), "long": datetime.timedelta(1, 2, 3),
                "money": Decimal("1.10"), "raw": b"\x00\xff", "pair": (1, (2,)), "set": {1, 2}, "keys": {1: "a", ("b",): 2}, "mark": {"$type": "set"}, "none": None, "t": True}  # fmt: skip
        again = self.session(self.saved(**data))

        self.assertEqual(data, {key: value for key, value in again.items() if not key.startswith("_")})
        self.assertEqual((tuple, tuple), (type(again["pair"]), type(again["pair"][1])))

    def test_a_value_that_cannot_be_stored_is_an_error_that_names_its_key(self):
        session = self.session()
        session["cart"] = {"items": [object()]}
        session.save()

        self.assertEqual(("TypeError", "session['cart']: a builtins.object cannot be stored"), outcome(session.persist))

    def test_get_by_id_finds_another_session(self):
        cookie = self.saved(a=1)
        id = self.session(cookie).id

        self.assertEqual((1, None), (self.session().get_by_id(id)["a"], self.session().get_by_id("none")))

    def test_the_cookie_says_what_the_settings_say(self):
        self.options = {"key": "sid", "secure": True, "cookie_domain": "x.org", "cookie_path": "/app", "samesite": "Strict", "cookie_expires": 60}
        session = self.session()
        session["a"] = 1
        session.save()
        self.end(session)
        words = set(session.__dict__["_headers"]["cookie_out"].split("; "))

        self.assertEqual(
            {f"sid={session.id}", "Domain=x.org", "expires=Thu, 01 Jan 1970 00:17:40 GMT", "HttpOnly", "Path=/app", "SameSite=Strict", "Secure"},
            words,
        )

    def test_domain_and_path_can_be_set_by_the_app(self):
        session = self.session()
        session.domain, session.path = "x.org", "/y"

        self.assertLessEqual({"Domain=x.org", "Path=/y"}, set(session.__dict__["_headers"]["cookie_out"].split("; ")))

    def test_a_session_can_be_locked_twice_by_the_same_thread(self):
        session = self.session()
        session.lock()
        session["a"] = 1
        session.save()
        session.persist()
        session.unlock()

        self.assertIsInstance(session._session(), Session)


class Registries(unittest.TestCase):
    pairs = [(theirs, ours) for theirs in (their_registry, our_registry) for ours in (their_registry, our_registry)]

    def test_proxies_and_registries_of_both_work_with_each_other(self):
        for proxies, registries in self.pairs:
            proxy, seen = proxies.StackedObjectProxy(name="db"), []

            def app(environ, start_response):
                environ["paste.registry"].register(proxy, {"a": 1})
                seen.append(proxy["a"])
                environ["paste.registry"].register(proxy, {"a": 2})
                seen.append((proxy["a"], len(proxy), "a" in proxy, bool(proxy), proxy._object_stack()))
                return [b"x"]

            inner = registries.RegistryManager(app)

            def outer(environ, start_response):
                environ["paste.registry"].register(proxy, {"a": 0})
                body = inner(environ, start_response)
                seen.append(proxy["a"])
                return body

            self.assertEqual([b"x"], registries.RegistryManager(outer)({}, None))
            self.assertEqual([1, (2, 1, True, True, [{"a": 0}, {"a": 2}]), 0], seen)
            self.assertEqual(("TypeError", "No object (name: db) has been registered for this thread"), outcome(lambda: proxy["a"]))

    def test_proxies_behave_alike(self):
        class Thing:
            value = 1

            def __call__(self, x):
                return x + self.value

        def use(proxy):
            proxy._push_object(Thing())
            proxy.value = 4
            result = [
                proxy(1),
                proxy.value,
                "value" in dir(proxy),
                outcome(lambda: proxy.none),
                outcome(lambda: proxy[0])[0],
                outcome(lambda: list(proxy))[0],
            ]
            proxy._push_object("text")
            result += [repr(proxy), list(proxy), proxy[0], outcome(lambda: proxy._pop_object("other"))[0]]
            return result

        self.assertEqual(use(their_registry.StackedObjectProxy()), use(our_registry.StackedObjectProxy()))

    def test_a_default_stands_in(self):
        for module in (their_registry, our_registry):
            self.assertEqual(1, module.StackedObjectProxy(default={"a": 1})["a"])

    def test_an_error_in_the_app_ends_the_registration(self):
        proxy = our_registry.StackedObjectProxy()

        def app(environ, start_response):
            environ["paste.registry"].register(proxy, 1)
            raise KeyError("x")

        with self.assertRaises(KeyError):
            our_registry.RegistryManager(app)({}, None)
        self.assertEqual([], proxy._object_stack())

    def test_streaming_keeps_the_objects_until_the_end(self):
        proxy, closed = our_registry.StackedObjectProxy(), []

        class Body:
            def __iter__(self):
                yield str(proxy).encode()

            def close(self):
                closed.append(proxy._object_stack())

        def app(environ, start_response):
            environ["paste.registry"].register(proxy, "obj")
            return Body()

        self.assertEqual([b"'obj'"], list(body := our_registry.RegistryManager(app)({}, None)))
        body.close()
        self.assertEqual(([["obj"]], []), (closed, proxy._object_stack()))


class Identities(unittest.TestCase):
    class Authority:
        def authenticate(self, environ, credentials):
            login = (credentials or {}).get("login", environ.get("who"))
            return Identity({"repoze.who.userid": login}) if login else None

        def remember(self, environ, identity):
            return [("Set-Cookie", f"who={identity['repoze.who.userid']}")]

        def forget(self, environ, identity):
            return [("Set-Cookie", "who=; Max-Age=0")]

        def challenge(self, environ, status, app_headers, forget_headers):
            return lambda environ, start_response: [status.encode(), *[value.encode() for _, value in forget_headers]]

    def api(self, **environ):
        return API(environ, self.Authority())

    def test_an_identity_never_shows_what_is_in_it(self):
        ours, theirs = Identity({"password": "x"}), TheirIdentity({"password": "x"})

        self.assertEqual(repr(theirs).split(" at ")[0], str(ours).split(" at ")[0])
        self.assertEqual("x", ours["password"])

    def test_authenticate_says_who_is_there_in_the_environ(self):
        api = self.api(who="me")
        found = api.authenticate()

        self.assertEqual((found, "me"), (api.environ["repoze.who.identity"], api.environ["REMOTE_USER"]))
        self.assertIsNone(self.api().authenticate())

    def test_login_and_logout_return_the_headers(self):
        api = self.api(who="me")
        api.authenticate()

        self.assertEqual(
            ("you", [("Set-Cookie", "who=you")]), (lambda found, headers: (found["repoze.who.userid"], headers))(*api.login({"login": "you"}))
        )
        self.assertEqual([("Set-Cookie", "who=; Max-Age=0")], api.logout())
        self.assertNotIn("repoze.who.identity", api.environ)
        self.assertEqual((None, [("Set-Cookie", "who=; Max-Age=0")]), self.api().login({}))

    def test_remember_and_forget_concern_the_known_identity(self):
        api = self.api(who="me")
        self.assertEqual(((), ()), (api.remember(), api.forget()))
        api.authenticate()
        self.assertEqual(([("Set-Cookie", "who=me")], [("Set-Cookie", "who=; Max-Age=0")]), (api.remember(), api.forget()))

    def test_a_challenge_forgets_the_known_identity(self):
        api = self.api(who="me")
        self.assertEqual([b"401 x"], api.challenge("401 x")({}, None))
        api.authenticate()
        self.assertEqual([b"403 Forbidden", b"who=; Max-Age=0"], api.challenge()({}, None))

    def test_tokens_are_read_in_both_forms(self):
        self.assertEqual((["a", "b"], ["a", "b"], []), tuple(identity.tokens({"REMOTE_USER_TOKENS": value}) for value in ("a, b", ["a", "b"], "")))


if __name__ == "__main__":
    unittest.main()
