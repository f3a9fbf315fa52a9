# SPDX-License-Identifier: MIT
"""What the tests of whole configs share."""

import gzip
import io
import os
import sys
import tempfile
import textwrap
import unittest
from wsgiref.util import setup_testing_defaults

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))


class ConfigTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = os.path.realpath(folder.name)

    def write(self, text, name="site.ini"):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(textwrap.dedent(text))
        return "config:" + path

    def outcome(self, function, *args, **kw):
        try:
            return function(*args, **kw)
        except Exception as error:
            return type(error).__name__, str(error)


def get(app, path="/", **keys):
    """Status, headers and body of a GET request; a compressed body is unpacked."""
    environ = {"PATH_INFO": path, "HTTP_ACCEPT_ENCODING": "gzip", **keys}
    setup_testing_defaults(environ)
    environ["SCRIPT_NAME"] = ""
    environ["wsgi.input"] = io.BytesIO(b"")
    answer = {}

    def start_response(status, headers, exc_info=None):
        answer.update(status=status, headers=dict(headers))
        return lambda data: None

    body = app(environ, start_response)
    try:
        data = b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()
    if answer["headers"].get("Content-Encoding") == "gzip":
        data = gzip.decompress(data)
    return answer["status"], answer["headers"], data
