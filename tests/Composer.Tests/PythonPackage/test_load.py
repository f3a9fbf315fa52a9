# SPDX-License-Identifier: MIT
"""Composer's configs in a Python process: what is loaded works as a WSGI app."""

import inspect
import os
import signal
import sys
import textwrap
import threading
import traceback
import unittest

import site_factories
import wsgi_composer
from kit import ConfigTest, get
from wsgi_composer import _fork, _runtime

SITE = """
    [DEFAULT]
    colour = red
    [pipeline:main]
    pipeline = zip python page
    [filter:zip]
    use = composer:compress
    [filter:python]
    paste.filter_app_factory = site_factories:make_header
    value = %(colour)s
    [app:page]
    paste.app_factory = site_factories:make_page
    size = %(n)s
    [app:plain]
    use = wsgi:site_factories:page
    [server:factory]
    paste.server_factory = site_factories:make_server
    port = 1
    [server:runner]
    paste.server_runner = site_factories:run_server
"""


class Loading(ConfigTest):
    def setUp(self):
        super().setUp()
        self.uri = self.write(SITE)

    def test_a_csharp_filter_stands_around_a_python_app_on_the_callers_thread(self):
        status, headers, body = get(wsgi_composer.loadapp(self.uri, global_conf={"n": "5"}))

        self.assertEqual(("200 OK", b"x" * 2000), (status, body))
        self.assertEqual(("gzip", "red", "{'size': '5'}"), (headers["Content-Encoding"], headers["X-Python"], headers["X-Settings"]))
        self.assertEqual(str(threading.get_ident()), headers["X-Thread"])

    def test_an_app_that_is_python_comes_back_as_itself(self):
        self.assertIs(site_factories.page, wsgi_composer.loadapp(self.uri, "plain"))

    def test_two_loads_are_two_apps(self):
        load = lambda: wsgi_composer.loadapp(self.uri, "page", global_conf={"n": "1"})  # noqa: E731

        self.assertIsNot(load(), load())

    def test_a_csharp_filter_is_applied_to_any_app(self):
        filtered = wsgi_composer.loadfilter(self.uri, "zip")(site_factories.page)

        self.assertEqual("gzip", get(filtered)[1]["Content-Encoding"])

    def test_a_python_filter_sees_the_app_that_it_is_given(self):
        filtered = wsgi_composer.loadfilter(self.uri, "python")(site_factories.page)

        self.assertEqual("red", get(filtered)[1]["X-Python"])

    def test_a_python_server_is_called_with_the_app(self):
        site_factories.served.clear()
        wsgi_composer.loadserver(self.uri, "factory")(site_factories.page)
        wsgi_composer.loadserver(self.uri, "runner")(site_factories.page)

        self.assertEqual([("server", site_factories.page, {"port": "1"}), ("runner", site_factories.page, {})], site_factories.served)

    def test_appconfig_makes_nothing_but_imports_the_factory(self):
        conf = wsgi_composer.appconfig(
            self.write("[DEFAULT]\na = 1\n[app:main]\npaste.app_factory = site_factories:make_broken\nb = %(c)s\n", "b.ini"), global_conf={"c": "3"}
        )

        self.assertEqual(({"a": "1", "b": "3", "c": "3"}, {"b": "3"}), ({key: conf[key] for key in "abc"}, conf.local_conf))
        self.assertEqual((self.folder, site_factories.make_broken), (conf.global_conf["here"], conf.context.object))

    def test_toml_and_yaml_load_through_the_same_calls(self):
        texts = {"site.toml": '[app.main]\nuse = "wsgi:site_factories:page"\n', "site.yaml": "app:\n  main:\n    use: wsgi:site_factories:page\n"}
        for name, text in texts.items():
            self.assertIs(site_factories.page, wsgi_composer.loadapp(self.write(text, name)))

    def test_signatures_are_Paste_Deploys(self):
        for load in (wsgi_composer.loadapp, wsgi_composer.loadfilter, wsgi_composer.loadserver, wsgi_composer.appconfig):
            self.assertEqual(["uri", "name", "relative_to", "global_conf"], list(inspect.signature(load).parameters))
            with self.assertRaises(TypeError):
                load(self.uri, nam="main")

    def test_an_error_of_a_factory_comes_through_as_it_is(self):
        with self.assertRaisesRegex(ZeroDivisionError, "^never made$"):
            wsgi_composer.loadapp(self.write("[app:main]\npaste.app_factory = site_factories:make_broken\n", "b.ini"))

    def test_an_error_that_Paste_Deploy_knows_tells_in_its_traceback_where_it_is_and_what_to_do(self):
        for text, kind, note in (
            ("[app:main]\nuse = composer:respnd\n", LookupError, "b.ini:2:7: error no-factory: Composer has no app 'respnd'\n  hint: did you mean 'respond'?"),
            ("[app:main]\nuse = mian\n[app:mian2]\n", LookupError, "b.ini:2:7: error no-such-section: "),
            ("[app:main]\npaste.app_factory = site_factories:make_broken\n", ZeroDivisionError, "b.ini:2:21: error factory-failed: app 'main': "),
            ("[app:other]\nuse = composer:respond\n", LookupError, "b.ini: error no-such-section: there is no app 'main'\n  hint: the apps here: other\n"),
            ("[app:main]\nuse = egg:nowhere\n", ImportError, f"this is the Python of {sys.prefix}: install it there, or start the server with "),
            ("[app:main]\nuse = call:urlparse:app\n", ImportError, "\n  hint: urlparse was a module of Python 2: this code, or the version of its package, was not ported"),
            ("[app:main]\nuse = call:nowhere:app\n", ImportError, f"this is the Python of {sys.prefix}: install it there, or start the server with "),
        ):
            with self.subTest(text), self.assertRaises(kind) as raised:
                wsgi_composer.loadapp(self.write(text, "b.ini"))
            error = raised.exception
            self.assertEqual(1, "".join(traceback.format_exception(kind, error, error.__traceback__)).count(note))

    def test_a_path_that_leads_nowhere_is_told_how_to_be_written(self):
        for uri, hint in (("site.ini", "for a file, write config:site.ini"), ("config:site.ini", "pass a directory as relative_to")):
            with self.subTest(uri), self.assertRaises((LookupError, ValueError)) as raised:
                wsgi_composer.loadapp(uri)
            error = raised.exception
            self.assertIn(hint, "".join(traceback.format_exception(type(error), error, error.__traceback__)))

    def test_an_error_of_an_app_comes_through_a_csharp_filter_as_it_is(self):
        app = wsgi_composer.loadapp(
            self.write(
                "[app:main]\npaste.app_factory = site_factories:make_failing\nfilter-with = zip\n[filter:zip]\nuse = composer:compress\n", "b.ini"
            )
        )

        with self.assertRaisesRegex(KeyError, "from the app"):
            get(app)

    def test_a_wrong_setting_of_a_csharp_component_is_said_with_its_place(self):
        uri = self.write("[app:main]\nuse = composer:respond\n[filter:zip]\nuse = composer:compress\nlevle = 9\n", "b.ini")

        kind, message = self.outcome(wsgi_composer.loadfilter, uri, "zip")

        self.assertIn("b.ini:5:1: error unknown-key", message)
        self.assertIn("did you mean 'level'?", message)

    def test_an_app_may_fork_and_start_programs(self):
        app = wsgi_composer.loadapp(
            self.write(
                "[app:main]\npaste.app_factory = site_factories:make_forking\nfilter-with = zip\n[filter:zip]\nuse = composer:compress\n", "b.ini"
            )
        )

        for _ in range(3):
            self.assertEqual(b"7 6", get(app)[2])

    def test_a_forked_child_gets_an_error_that_names_the_setting_to_change(self):
        app = wsgi_composer.loadapp(self.uri, global_conf={"n": "1"})
        for enter in (lambda: wsgi_composer.loadapp(self.uri), lambda: get(app)):
            child = os.fork()
            if child == 0:
                try:
                    enter()
                except Exception as error:
                    os._exit(0 if "lazy-apps" in str(error) else 2)
                os._exit(1)
            self.assertEqual(0, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

    def test_threads_load_and_call_at_once(self):
        results = []

        def work():
            app = wsgi_composer.loadapp(self.uri, global_conf={"n": "1"})
            results.extend(get(app)[2] == b"x" * 2000 for _ in range(20))

        threads = [threading.Thread(target=work) for _ in range(8)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]

        self.assertEqual([True] * 160, results)

    def test_handlers_of_signals_are_the_programs_own(self):
        self.assertEqual([handlers[number] for number in handlers], [signal.getsignal(number) for number in handlers])
        os.kill(os.getpid(), signal.SIGTERM)
        self.assertEqual([signal.SIGTERM], received)

    @unittest.skipUnless(os.path.isdir("/proc/self/task"), "threads are listed on Linux only")
    def test_no_thread_that_dotnet_starts_with_takes_a_signal_of_the_program(self):
        blocked = {}
        for task in os.listdir("/proc/self/task"):
            with open(f"/proc/self/task/{task}/status", encoding="ascii") as file:
                status = dict(line.rstrip().partition(":\t")[::2] for line in file)
            blocked[status["Name"]] = int(status["SigBlk"], 16) >> signal.SIGTERM - 1 & 1

        self.assertEqual((1, 1), (blocked[".NET SynchManag"], blocked[".NET Finalizer"]))

    def test_a_sub_interpreter_is_told_what_to_set(self):
        if sys.version_info >= (3, 13):
            import _interpreters as interpreters
        else:
            import _xxsubinterpreters as interpreters
        code = f"""
            import sys
            sys.path[:] = {sys.path!r}
            import wsgi_composer
            try:
                wsgi_composer.loadapp({self.uri!r})
            except RuntimeError as error:
                assert 'single-interpreter = true' in str(error), error
            else:
                raise AssertionError('no error')
        """
        interpreter = interpreters.create("legacy") if sys.version_info >= (3, 13) else interpreters.create(isolated=False)
        self.addCleanup(interpreters.destroy, interpreter)
        failed = interpreters.run_string(interpreter, textwrap.dedent(code))

        self.assertIsNone(failed)

    def test_nothing_of_the_search_stays_in_the_environment(self):
        self.assertEqual([], [name for name in _runtime._settings_of_ours if name in os.environ])
        self.assertIsNotNone(_runtime._native)
        self.assertFalse(_fork.is_forked())


received = []
handlers = {}

if __name__ == "__main__":
    for name in _runtime._settings_of_ours:
        os.environ.pop(name, None)
    signal.signal(signal.SIGTERM, lambda number, frame: received.append(number))
    handlers.update((number, signal.getsignal(number)) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1))
    assert "_composer" not in sys.modules and _runtime._native is None
    unittest.main()
