# SPDX-License-Identifier: MIT
"""configs/filter_csharp.ini in the process of the Python server that imports this."""

from inside import load

application = load("filter_csharp.ini")
