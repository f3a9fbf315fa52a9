# SPDX-License-Identifier: MIT
"""``deploy.config`` and the parser behave as Paste Deploy's, which is asked beside them."""

import os
import tempfile
import unittest
from pathlib import Path

from paste.deploy import config as theirs
from paste.deploy import loadwsgi as their_loadwsgi
from wsgi_composer.deploy import config as ours
from wsgi_composer.deploy import loadwsgi as our_loadwsgi


def app(environ, start_response):
    start_response("200 OK", [])
    return [repr(sorted(environ.items())).encode()]


def outcome(function):
    try:
        return function()
    except Exception as error:
        return type(error).__name__, str(error).replace(their_loadwsgi.__name__, our_loadwsgi.__name__)


class Prefix(unittest.TestCase):
    settings = [
        {}, {"prefix": "/james"}, {"prefix": "/james/"}, {"prefix": "/a.c"}, {"force_port": ""}, {"force_port": "8080"}, {"force_port": 81},
        {"scheme": "https"}, {"scheme": "https", "force_port": ""}, {"translate_forwarded_server": "false"}, {"translate_forwarded_server": "maybe"},
    ]  # fmt: skip
    environs = [
        {"PATH_INFO": "/"}, {"PATH_INFO": ""}, {"PATH_INFO": "/jamesfoo"}, {"PATH_INFO": "/james/x"}, {"PATH_INFO": "/abc/d\nx"}, {},
        {"PATH_INFO": "/", "HTTP_X_FORWARDED_SERVER": "a, b", "HTTP_X_FORWARDED_HOST": "c,d", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 5"},
        {"PATH_INFO": "/", "HTTP_X_FORWARDED_SCHEME": "https", "HTTP_X_FORWARDED_PROTO": "ftp"}, {"PATH_INFO": "/", "HTTP_X_FORWARDED_PROTO": "https"},
        {"PATH_INFO": "/", "HTTP_HOST": "h:99"},
    ]  # fmt: skip

    def test_every_setting_with_every_environ(self):
        for settings in self.settings:
            for environ in self.environs:
                answers = []
                for module in (theirs, ours):

                    def answer():
                        request = {"wsgi.url_scheme": "http", "HTTP_HOST": "host", **environ}
                        return module.make_prefix_middleware(app, {}, **settings)(request, lambda *_: None)

                    answers.append(outcome(answer))
                self.assertEqual(*answers, (settings, environ))


class ConfigFilter(unittest.TestCase):
    def test_the_app_sees_a_copy_of_the_settings(self):
        seen = []

        def look(environ, start_response):
            seen.append((dict(environ["paste.config"]), ours.CONFIG["a"], "b" in ours.CONFIG, ours.CONFIG.get("none")))
            environ["paste.config"]["a"] = "changed"
            return [b""]

        filtered = ours.make_config_filter(look, {"g": "1"}, a="2", b="3")
        filtered({}, None)
        filtered({}, None)

        self.assertEqual([({"g": "1", "a": "2", "b": "3"}, "2", True, None)] * 2, seen)
        self.assertIsNone(ours.CONFIG.current_conf())

    def test_a_streamed_answer_keeps_them_until_it_is_closed(self):
        def stream(environ, start_response):
            yield str(ours.CONFIG["a"]).encode()

        environ = {"paste.config": "outer"}
        body = ours.ConfigMiddleware(stream, {"a": 1})(environ, None)
        self.assertEqual([b"1"], list(body))
        body.close()
        body.close()

        self.assertEqual(("outer", None), (environ["paste.config"], ours.CONFIG.current_conf()))

    def test_an_error_leaves_nothing_behind(self):
        def fail(environ, start_response):
            raise KeyError("x")

        with self.assertRaises(KeyError):
            ours.ConfigMiddleware(fail, {})({}, None)
        self.assertIsNone(ours.CONFIG.current_conf())

    def test_nothing_registered_is_the_same_error(self):
        for look in (lambda conf: conf["a"], lambda conf: conf.a, lambda conf: conf.current_conf()):
            self.assertEqual(outcome(lambda: look(theirs.DispatchingConfig())), outcome(lambda: look(ours.DispatchingConfig())))

    def test_the_wrong_config_popped_is_the_same_error(self):
        def pop(module):
            conf = module.DispatchingConfig()
            conf.push_process_config({"a": 1})
            conf.push_thread_config({"b": 2})
            conf.pop_thread_config({"b": 2})

        self.assertEqual(outcome(lambda: pop(theirs)), outcome(lambda: pop(ours)))


class Parser(unittest.TestCase):
    texts = [
        "[DEFAULT]\na = 1\nempty =\ne = %(empty)s\n[server:main]\nb = %(a)s %(here)s\nset c = 2\n[x:y]\nk : v\n",
        "[DEFAULT]\nbad = %(nowhere)s\n[a]\n",
        "[a]\nb = %\n",
        "novalue\n",
        "[a]\nb = 1\nb = 2\n",
    ]

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "site.ini"

    def test_other_tools_read_the_same_sections(self):
        for text in self.texts:
            self.file.write_text(text)
            answers = []
            for module in (their_loadwsgi, our_loadwsgi):

                def answer():
                    loader = module.ConfigLoader(str(self.file))
                    loader.update_defaults({"a": "no", "n": "%(a)s"}, overwrite=False)
                    loader.update_defaults({"m": "yes"})
                    return loader.parser.defaults(), [(name, loader.parser.items(name)) for name in loader.parser.sections()]

                answers.append(outcome(answer))
            self.assertEqual(*answers, text)

    def test_the_environment_is_read_as_Composer_reads_it(self):
        self.file.write_text("[server:main]\nport = %(env:TEST_PORT|80)s\nhost = %(env:TEST_HOST)s\n")
        os.environ["TEST_HOST"] = "h"
        self.addCleanup(os.environ.pop, "TEST_HOST")

        self.assertEqual(
            ("80", "h"),
            tuple(value for key, value in our_loadwsgi.ConfigLoader(str(self.file)).parser.items("server:main") if key in ("port", "host")),
        )


if __name__ == "__main__":
    unittest.main()
