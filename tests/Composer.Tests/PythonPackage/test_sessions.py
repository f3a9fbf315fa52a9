# SPDX-License-Identifier: MIT
"""Apps that were written for Beaker, behind Beaker's own filter and behind the C# one: they cannot tell which."""

import base64
import contextlib
import datetime
import gc
import getpass
import os
import pickle
import shutil
import socket
import subprocess
import unittest
from decimal import Decimal

import webtest
from beaker.middleware import SessionMiddleware, beaker_session
from beaker.session import CookieSession
from kit import ConfigTest
from paste.registry import RegistryManager
from wsgi_composer import components
from wsgi_composer.shim import Session
from wsgi_composer.shim import SessionObject as OurSessionObject


def snippets(environ, start_response):
    """Runs what the request's body says: ``s`` is the session, ``say`` what is answered, ``block`` ends a block of the answer."""
    code = environ["wsgi.input"].read().decode()
    said = []
    names = {"s": environ["beaker.session"], "environ": environ, "say": said.append, "datetime": datetime, "Decimal": Decimal}
    first, _, later = code.partition("\n--\n")
    status = environ.get("HTTP_X_STATUS", "200 OK")
    exec(first, names)
    start_response(status, [("Content-Type", "text/plain")])
    if not later:
        return [repr(said).encode()]
    return late(names, said, later)


def late(names, said, later):
    yield repr(said).encode()
    exec(later, names)


class Both(ConfigTest):
    """Every test asks Beaker too, where the two are to agree."""

    options = {"type": "memory"}

    def setUp(self):
        super().setUp()
        self.theirs = webtest.TestApp(SessionMiddleware(snippets, {"session.save_accessed_time": "true", **self.prefixed()}))
        self.ours = self.client()

    def prefixed(self):
        return {f"session.{name}": str(value) for name, value in self.options.items()}

    def client(self, app=snippets, **options):
        return webtest.TestApp(self.filtered(app, **options))

    def filtered(self, app=snippets, **options):
        return components.filter.session(app, {"here": self.folder}, **{**self.options, **options})

    def run_in(self, client, *requests):
        return [client.post("/", code).text for code in requests]

    def agree(self, *requests):
        theirs, ours = self.run_in(self.theirs, *requests), self.run_in(self.ours, *requests)
        self.assertEqual(theirs, ours)
        return ours


class SameAsBeaker(Both):
    def test_data_are_there_in_the_next_request(self):
        self.agree("s['a'] = 1; s['cart'] = [1, {'x': 2.5}]; s.save()", "say(s['a']); say(s['cart']); say(s.is_new)")

    def test_what_is_not_saved_is_not_stored(self):
        self.agree("s['a'] = 1; s.save()", "s['a'] = 2; s['b'] = 2; say(dict(a=s['a']))", "say((s['a'], 'b' in s))")

    def test_save_means_the_whole_request(self):
        self.agree("s['a'] = []; s.save(); s['a'].append(1); s['b'] = 2", "say((s['a'], s.get('b')))", "s.save(); del s['b']; s['a'] += [2]", "say((s['a'], s.get('b')))")

    def test_a_session_that_was_only_read_sends_no_cookie(self):
        self.ours.post("/", "s.get('a')")
        self.theirs.post("/", "s.get('a')")
        self.assertEqual(({}, {}), (self.theirs.cookies, self.ours.cookies))

    def test_it_is_a_dict(self):
        self.agree(
            """
s['a'] = 1
s.update({'b': 2, 'c': 3}, d=4)
del s['b']
say(s.setdefault('e', []))
say(('a' in s, s.has_key('b'), s.get('b', 7), s.pop('c'), s.pop('none', 0), sorted(k for k in s if k[0] != '_')))
say(sorted(k for k in s.keys() if k[0] != '_'))
say(sorted((k, v) for k, v in s.items() if k[0] != '_'))
say(type(s.copy()).__name__ in ('dict', 'Session'))
s.save()
""",
            "say(sorted(k for k in s))",
            "s.clear(); say(sorted(s)); s['only'] = 1; s.save()",
            "say(sorted(k for k in s if not k.endswith('_time')))",
        )

    def test_what_is_missing_is_an_error(self):
        self.agree(
            """
for use in (lambda: s['none'], lambda: len(s), lambda: s.nothing, lambda: s.__delitem__('none')):
    try:
        use()
    except Exception as error:
        say(type(error).__name__)
say(bool(s))
""",
        )

    def test_attributes(self):
        ask = "say([s.last_accessed is None, s.is_new, s.was_invalidated, s.timeout, s.key, s.secret, s.use_cookies, s.path, s.domain, len(s.id), type(s.created), sorted(s.accessed_dict) == sorted(s), type(s.request), type(s.cookie).__name__])"
        first, _, second = self.run_in(self.theirs, ask, "s['a'] = 1; s.save()", ask)
        ours = self.run_in(self.ours, ask, "s['a'] = 1; s.save()", ask)
        self.assertEqual(second, ours[2].replace("1209600", "None"))
        self.assertEqual(first.replace("[True, True", "["), ours[0].replace("[True, True", "[").replace("1209600", "None").replace("True, <class 'dict'>", "False, <class 'dict'>"))

    def test_times(self):
        self.agree("s['a'] = 1; s.save()", "say(abs(s.created - s['_creation_time']) < 1); say(s.last_accessed <= s['_accessed_time']); say(s['_creation_time'] <= s['_accessed_time'])")

    def test_delete(self):
        self.agree("s['a'] = 1; s.save()", "s.delete(); say('a' in s)", "say(('a' in s, s.is_new))")

    def test_a_deleted_session_may_begin_again(self):
        self.agree("s['a'] = 1; s.save()", "s.delete(); s['b'] = 2; s.save()")
        self.assertEqual(["[(None, 2)]"], self.run_in(self.ours, "say((s.get('a'), s.get('b')))"))

    def test_invalidate(self):
        self.agree("s['a'] = 1; s.save()", "old = s.id; s.invalidate(); say((s.was_invalidated, old != s.id, 'a' in s)); s['b'] = 2; s.save()", "say((s.get('a'), s['b']))")

    def test_regenerate_id(self):
        self.agree("s['a'] = 1; s.save()", "old = s.id; s.regenerate_id(); say(old != s.id); s['b'] = 2; s.save()", "say((s['a'], s['b']))")

    def test_revert(self):
        self.agree("s['a'] = 1; s.save()", "s['a'] = 2; s['b'] = 1; s.revert(); say((s['a'], 'b' in s)); s.save()", "say((s['a'], 'b' in s))")

    def test_what_was_read_is_remembered_beside_what_was_saved(self):
        self.agree(
            "s.update(a=1, b=[1], c='x'); s.save()",
            "s['a'] = 2; del s['c']; s.save(); say(sorted(k for k in s.accessed_dict if k[0] != '_')); say(s.accessed_dict['a']); s['a'] = 3; s.save(); say(s.accessed_dict['a'])",
            "say((s['a'], s['b'], 'c' in s))",
        )

    def test_values_change_their_types(self):
        self.agree(
            "s.update(a=1, b=1, c=[1], d='1', e=True); s.save()",
            "s.update(a=1.0, b=True, c=1, d=[1], e=1); s.save(); s['d'].append(2)",
            "say([(k, s[k], type(s[k]).__name__) for k in 'abcde']); s['c'] = [1]; s['d'] = 'd'; s.save(); s['c'].append(2)",
            "say((s['c'], s['d'])); s.save(); s['c'].append(3)",
            "say(s['c'])",
        )

    def test_lock_and_load(self):
        self.agree("s['a'] = 1; s.save()", "s.lock(); s.load(); s['a'] += 1; s.save(); s.unlock()", "say(s['a'])")

    def test_get_by_id(self):
        self.agree("s['a'] = 1; s.save()", "t = s.get_by_id(s.id); say(t['a']); say(s.get_by_id('none'))")

    def test_dirty_and_accessed(self):
        self.agree("say((s.accessed(), s.dirty())); s.get('a'); say((s.accessed(), s.dirty())); s.save(); say(s.dirty())")

    def test_get_session(self):
        self.agree("t = environ['beaker.get_session'](); say((t.is_new, len(t.id))); t['x'] = 1; t.save(); say(s.get_by_id(t.id)['x'])")

    def test_values_come_back_as_they_were(self):
        self.agree(
            "s.update(a=datetime.datetime(2026, 1, 2, 3, 4, 5, 6), b=datetime.date(2026, 1, 2), c=datetime.timedelta(1, 2, 3), d=Decimal('1.10'), e=b'\\x00\\xff', f=(1, (2,)),"
            "  g={1, 2}, h={1: 'a', ('b',): 2}, i=None, j=True, k='\\u20ac \\U0001f6b2 \\x7f\\u2028\"\\\\', l=1.0, m=10**30, n=-0.5); s.save()",
            "say(sorted((k, v) for k, v in s.items() if k[0] != '_'))",
        )

    def test_auto(self):
        app = webtest.TestApp(SessionMiddleware(snippets, {"session.type": "memory", "session.auto": "true"}))
        ours = self.client(auto="true")
        requests = "s['a'] = [1]", "s['a'].append(2)", "say(s['a'])"
        self.assertEqual(self.run_in(app, *requests), self.run_in(ours, *requests))

    def test_the_id_and_its_signature(self):
        theirs, ours = webtest.TestApp(SessionMiddleware(snippets, {"session.type": "memory", "session.secret": "a-secret-of-the-shop-1234"})), self.client(secret="a-secret-of-the-shop-1234")
        for client in (theirs, ours):
            client.post("/", "s['a'] = 1; s.save()")
            value = client.cookies["beaker.session.id"]
            self.assertEqual((72, "[True, True]"), (len(value), client.post("/", f"say(s.id == '{value[40:]}'); say(s.secret == 'a-secret-of-the-shop-1234')").text))

    def test_domain_and_path(self):
        cookies = [client.post("/", "s['a'] = 1; s.save(); s.path = '/'; s.domain = '.localhost'").headers["Set-Cookie"] for client in (self.theirs, self.ours)]
        for part in ("domain=.localhost", "path=/"):
            self.assertEqual([True, True], [part in cookie.lower() for cookie in cookies])

    def test_the_registry_has_Beakers_global_name(self):
        def app(environ, start_response):
            beaker_session["n"] = beaker_session.get("n", 0) + 1
            beaker_session.save()
            start_response("200 OK", [])
            return [str(beaker_session["n"]).encode()]

        theirs, ours = webtest.TestApp(RegistryManager(SessionMiddleware(app, type="memory"))), self.client_of_registry(app)
        for client in (theirs, ours):
            self.assertEqual(["1", "2", "3"], [client.get("/").text for _ in range(3)])

    def client_of_registry(self, app):
        return webtest.TestApp(components.filter.registry(self.filtered(app), {}))

    def test_webtest_finds_the_session(self):
        theirs = webtest.TestApp(SessionMiddleware(snippets, {"session.type": "memory", "session.webtest_varname": "session"}))
        for client in (theirs, self.client(webtest_varname="session")):
            self.assertEqual(4, client.post("/", "s['a'] = 4; s.save()").session["a"])

    def test_Pastes_session_is_stored_without_being_asked(self):
        said = self.run_in(self.ours, "environ['paste.session.factory']()['a'] = [1]", "t = environ['paste.session.factory'](); t['a'].append(2); say(t is environ['paste.session.factory']())", "say(s['a'])")
        self.assertEqual(["[]", "[True]", "[[1, 2]]"], said)

    def test_Pastes_flup_session_is_stored_without_being_asked(self):
        ours = webtest.TestApp(components.filter.session(snippets, {"here": self.folder}, session_type="memory"))
        said = self.run_in(ours, "environ['paste.flup_session_service'].session['a'] = [1]", "t = environ['paste.flup_session_service'].session; t['a'].append(2); say(t is environ['paste.session.factory']())", "say(s['a'])")
        self.assertEqual(["[]", "[True]", "[[1, 2]]"], said)

    def test_the_key_of_the_environ_may_be_another(self):
        def app(environ, start_response):
            start_response("200 OK", [])
            return [repr([type(environ["my.session"]).__name__]).encode()]

        self.assertEqual("['SessionObject']", self.client(app, environ_key="my.session").get("/").text)


class BetterThanBeaker(Both):
    def test_a_value_that_cannot_be_stored_is_an_error_of_save_that_names_its_key(self):
        said = self.run_in(self.ours, "s['cart'] = {'items': [object()]}\ntry:\n  s.save()\nexcept TypeError as error:\n  say(str(error))")
        self.assertEqual(["[\"session['cart']: a builtins.object cannot be stored\"]"], said)

    def test_a_number_that_json_lacks_is_an_error_that_names_its_key(self):
        said = self.run_in(self.ours, "s['rate'] = float('nan')\ntry:\n  s.save()\nexcept TypeError as error:\n  say(\"session['rate']\" in str(error))", "say('rate' in s)")
        self.assertEqual(["[True]", "[False]"], said)

    def test_what_was_in_order_beside_a_value_that_cannot_be_stored_is_stored_with_the_next_save(self):
        said = self.run_in(self.ours, "s['cart'] = [1]; s['n'] = 1; s['bad'] = object()\ntry:\n  s.save()\nexcept TypeError:\n  del s['bad']\ns.save()", "say((s['cart'], s['n']))")
        self.assertEqual(["[]", "[([1], 1)]"], said)

    def test_what_is_only_read_is_not_stored_again(self):
        self.run_in(self.ours, "s.update(a=1, cart=[1], name='x'); s.save()")
        outer = "s['cart'], s['a']; t = s.get_by_id(s.id); t['cart'].append(2); t['a'] = 2; t.save(); s['b'] = 1; s.save()"
        self.assertEqual(["[([1, 2], 2, 1, 'x')]"], self.run_in(self.ours, outer, "say((s['cart'], s['a'], s['b'], s['name']))")[1:])

    def test_a_change_after_the_response_has_begun_is_stored(self):
        said = self.run_in(self.ours, "s['a'] = 1; s.save()\n--\ns['a'] = 2; s.save()", "say(s['a'])", "s['a'] = 3\n--\ns.save()", "say(s['a'])")
        self.assertEqual(["[2]", "[3]"], said[1::2])

    def test_an_exception_stores_nothing(self):
        self.run_in(self.ours, "s['a'] = 1; s.save()")
        with contextlib.suppress(ZeroDivisionError):
            self.run_in(self.ours, "s['a'] = 2; s.save(); 1 / 0")
        self.assertEqual(["[1]"], self.run_in(self.ours, "say(s['a'])"))

    def test_the_old_id_is_worth_nothing(self):
        for end in ("s.regenerate_id()", "s.invalidate()", "s.delete()"):
            begin = webtest.TestApp(self.ours.app)
            begin.post("/", "s['a'] = 1; s.save()")
            cookie = {"Cookie": "beaker.session.id=" + begin.cookies["beaker.session.id"]}
            said = [webtest.TestApp(self.ours.app).post("/", code, headers=cookie).text for code in ("say('a' in s)", end, "say('a' in s)")]
            self.assertEqual(["[True]", "[]", "[False]"], said, end)

    def test_an_id_that_nobody_gave_out_is_not_taken_over(self):
        for id in ("0123456789abcdef0123456789abcdef", "../../etc/passwd"):
            self.ours.set_cookie("beaker.session.id", id)
            self.assertEqual("[False]", self.ours.post("/", f"s['a'] = 1; s.save(); say(s.id == {id!r})").text)

    def test_two_requests_at_once_do_not_undo_each_other(self):
        self.run_in(self.ours, "s.update(a=1, b=1, c=[1]); s.save()")
        outer = (
            "s['a'] = 2; del s['b']; "
            "t = s.get_by_id(s.id); t['c'].append(2); t['d'] = 4; t.save(); "  # another request, meanwhile
            "s.save()"
        )
        self.assertEqual(["[[2, None, [1, 2], 4]]"], self.run_in(self.ours, outer, "say([s['a'], s.get('b'), s['c'], s['d']])")[1:])

    def test_a_session_that_is_found_by_its_id_is_not_locked_for_it(self):
        ours = self.client(concurrency="lock", lock_timeout="60")
        self.assertEqual(
            ["[]", "[1]", "[7]"],
            self.run_in(ours, "s['a'] = 1; s.save()", "s['a']; t = s.get_by_id(s.id); say(t['a']); t['b'] = 7; t.save()", "say(s['b'])"),
        )

    def test_a_session_is_of_no_use_once_its_request_is_over(self):
        kept = []

        def app(environ, start_response):
            kept.append(environ["beaker.session"])
            start_response("200 OK", [])
            return [b""]

        client = self.client(app)
        client.get("/")
        self.assertRaisesRegex(Exception, "request that is over", lambda: kept[0]["a"])

    def test_nothing_of_a_request_is_kept_when_it_is_over(self):
        def alive():
            gc.collect()
            return sum(type(each) in (Session, OurSessionObject) for each in gc.get_objects())

        self.run_in(self.ours, "s['a'] = []; s.save()")
        before = alive()
        self.run_in(self.ours, *["s['a'].append(1); s.save(); s.get_by_id(s.id)"] * 20)
        self.assertLessEqual(alive(), before)

    def test_beakers_cache_is_there(self):
        self.assertEqual("[1, 1]", self.ours.post("/", "c = environ['beaker.cache'].get_cache('x', type='memory'); n = []\ndef f():\n  return 1\nsay(c.get('k', createfunc=f)); say(c.get('k', createfunc=f))").text)


class SharedFormats(Both):
    """What one writes the other reads."""

    key = "hoobermas-which-is-long-enough"

    def clients(self, **options):
        options = {"type": "cookie", "validate_key": self.key, "data_serializer": "json", **options}
        theirs = webtest.TestApp(SessionMiddleware(snippets, {f"session.{name}": value for name, value in options.items()}))
        return theirs, self.client(compat="beaker", **options)

    def assert_shared(self, theirs, ours):
        for writer, reader in ((theirs, ours), (ours, theirs), (ours, ours)):
            reader.reset(), writer.reset()
            writer.post("/", "s['user'] = 'alic\\u00e9'; s['n'] = 3; s.save()")
            reader.set_cookie("beaker.session.id", writer.cookies["beaker.session.id"])
            self.assertEqual("['alic\\u00e9', 3, False]".encode().decode("unicode_escape"), reader.post("/", "say(s['user']); say(s['n']); say(s.is_new)").text)

    def test_the_cookie_with_json(self):
        self.assert_shared(*self.clients())

    def test_the_cookie_that_is_encrypted(self):
        self.assert_shared(*self.clients(encrypt_key="666a19cf7f61c64c0123456789", crypto_type="cryptography"))

    def test_the_pickled_cookie_is_read_where_that_is_allowed(self):
        theirs = webtest.TestApp(SessionMiddleware(snippets, {"session.type": "cookie", "session.validate_key": self.key}))
        theirs.post("/", "s['user'] = 'alice'; s['when'] = datetime.datetime(2026, 1, 2); s['t'] = (1, {2}); s.save()")
        for allowed, said in (("true", "[('alice', datetime.datetime(2026, 1, 2, 0, 0), (1, {2}))]"), ("false", "[(None, None, None)]")):
            ours = self.client(type="cookie", validate_key=self.key, allow_pickle=allowed)
            ours.set_cookie("beaker.session.id", theirs.cookies["beaker.session.id"])
            self.assertEqual(said, ours.post("/", "say((s.get('user'), s.get('when'), s.get('t')))").text)

    def test_the_files_that_Beaker_pickled_are_read_where_that_is_allowed_and_stored_as_json(self):
        options = {"type": "file", "data_dir": self.folder, "secret": "a-secret-of-the-shop-1234"}
        theirs = webtest.TestApp(SessionMiddleware(snippets, {f"session.{name}": value for name, value in options.items()}))
        theirs.post("/", "s['user'] = 'alice'; s['when'] = datetime.date(2026, 1, 2); s['n'] = 1; s.save()")
        ask = "say((s.get('user'), s.get('when'), s.get('n')))"
        for allowed, said in (("false", "[(None, None, None)]"), ("true", "[('alice', datetime.date(2026, 1, 2), 1)]")):
            ours = self.client(allow_pickle=allowed, **options)
            ours.set_cookie("beaker.session.id", theirs.cookies["beaker.session.id"])
            self.assertEqual(said, ours.post("/", ask).text)
        ours.post("/", "s['n'] += 1; s.save()")
        self.assertEqual("[('alice', datetime.date(2026, 1, 2), 2)]", ours.post("/", ask).text)
        self.assertEqual("[(None, None, None)]", theirs.post("/", ask).text)
        ours.post("/", "s.delete()")
        self.assertEqual([], [name for _, _, names in os.walk(self.folder) for name in names if name.endswith((".cache", ".session"))])

    @unittest.skipUnless(shutil.which("redis-server"), "redis-server is not installed")
    def test_what_Beaker_pickled_into_Redis_is_read_where_that_is_allowed_and_stored_as_json(self):
        url = self.redis()
        theirs = webtest.TestApp(SessionMiddleware(snippets, {"session.type": "ext:redis", "session.url": url}))
        theirs.post("/", "s['user'] = 'alice'; s['when'] = datetime.date(2026, 1, 2); s.save()")
        for allowed, said in (("false", "[(None, None)]"), ("true", "[('alice', datetime.date(2026, 1, 2))]")):
            ours = self.client(type="ext:redis", url=url, allow_pickle=allowed)
            ours.set_cookie("beaker.session.id", theirs.cookies["beaker.session.id"])
            self.assertEqual(said, ours.post("/", "say((s.get('user'), s.get('when')))").text)
        self.assertEqual(["[]", "[('alice', 1)]"], self.run_in(ours, "s['n'] = 1; s.save()", "say((s['user'], s['n']))"))

    values = "dict(a=1, b=-2.5, c='\\u20ac', d=None, e=True, f=[1, {'x': ()}], g=(1, 'two'), h={3}, i=b'\\0\\xff', j=10**30, k={1: 'one'}, l=datetime.datetime(2026, 1, 2, 3, 4, 5, 6), m=datetime.date(2026, 1, 2), n=datetime.timedelta(-1, 2, 3), o=Decimal('1.10'), p={}, q=datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=-3))))"

    def assert_both_work_on(self, **options):
        """Two sites with one store: requests of one client go to Beaker and to us in turn."""
        theirs = webtest.TestApp(SessionMiddleware(snippets, {f"session.{name}": value for name, value in options.items()}))
        ours = self.client(compat="beaker", allow_pickle="true", **options)
        for first, second in ((theirs, ours), (ours, theirs)):
            for client in (first, second):
                client.reset()
            first.post("/", f"s.update({self.values}); s['count'] = 1; s.save()")
            second.set_cookie("beaker.session.id", first.cookies["beaker.session.id"])
            self.assertEqual("[[]]", second.post("/", f"t = {self.values}; say([(k, s[k]) for k in t if s[k] != t[k] or type(s[k]) is not type(t[k])])").text)
            self.run_in(second, "s['count'] = 7; s.save()")
            self.assertEqual(["[7]"], self.run_in(first, "say(s['count'])"))
            self.run_in(first, "s.delete()")

    def test_files_are_shared_with_Beaker(self):
        self.assert_both_work_on(type="file", data_dir=self.folder, secret="a-secret-of-the-shop-1234")

    def test_encrypted_files_are_shared_with_Beaker(self):
        for serializer in ("pickle", "json"):
            with self.subTest(serializer):
                if serializer == "json":
                    self.values = "dict(a=1, b=[2.5, {'x': None}])"  # Beaker's own JSON has no other types
                self.assert_both_work_on(type="file", data_dir=self.folder, encrypt_key="666a19cf7f61c64c0123456789", validate_key=self.key, crypto_type="cryptography", data_serializer=serializer)

    @unittest.skipUnless(shutil.which("redis-server"), "redis-server is not installed")
    def test_Redis_is_shared_with_Beaker(self):
        self.assert_both_work_on(type="ext:redis", url=self.redis())

    @unittest.skipUnless(shutil.which("memcached"), "memcached is not installed")
    def test_memcached_is_shared_with_Beaker(self):
        self.assert_both_work_on(type="ext:memcached", url=self.memcached(), memcache_module="memcache", lock_dir=self.folder)

    def test_what_Beaker_encrypted_is_read_where_that_is_allowed_and_stored_in_our_own_form(self):
        options = {"type": "file", "data_dir": self.folder, "encrypt_key": "666a19cf7f61c64c0123456789", "validate_key": self.key, "crypto_type": "cryptography"}
        theirs = webtest.TestApp(SessionMiddleware(snippets, {f"session.{name}": value for name, value in options.items()}))
        theirs.post("/", "s['user'] = 'alice'; s.save()")
        ask = "say(s.get('user'))"
        for changes, said in (({"allow_pickle": "false"}, "[None]"), ({"validate_key": "another-key-which-is-long-enough"}, "[None]"), ({}, "['alice']")):
            ours = self.client(**{**options, "allow_pickle": "true", **changes})
            ours.set_cookie("beaker.session.id", theirs.cookies["beaker.session.id"])
            self.assertEqual(said, ours.post("/", ask).text)
        ours.post("/", "s['n'] = 1; s.save()")
        self.assertEqual(("['alice']", "[None]"), (ours.post("/", ask).text, theirs.post("/", ask).text))

    def memcached(self):
        """A server of our own, on a free port."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = subprocess.Popen(["memcached", "-vv", "-l", "127.0.0.1", "-p", str(port), "-u", getpass.getuser()], stderr=subprocess.PIPE, text=True)
        self.addCleanup(server.stderr.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        while "server listening" not in (line := server.stderr.readline()):
            self.assertTrue(line, "memcached ended")
        return f"127.0.0.1:{port}"

    def redis(self):
        """A server of our own, on a free port."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = subprocess.Popen(["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", self.folder], stdout=subprocess.PIPE, text=True)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        while "Ready to accept connections" not in (line := server.stdout.readline()):
            self.assertTrue(line, "redis-server ended")
        return f"redis://127.0.0.1:{port}/0"

    def test_a_pickled_file_that_would_run_something_does_not(self):
        proof, id = os.path.join(self.folder, "proof"), "0123456789abcdef0123456789abcdef"
        folder = os.path.join(self.folder, "container_file", "0", "01")
        os.makedirs(folder)

        class Bomb:
            def __reduce__(self):
                return os.system, (f"touch {proof}",)

        with open(os.path.join(folder, id + ".cache"), "wb") as file:
            pickle.dump({"session": {"user": Bomb()}}, file)
        ours = self.client(type="file", data_dir=self.folder, allow_pickle="true")
        ours.set_cookie("beaker.session.id", id)
        self.assertEqual("[(True, None)]", ours.post("/", "say((s.is_new, s.get('user')))").text)
        self.assertFalse(os.path.exists(proof))

    def test_a_pickled_cookie_that_would_run_something_does_not(self):
        proof = os.path.join(self.folder, "proof")
        options = {"type": "cookie", "validate_key": self.key}

        class Bomb:
            def __reduce__(self):
                return os.system, (f"touch {proof}",)

        for serializer in (lambda data: pickle.dumps({"user": Bomb(), **data}, 2), lambda data: pickle.dumps(Bomb(), 2)):
            request = {"cookie": ""}
            session = CookieSession(request, **options)
            session._encrypt_data = lambda data=None: base64.b64encode(serializer(dict(session))).decode()
            session.save()
            value = request["cookie_out"].strip().split(";")[0].partition("=")[2].strip('"')
            ours = self.client(allow_pickle="true", **options)
            ours.set_cookie("beaker.session.id", value)
            self.assertEqual("[True, None]", ours.post("/", "say(s.is_new); say(s.get('user'))").text)
        self.assertFalse(os.path.exists(proof))


if __name__ == "__main__":
    unittest.main()
