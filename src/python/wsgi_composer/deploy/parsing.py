# SPDX-License-Identifier: MIT
"""An INI file as ``configparser`` sees it, for tools that look at sections Composer has no use for."""

import configparser
import os
from collections import ChainMap
from typing import Any, Dict


class NicerConfigParser(configparser.ConfigParser):
    """A ConfigParser whose errors name the file, and whose defaults come interpolated."""

    def __init__(self, filename: str, *args: Any, **kw: Any) -> None:
        self.filename = filename
        kw.setdefault("interpolation", FileInterpolation())
        super().__init__(*args, **kw)

    def defaults(self) -> Dict[str, Any]:  # type: ignore[override]
        """``[DEFAULT]``, interpolated by itself. An empty result is given as it was written."""
        return {key: self.get(self.default_section, key) or value for key, value in self.defaults_as_written.items()}

    @property
    def defaults_as_written(self) -> Any:
        """``[DEFAULT]`` as the file has it; may be changed."""
        return super().defaults()


class FileInterpolation(configparser.BasicInterpolation):
    """``%(name)s``, and Composer's ``%(env:NAME|default)s``."""

    def before_get(self, parser: Any, section: str, option: str, value: str, defaults: Any) -> str:
        try:
            return super().before_get(parser, section, option, value, ChainMap(_Environment(), defaults))
        except Exception as error:
            error.args = (f"Error in file {parser.filename}: {error}", *error.args[1:])
            error.message = error.args[0]  # type: ignore[attr-defined]
            raise


class _Environment(Dict[str, str]):
    """The environment variables under their names in ``%(…)s``."""

    def __missing__(self, key: str) -> str:
        scheme, _, rest = key.partition(":")
        name, bar, default = rest.partition("|")
        if scheme == "env" and (name in os.environ or bar):
            return os.environ.get(name, default)
        raise KeyError(key)
