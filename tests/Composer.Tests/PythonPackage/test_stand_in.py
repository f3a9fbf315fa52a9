# SPDX-License-Identifier: MIT
"""``paste.deploy`` is Composer's: with the folder first on sys.path, or by a call. What uses it does not notice."""

import os
import subprocess
import sys
import textwrap
import unittest

from kit import ConfigTest

import wsgi_composer

FOLDER = os.path.join(os.path.dirname(wsgi_composer.__file__), "stand_in")

CHECK = """
import sys
import paste.deploy, paste.deploy.config, paste.deploy.loadwsgi, paste.deploy.converters
from paste.deploy import loadapp, loadfilter, loadserver, appconfig
from paste.deploy.converters import asbool, asint, aslist
from paste.deploy.config import CONFIG, ConfigMiddleware, PrefixMiddleware
from paste.deploy.loadwsgi import APP, FILTER, SERVER, AttrDict, ConfigLoader, NicerConfigParser, loadcontext, loadobj
import wsgi_composer.deploy
assert paste.deploy is wsgi_composer.deploy and CONFIG is wsgi_composer.deploy.config.CONFIG
"""


class StandIn(ConfigTest):
    def python(self, code, path="", *options):
        """Runs code in a process of its own; sys.path begins with ``path``."""
        environment = {**os.environ, "PYTHONPATH": path}
        ended = subprocess.run([sys.executable, "-B", *options, "-c", code], env=environment, capture_output=True, text=True)
        self.assertEqual("", ended.stderr)
        self.assertEqual(0, ended.returncode)
        return ended.stdout

    def test_the_folder_alone_is_enough(self):
        self.python(CHECK, FOLDER)

    def test_the_rest_of_an_installed_Paste_is_still_there(self):
        self.assertIn("dist-packages/paste/urlmap.py", self.python(CHECK + "import paste.urlmap; print(paste.urlmap.__file__)", FOLDER))

    def test_a_call_does_it_too(self):
        package = os.path.dirname(FOLDER[: -len("/stand_in")])
        self.python("import wsgi_composer.deploy; wsgi_composer.deploy.stand_in()" + CHECK, package)
        self.python("import paste.urlmap, paste.deploy, wsgi_composer.deploy; wsgi_composer.deploy.stand_in()" + CHECK, package)

    def test_no_Paste_need_be_installed(self):
        package = os.path.dirname(FOLDER[: -len("/stand_in")])
        path = f"import sys; sys.path[:] = [p for p in sys.path if 'dist-packages' not in p]; sys.path.insert(0, {package!r})\n"
        self.python(path + "import wsgi_composer.deploy; wsgi_composer.deploy.stand_in()" + CHECK, "", "-I")

    def test_gunicorn_webtest_plaster_and_pserve_load_through_it(self):
        uri = self.write(
            """
            [app:main]
            use = composer:respond
            text = %(word)s
            [app:other]
            use = composer:respond
            text = other
            [server:main]
            use = egg:waitress#main
            port = 99
            [loggers]
            keys = root
        """
        )
        path = uri[len("config:") :]
        code = f"""
            import webtest, plaster
            from gunicorn.app.pasterapp import get_wsgi_app
            from kit import get
            from pyramid.paster import get_appsettings
            print(get(get_wsgi_app({path!r}, defaults={{'word': 'gunicorn'}}))[2])
            print(webtest.TestApp('config:{path}#other').get('/').body)
            loader = plaster.get_loader({path!r}, ['wsgi'])
            print(get(loader.get_wsgi_app(defaults={{'word': 'plaster'}}))[2], loader.get_sections(), dict(loader.get_settings('server:main', {{'word': ''}})))
            print(dict(loader.get_wsgi_app_settings(defaults={{'word': 'w'}})), get_appsettings({path!r}, options={{'word': 'p'}})['text'])
            print(callable(loader.get_wsgi_server(defaults={{'word': 'w'}})))
        """
        here = os.path.dirname(os.path.abspath(__file__))
        lines = self.python(CHECK + textwrap.dedent(code), os.pathsep.join([FOLDER, here])).splitlines()

        self.assertEqual(
            [
                "b'gunicorn'",
                "b'other'",
                "b'plaster' ['app:main', 'app:other', 'server:main', 'loggers'] {'use': 'egg:waitress#main', 'port': '99'}",
                "{'text': 'w'} p",
                "True",
            ],
            lines,
        )


if __name__ == "__main__":
    unittest.main()
