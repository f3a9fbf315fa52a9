# SPDX-License-Identifier: MIT
"""No .NET before a fork: who is about to fork is refused, and a forked child is told so."""

import importlib.util
import os
import shutil
import subprocess
import sys
import types
import unittest
from unittest import mock

from kit import ConfigTest
from wsgi_composer import ForkError, _fork


def module(name, code="", **attributes):
    made = types.ModuleType(name)
    made.__dict__.update(attributes)
    exec(code, made.__dict__)
    return made


class Gunicorn(unittest.TestCase):
    def setUp(self):
        arbiter = module("gunicorn.arbiter", "def setup(load):\n    load()\n\ndef spawn_worker(load):\n    load()\n")
        worker = module("gunicorn.workers.sync", "def load_wsgi(load):\n    load()\n")
        self.setup_app, self.spawn_worker, self.load_wsgi = arbiter.setup, arbiter.spawn_worker, worker.load_wsgi
        modules = mock.patch.dict(sys.modules, {"gunicorn.arbiter": arbiter})
        modules.start()
        self.addCleanup(modules.stop)

    def test_preloading_is_refused_with_the_setting_to_drop(self):
        with self.assertRaisesRegex(ForkError, "drop --preload"):
            self.setup_app(_fork.refuse_preloading)

    def test_a_worker_may_start_dotnet(self):
        self.spawn_worker(lambda: self.load_wsgi(_fork.refuse_preloading))

    def test_a_worker_that_a_preloading_master_forked_again_may_too(self):
        self.setup_app(lambda: self.load_wsgi(_fork.refuse_preloading))


class UWsgi(unittest.TestCase):
    def refuse(self, **attributes):
        known = {"worker_id": lambda: 0, "masterpid": lambda: 0, "numproc": 1, "opt": {}}
        with mock.patch.dict(sys.modules, {"uwsgi": module("uwsgi", **{**known, **attributes})}):
            _fork.refuse_preloading()

    def test_loading_in_the_master_is_refused_with_the_setting_to_add(self):
        for attributes in ({"masterpid": lambda: 7}, {"numproc": 2}, {"opt": {"master": b"true"}}):
            with self.assertRaisesRegex(ForkError, "lazy-apps = true"):
                self.refuse(**attributes)

    def test_a_worker_may_start_dotnet(self):
        self.refuse(worker_id=lambda: 1, masterpid=lambda: 7, numproc=2)

    def test_a_single_process_forks_nothing(self):
        self.refuse()

    def test_a_module_of_that_name_that_is_not_the_server_is_nothing(self):
        with mock.patch.dict(sys.modules, {"uwsgi": module("uwsgi")}):
            _fork.refuse_preloading()


class RealServers(ConfigTest):
    def end_of(self, *command):
        """What a server says that loads an app with a C# component and does not start."""
        uri = self.write("[app:main]\nuse = composer:respond\n")
        with open(os.path.join(self.folder, "forked_site.py"), "w", encoding="utf-8") as file:
            file.write(f"import wsgi_composer\napplication = wsgi_composer.loadapp({uri!r})\n")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([self.folder, os.environ["PYTHONPATH"]])}
        ended = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
        self.assertNotEqual(0, ended.returncode)
        return ended.stdout

    @unittest.skipUnless(importlib.util.find_spec("gunicorn"), "gunicorn is not installed")
    def test_gunicorn_with_preload_does_not_start(self):
        output = self.end_of(sys.executable, "-m", "gunicorn", "--preload", "-b", "127.0.0.1:0", "-w", "2", "forked_site:application")

        self.assertIn("drop --preload", output)

    @unittest.skipUnless(shutil.which("uwsgi"), "uWSGI is not installed")
    def test_uwsgi_without_lazy_apps_does_not_start(self):
        output = self.end_of("uwsgi", "--plugin", "python3", "--need-app", "--master", "-p", "2", "-s", "127.0.0.1:0", "--module", "forked_site")

        self.assertIn("lazy-apps = true", output)


class Children(unittest.TestCase):
    def setUp(self):
        owner = mock.patch.object(_fork, "_owner", None)
        owner.start()
        self.addCleanup(owner.stop)

    def test_the_process_itself_goes_on(self):
        _fork.own()
        _fork.check()

    def test_a_forked_child_is_told_what_to_change(self):
        _fork.own()
        child = os.fork()
        if child == 0:
            try:
                _fork.check()
            except ForkError as error:
                os._exit(0 if "--preload" in str(error) and "lazy-apps" in str(error) else 2)
            os._exit(1)
        self.assertEqual(0, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

    def test_nothing_is_started_by_an_import(self):
        self.assertFalse(_fork.is_forked())


if __name__ == "__main__":
    unittest.main()
