# SPDX-License-Identifier: MIT
"""What gunicorn, uWSGI and mod_wsgi import."""

import os

import wsgi_composer

app = application = wsgi_composer.loadapp("config:served.ini", relative_to=os.path.dirname(os.path.abspath(__file__)))
