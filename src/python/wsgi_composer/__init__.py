# SPDX-License-Identifier: MIT
"""Loads Composer's configuration files in any Python WSGI server, with Paste Deploy's own functions.

Nothing of .NET is started by importing this package: the first ``loadapp`` does that, or the first C# component that a stock tool makes.
"""

from .deploy.converters import asbool, asint, aslist
from .deploy.loadwsgi import appconfig, loadapp, loadfilter, loadserver
from .errors import DotNetNotFound, ForkError

__all__ = ["DotNetNotFound", "ForkError", "appconfig", "asbool", "asint", "aslist", "loadapp", "loadfilter", "loadserver"]
__version__ = "0.1.0"
