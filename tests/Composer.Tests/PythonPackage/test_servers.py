# SPDX-License-Identifier: MIT
"""A C# filter in a stock file: served by programs that know nothing of Composer, over HTTP."""

import gzip
import os
import signal
import socket
import subprocess
import time
import unittest
import urllib.error
import urllib.request

import wsgi_composer
from kit import ConfigTest

STOCK = """
    [filter-app:main]
    use = egg:wsgi-composer#compress
    minimum_size = 1
    next = page

    [app:page]
    paste.app_factory = site_factories:make_page
    size = 3

    [server:main]
    use = egg:waitress#main
    listen = 127.0.0.1:{port}
"""


class StockFiles(ConfigTest):
    def setUp(self):
        super().setUp()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.file = self.write(STOCK.format(port=self.port)).partition(":")[2]

    def serve(self, *command):
        environ = dict(os.environ, PYTHONPATH=os.pathsep.join([os.path.dirname(os.path.abspath(__file__)), os.environ["PYTHONPATH"]]))
        process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def get(self, process):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/", headers={"Accept-Encoding": "gzip"})
        while True:
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return answer.headers["Content-Encoding"], gzip.decompress(answer.read())
            except (urllib.error.URLError, ConnectionError):
                if process.poll() is not None:
                    self.fail(process.stdout.read())
                time.sleep(0.05)

    def end(self, process, number):
        process.send_signal(number)
        process.wait(30)
        return process.returncode

    def test_pserve(self):
        process = self.serve("/usr/bin/pserve3", self.file)

        self.assertEqual(("gzip", b"x" * 2000), self.get(process))
        self.assertEqual(0, self.end(process, signal.SIGINT))

    def test_pserve_runs_the_server_that_the_file_names(self):
        process = self.serve("/usr/bin/pserve3", self.file)
        self.get(process)

        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/") as answer:
            self.assertEqual("waitress", answer.headers["Server"])

    def test_two_workers_of_gunicorn(self):
        process = self.serve("/usr/bin/gunicorn", "--paste", self.file, "-w", "2", "-b", f"127.0.0.1:{self.port}")

        answers = {self.get(process) for _ in range(10)}

        self.assertEqual({("gzip", b"x" * 2000)}, answers)
        self.assertEqual(0, self.end(process, signal.SIGTERM))

    def test_two_workers_of_uwsgi(self):
        process = self.serve("/usr/bin/uwsgi", "--plugin", "python3", "--http-socket", f"127.0.0.1:{self.port}", "--master", "--lazy-apps",
                             "--processes", "2", "--threads", "2", "--die-on-term", "--paste", f"config:{self.file}")
        ready = 0

        # A worker that is told to end while it begins does not, with or without Composer.
        for line in process.stdout:
            ready += "WSGI app 0" in line
            if ready == 2:
                break
        answers = {self.get(process) for _ in range(10)}

        self.assertEqual({("gzip", b"x" * 2000)}, answers)
        self.assertEqual(0, self.end(process, signal.SIGTERM))

    def test_WebTest(self):
        from webtest import TestApp

        app = TestApp(wsgi_composer.loadapp("config:" + self.file), lint=True)

        answer = app.get("/", headers={"Accept-Encoding": "gzip"})

        # WebTest unpacks the body and takes the header away.
        self.assertEqual(("200 OK", "Accept-Encoding", b"x" * 2000), (answer.status, answer.headers["Vary"], answer.body))


if __name__ == "__main__":
    unittest.main()
