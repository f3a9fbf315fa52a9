# SPDX-License-Identifier: MIT
"""First on sys.path, this folder makes ``paste.deploy`` Composer's, while everything else of an installed Paste is still found."""

import pkgutil

__path__ = pkgutil.extend_path(__path__, __name__)
