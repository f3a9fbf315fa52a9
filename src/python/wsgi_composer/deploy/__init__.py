# SPDX-License-Identifier: MIT
"""The names and submodules of ``paste.deploy``, so that this package can stand in for it."""

from .loadwsgi import appconfig, loadapp, loadfilter, loadserver
from .stand_in import stand_in

__all__ = ["appconfig", "loadapp", "loadfilter", "loadserver", "stand_in"]
