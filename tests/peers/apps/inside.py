# SPDX-License-Identifier: MIT
"""Configs with C# components in the process of a Python server."""

from pathlib import Path

import wsgi_composer

CONFIGS = Path(__file__).resolve().parents[1] / "configs"


def load(config):
    return wsgi_composer.loadapp(f"config:{CONFIGS / config}")
