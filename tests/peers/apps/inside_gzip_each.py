# SPDX-License-Identifier: MIT
"""configs/gzip_each.ini in the process of the Python server that imports this."""

from inside import load

application = load("gzip_each.ini")
