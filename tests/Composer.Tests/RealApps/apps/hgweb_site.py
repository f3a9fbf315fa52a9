# SPDX-License-Identifier: MIT
"""Mercurial's hgweb over one repository."""

from mercurial.hgweb import hgweb


def make_app(global_conf, repository):
    return hgweb(repository.encode())
