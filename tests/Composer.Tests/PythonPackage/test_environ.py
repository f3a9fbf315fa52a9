# SPDX-License-Identifier: MIT
"""The environ of a Python server, seen from C#: one view serves one request after the other, and must never mix them up."""

import gc
import io
import json
import os
import random
import unittest

import wsgi_composer
import environ_apps
from environ_apps import FAILURE, Failure, Wrapper, seen
from kit import ConfigTest, get

SITE = """
    [composite:main]
    use = egg:Paste#urlmap
    / = view
    /open = open
    /private = private
    /stream = stream
    /boom = boom
    /asked = asked
    /told = told
    /pages = pages
    /file = file
    /zipped = zipped
    /static = static
    [app:view]
    use = composer:test
    secrets = true
    [pipeline:pages]
    pipeline = recursive including
    [filter:recursive]
    use = composer:recursive
    [app:including]
    use = wsgi:environ_apps:including
    [pipeline:open]
    pipeline = outer zip inner
    [pipeline:told]
    pipeline = outer zip auth told-app
    [pipeline:file]
    pipeline = outer loud sending
    [pipeline:zipped]
    pipeline = outer zip sending
    [app:static]
    use = composer:static
    document_root = .
    [app:sending]
    use = wsgi:environ_apps:sending
    [filter:loud]
    use = composer:headers
    header.X-Loud = 1
    [app:told-app]
    use = wsgi:environ_apps:telling
    filter-with = loud
    [pipeline:asked]
    pipeline = ask inner
    [filter:ask]
    use = composer:forward_auth
    app = inner
    [pipeline:private]
    pipeline = auth inner
    [pipeline:stream]
    pipeline = zip counting
    [pipeline:boom]
    pipeline = zip failing
    [filter:zip]
    use = composer:compress
    [filter:auth]
    use = composer:auth_basic
    users = ada:{SHA}fEqNCco3Yq9h5ZUglD3CZJT4lBs=
    [filter:outer]
    use = wsgi:environ_apps:outer
    [app:inner]
    use = wsgi:environ_apps:inner
    [app:counting]
    use = wsgi:environ_apps:counting
    [app:failing]
    use = wsgi:environ_apps:failing
"""
ADA = "Basic YWRhOjEyMzQ1Ng=="


def environ_of(number):
    """An environ as another server, another client and another moment make it."""
    chance = random.Random(number)
    environ = {
        "REQUEST_METHOD": chance.choice(["GET", "POST", "PUT"]),
        "SCRIPT_NAME": "",
        "PATH_INFO": "/" + "x" * chance.randrange(3),
        "QUERY_STRING": f"n={number}" if chance.random() < 0.5 else "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_ACCEPT": "application/json",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(b""),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": chance.random() < 0.5,
        "wsgi.run_once": False,
    }
    for name in ("HTTP_COOKIE", "HTTP_X_ONE", "HTTP_X_TWO", "HTTP_USER_AGENT", "test.word", "REMOTE_USER", "HTTP_X_Ü"):
        if chance.random() < 0.5:
            environ[name] = "".join(chance.choice("abcäß ") for _ in range(chance.randrange(1, 6))).strip()
    items = list(environ.items())
    if chance.random() < 0.3:
        chance.shuffle(items)
    return dict(items)


class OneViewAfterTheOther(ConfigTest):
    def setUp(self):
        super().setUp()
        self.app = wsgi_composer.loadapp(self.write(SITE))
        seen.clear()

    def test_csharp_sees_just_what_each_request_has(self):
        for number in range(400):
            environ = environ_of(number)
            expected = {name: value for name, value in environ.items() if isinstance(value, str)}

            shown = json.loads(b"".join(self.app(environ, lambda status, headers: None)))

            self.assertEqual(expected, {name: value for name, value in shown.items() if name in expected}, number)
            self.assertEqual(set(), {name for name in shown if name.startswith(("HTTP_", "REMOTE_", "test."))} - set(environ), number)

    def test_the_target_has_both_its_names_whichever_the_server_gave_it(self):
        for name in ("RAW_URI", "REQUEST_URI"):
            with self.subTest(name):
                get(self.app, "/private", HTTP_AUTHORIZATION=ADA, **{name: "/pri%76ate?"})
                both = dict(seen["target"])
                get(self.app, "/private", HTTP_AUTHORIZATION=ADA)

                self.assertEqual({"RAW_URI": "/pri%76ate?", "REQUEST_URI": "/pri%76ate?"}, both)
                self.assertEqual({}, seen["target"])

    def test_an_encoded_slash_is_no_border_whichever_name_the_server_gave_the_target(self):
        for name in ("RAW_URI", "REQUEST_URI"):
            with self.subTest(name):
                status, _, _ = get(self.app, "/private/x", **{name: "/private%2Fx"})

                self.assertEqual("200 OK", status)

    def test_a_file_goes_back_to_the_server_as_it_is_when_nobody_reads_it(self):
        environ = dict(environ_of(1), PATH_INFO="/file", QUERY_STRING="0")
        environ["wsgi.file_wrapper"] = Wrapper

        body = self.app(environ, lambda status, headers: None)

        self.assertIs(seen["wrapper"], body)
        self.assertEqual(0, body.closes)
        body.close()

    def test_a_file_of_a_component_goes_to_the_server_whole_and_is_closed_with_its_wrapper(self):
        environ = dict(environ_of(1), PATH_INFO="/static/site.ini")
        environ["wsgi.file_wrapper"] = Wrapper

        body = self.app(environ, lambda status, headers: None)

        self.assertIs(Wrapper, type(body))
        self.assertEqual(os.path.getsize(os.path.join(self.folder, "site.ini")), os.fstat(body.filelike.fileno()).st_size)
        body.close()
        self.assertTrue(body.filelike.closed)

    def test_a_part_of_a_file_does_not(self):
        _, _, data = get(self.app, "/static/site.ini", HTTP_RANGE="bytes=0-4", **{"wsgi.file_wrapper": Wrapper})

        self.assertEqual(5, len(data))

    def test_a_file_is_read_from_where_it_stands_and_closed_once(self):
        with open(environ_apps.__file__, "rb") as file:
            text = file.read()
        for path, offset in (("/file", 10), ("/zipped", 0), ("/zipped", 10)):
            with self.subTest(path=path, offset=offset):
                _, _, data = get(self.app, path, QUERY_STRING=str(offset), **{"wsgi.file_wrapper": Wrapper})

                self.assertEqual((text[offset:], 1), (data, seen["wrapper"].closes))

    def test_an_app_is_told_the_filters_around_it_outermost_first(self):
        for _ in range(2):
            _, headers, told = get(self.app, "/told", HTTP_AUTHORIZATION=ADA)

            self.assertEqual((b"('outer', 'zip', 'auth', 'loud')", "1"), (told, headers["X-Loud"]))

    def test_a_page_is_included_in_one_request_after_the_other(self):
        version = (1, 0)  # the same object in every request, as gunicorn has it
        bodies = [get(self.app, "/pages/front", **{"wsgi.version": version})[2] for _ in range(3)]

        self.assertEqual([b"front (1, 0) and back (1, 0)"] * 3, bodies)

    def test_a_user_is_that_of_the_own_request(self):
        get(self.app, "/private", HTTP_AUTHORIZATION=ADA)
        first = seen["user"]
        get(self.app, "/open")

        self.assertEqual(("ada", None), (first, seen["user"]))

    def test_what_either_side_puts_in_is_seen_by_the_other_and_freed_with_the_request(self):
        get(self.app, "/open")
        gc.collect()

        self.assertEqual((True, 42, None), (seen["inner"], seen["answer"], seen["outer"]()))

    def test_a_request_within_a_request_finds_what_the_server_gave(self):
        for _ in range(3):
            status, _, _ = get(self.app, "/asked")

            self.assertEqual("200 OK", status)

    def test_two_bodies_that_are_read_in_turns_stay_apart(self):
        bodies = []
        for name in "ab":
            environ = dict(environ_of(1), PATH_INFO="/stream", QUERY_STRING=name)
            bodies.append(self.app(environ, lambda status, headers: None))

        blocks = [[], []]
        for _ in range(3):
            for body, read in zip(bodies, blocks):
                read.append(next(iter(body)))
        for body in bodies:
            body.close()

        self.assertEqual([[b"a0", b"a1", b"a2"], [b"b0", b"b1", b"b2"]], blocks)

    def test_an_exception_goes_through_csharp_as_the_same_object(self):
        for _ in range(2):
            with self.assertRaises(Failure) as raised:
                get(self.app, "/boom")
            self.assertIs(FAILURE, raised.exception)
        get(self.app, "/open")

        self.assertEqual(42, seen["answer"])


if __name__ == "__main__":
    unittest.main()
