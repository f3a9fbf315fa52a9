# SPDX-License-Identifier: MIT
"""configs/gzip.ini in the process of the Python server that imports this."""

from inside import load

application = load("gzip.ini")
