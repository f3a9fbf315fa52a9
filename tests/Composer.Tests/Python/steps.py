# SPDX-License-Identifier: MIT
"""A transaction that keeps nothing."""


def step(environ, *result):
    """Begins, commits or rolls back nothing."""
