# SPDX-License-Identifier: MIT
"""Ctrl+C, and the end of the process, wherever C# components are just then."""

import os
import signal
import subprocess
import sys
import textwrap
import time
import unittest

import wsgi_composer
from kit import ConfigTest, get

SITE = """
    [app:failing]
    use = wsgi:interrupt_apps:failing
    filter-with = zip
    [app:wrong]
    use = wsgi:interrupt_apps:wrong
    filter-with = lint
    [app:caught]
    use = wsgi:interrupt_apps:interrupted
    filter-with = catch
    [app:closing]
    use = wsgi:interrupt_apps:interrupted_in_close
    filter-with = catch
    [app:lasting]
    use = wsgi:interrupt_apps:lasting
    filter-with = catch
    [app:files]
    use = composer:static
    document_root = .
    filter-with = zip
    [filter:zip]
    use = composer:compress
    [filter:lint]
    use = composer:lint
    [filter:catch]
    use = composer:error_catcher
"""

# Three requests in greenlets run on threads of the bridge when Python ends, which takes long enough for them to come back meanwhile.
ENDING = """
    from gevent import monkey
    sleep = __import__("time").sleep
    monkey.patch_all()
    import gevent, sys, wsgi_composer
    from kit import get

    class Lasting:
        def __del__(self, sleep=sleep):
            for _ in range(20):
                sleep(0.01)

    sys.lasting = Lasting()
    app = wsgi_composer.loadapp(sys.argv[1], "lasting")
    for _ in range(3):
        gevent.spawn(get, app)
    gevent.sleep(0.03)
"""

# As uWSGI ends a worker: exit() in C, after which another signal may come.
EXITING = """
    import ctypes, os, signal, sys, types
    sys.modules["uwsgi"] = types.ModuleType("uwsgi")
    import wsgi_composer

    @ctypes.CFUNCTYPE(None)
    def at_exit():
        os.kill(os.getpid(), signal.SIGTERM)
        print("held back", flush=True)

    wsgi_composer.loadapp(sys.argv[1], "files")
    libc = ctypes.PyDLL(None)
    getattr(libc, "__cxa_atexit")(at_exit, None, None)
    libc.exit(0)
"""


class Interrupts(ConfigTest):
    def test_one_that_comes_while_an_error_crosses_takes_its_place(self):
        for name, place in ("failing", "describe"), ("failing", "add_calls"), ("wrong", "__init__"), ("wrong", "add_calls"):
            with self.subTest(name, place=place):
                app = wsgi_composer.loadapp(self.write(SITE), name)
                came = []

                def interrupt(frame, event, argument):
                    if frame.f_code.co_filename == "<composer>" and frame.f_code.co_name == place:
                        sys.settrace(None)
                        came.append(place)
                        raise KeyboardInterrupt

                sys.settrace(interrupt)
                try:
                    self.assertRaises(KeyboardInterrupt, get, app)
                finally:
                    sys.settrace(None)
                self.assertEqual([place], came)

    def test_error_catcher_makes_no_page_of_it(self):
        self.assertRaises(KeyboardInterrupt, get, wsgi_composer.loadapp(self.write(SITE), "caught"))

    def test_one_in_close_comes_again(self):
        app = wsgi_composer.loadapp(self.write(SITE), "closing")

        with self.assertRaises(KeyboardInterrupt):
            get(app)
            time.sleep(30)

    def test_dotnet_leaves_the_signals_to_the_threads_of_the_server(self):
        with open(self.folder + "/page.txt", "w") as page:
            page.write("a page\n" * 1000)
        app = wsgi_composer.loadapp(self.write(SITE), "files")
        for _ in range(20):
            self.assertEqual("200 OK", get(app, "/page.txt")[0])

        own = []
        for task in os.listdir("/proc/self/task"):
            with open(f"/proc/self/task/{task}/comm") as comm, open(f"/proc/self/task/{task}/status") as status:
                own.append((comm.read().strip(), int(next(line.split()[1] for line in status if line.startswith("SigBlk:")), 16)))
        takers = [name for name, blocked in own if name.startswith(".NET") and not blocked >> (signal.SIGTERM - 1) & 1]

        self.assertIn(".NET TP Worker", [name for name, blocked in own])
        self.assertEqual([], takers)

    def test_python_ends_while_threads_of_the_bridge_are_in_it(self):
        for _ in range(10):
            end = subprocess.run(
                [sys.executable, "-c", textwrap.dedent(ENDING), self.write(SITE)], cwd=sys.path[0], capture_output=True, text=True, timeout=60
            )

            self.assertEqual((0, ""), (end.returncode, end.stderr))

    def test_uwsgi_ends_a_worker_once(self):
        end = subprocess.run([sys.executable, "-c", textwrap.dedent(EXITING), self.write(SITE)], cwd=sys.path[0], capture_output=True, text=True, timeout=60)

        self.assertEqual((0, "held back\n", ""), (end.returncode, end.stdout, end.stderr))


if __name__ == "__main__":
    unittest.main()
