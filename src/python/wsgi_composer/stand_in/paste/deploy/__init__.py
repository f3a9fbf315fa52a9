# SPDX-License-Identifier: MIT
"""``paste.deploy``, provided by Composer."""

import sys
from pathlib import Path

try:
    from wsgi_composer.deploy import stand_in
except ModuleNotFoundError:
    # This folder alone is on sys.path: the package is the one around it.
    sys.path.append(str(Path(__file__).resolve().parents[4]))
    from wsgi_composer.deploy import stand_in

stand_in()
