# SPDX-License-Identifier: MIT
"""Loads Composer's configuration files in any Python WSGI server, with Paste Deploy's own functions.

Nothing of .NET is started by importing this package: the first ``loadapp`` does that, or the first C# component that a stock tool makes.
"""

import sys

if sys.version_info < (3, 9):  # what follows is a syntax error to the oldest
    raise ImportError("wsgi_composer needs Python 3.9 or later, and this is Python %d.%d, of %s" % (sys.version_info[:2] + (sys.prefix,)))

from .deploy.converters import asbool, asint, aslist
from .deploy.loadwsgi import appconfig, loadapp, loadfilter, loadserver
from .errors import DotNetNotFound, ForkError

__all__ = ["DotNetNotFound", "ForkError", "appconfig", "asbool", "asint", "aslist", "loadapp", "loadfilter", "loadserver"]
__version__ = "0.1.0"
