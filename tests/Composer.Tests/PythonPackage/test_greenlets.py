# SPDX-License-Identifier: MIT
"""C# filters below gevent: apps wait above and below frames of .NET, while the garbage collector is busy."""

import gzip
import os
import unittest

os.environ["DOTNET_GCgen0size"] = "0x20000"

from gevent import monkey  # noqa: E402

monkey.patch_all()

import gevent  # noqa: E402
import greenlet_apps  # noqa: E402
import wsgi_composer  # noqa: E402
from gevent.pool import Pool  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402
from kit import ConfigTest, get  # noqa: E402

SITE = """
    [pipeline:main]
    pipeline = zip shallow catch shallow deep
    [filter:zip]
    use = composer:compress
    repeat_cache_size = 0
    [filter:shallow]
    use = wsgi:greenlet_apps:waiting
    [filter:catch]
    use = composer:error_catcher
    [pipeline:slow]
    pipeline = catch blocks
    [app:blocks]
    use = wsgi:greenlet_apps:blocks
    [app:deep]
    use = wsgi:greenlet_apps:deep
"""


class Greenlets(ConfigTest):
    def test_hundreds_of_requests_wait_at_once_wherever_they_like(self):
        app = wsgi_composer.loadapp(self.write(SITE))
        server = WSGIServer(("127.0.0.1", 0), app, log=None)
        server.start()

        answers = Pool(32).map(self.request, [server.server_port] * 600)
        server.stop()

        self.assertEqual({(200, b"deep " * 400)}, set(answers))

    def test_a_greenlet_that_is_killed_leaves_nothing_that_blocks_the_next(self):
        app = wsgi_composer.loadapp(self.write(SITE))

        for _ in range(20):
            gevent.spawn(get, app).kill()
            with gevent.Timeout(0.001, False):
                gevent.spawn(get, app).join()

        self.assertEqual(b"deep " * 400, gevent.spawn(get, app).get()[2])

    def test_a_greenlet_that_is_killed_while_it_waits_for_a_block_closes_the_body_once(self):
        app = wsgi_composer.loadapp(self.write(SITE), "slow")

        for _ in range(20):
            reading = gevent.spawn(get, app)
            while not greenlet_apps.begun:
                gevent.sleep(0)
            gevent.sleep(0.005)
            reading.kill()
            greenlet_apps.begun.clear()
        with gevent.Timeout(30):
            while len(greenlet_apps.closed) < 20:
                gevent.sleep(0.01)

        self.assertEqual([1] * 20, greenlet_apps.closed)

    def request(self, port):
        from http.client import HTTPConnection

        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/", headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        try:
            return answer.status, gzip.decompress(answer.read())
        finally:
            connection.close()


if __name__ == "__main__":
    unittest.main()
