# SPDX-License-Identifier: MIT
"""The two checkers of PEP 3333 as filters. Their warnings are errors, too."""

import warnings
from wsgiref import validate as standard

from webtest import lint as webtest_lint

warnings.filterwarnings("error", category=standard.WSGIWarning)
warnings.filterwarnings("error", category=webtest_lint.WSGIWarning)


def validate(global_conf):
    return standard.validator


def webtest(global_conf):
    return webtest_lint.middleware
