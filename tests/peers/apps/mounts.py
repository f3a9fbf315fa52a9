# SPDX-License-Identifier: MIT
"""The hello app mounted at /m0, /m1, ... by Paste's urlmap; the shortest prefix is the last it tries."""

import hello
from paste.urlmap import URLMap


def mounted(count):
    urls = URLMap()
    for number in range(count):
        urls[f"/m{number}"] = hello.application
    return urls


five = mounted(5)
hundred = mounted(100)
