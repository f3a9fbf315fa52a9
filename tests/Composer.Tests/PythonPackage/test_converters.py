# SPDX-License-Identifier: MIT
"""The converters answer as Paste Deploy's do, value by value."""

import unittest

from paste.deploy import converters as theirs
from wsgi_composer.deploy import converters as ours

VALUES = [
    "true", " YES ", "on", "y", "T", "1", "false", "No", "off", "n", "f", "0", "maybe", "", " ", "2", "tRuE\n",
    None, 0, 1, 5, 0.0, 1.5, [], ["a"], (), ("a", " b "), {}, object, True, False, b"1",
    " 5 ", "+5", "-5", "1_000", "٣", "5.0", "0x10", "1e3", "a b  c", " a ,b,, c ", "\x1c7\x1f",
]  # fmt: skip


def outcome(function, *args, **kw):
    try:
        return function(*args, **kw)
    except Exception as error:
        return type(error), str(error)


class Converters(unittest.TestCase):
    def test_asbool(self):
        for value in VALUES:
            self.assertEqual(outcome(theirs.asbool, value), outcome(ours.asbool, value), value)

    def test_asint(self):
        for value in VALUES:
            if type(value) is not tuple:
                self.assertEqual(outcome(theirs.asint, value), outcome(ours.asint, value), value)

    def test_aslist(self):
        for value in VALUES:
            for options in ({}, {"sep": ","}, {"strip": False}, {"sep": ",", "strip": False}):
                self.assertEqual(outcome(theirs.aslist, value, **options), outcome(ours.aslist, value, **options), (value, options))

    def test_words(self):
        self.assertEqual((theirs.truthy, theirs.falsy), (ours.truthy, ours.falsy))


if __name__ == "__main__":
    unittest.main()
