# SPDX-License-Identifier: MIT
"""The objects that apps find in the environ: what they do is what Paste's and repoze.who's do, which are asked beside them."""

import unittest

from paste import registry as their_registry
from repoze.who.api import Identity as TheirIdentity
from wsgi_composer.shim import API, Identity, identity
from wsgi_composer.shim import registry as our_registry


def outcome(function):
    try:
        return function()
    except Exception as error:
        return type(error).__name__, str(error)


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

        def remember(self, environ, identity, name=None):
            return [("Set-Cookie", f"{name or 'who'}={identity['repoze.who.userid']}")]

        def forget(self, environ, identity, name=None):
            return [("Set-Cookie", f"{name or 'who'}=; Max-Age=0")]

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

    def test_login_and_logout_ask_one_identifier_where_it_is_named(self):
        api = self.api()

        self.assertEqual([("Set-Cookie", "tkt=you")], api.login({"login": "you"}, "tkt")[1])
        self.assertEqual([("Set-Cookie", "tkt=; Max-Age=0")], api.login({}, "tkt")[1])
        self.assertEqual([("Set-Cookie", "tkt=; Max-Age=0")], api.logout("tkt"))

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
