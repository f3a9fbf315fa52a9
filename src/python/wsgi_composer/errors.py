# SPDX-License-Identifier: MIT
"""What can go wrong before a configuration is even read."""


class DotNetNotFound(RuntimeError):
    """There is no .NET runtime here that Composer could use; the message says what was looked at and what to install."""


class ForkError(RuntimeError):
    """.NET was started before a fork, or is about to be; the message names the setting that loads the app in each worker."""
