# SPDX-License-Identifier: MIT
"""Where compose.dll is: in the wheel, beside the build that this package came with, or in the checkout."""

import os
from pathlib import Path

from .errors import DotNetNotFound

VARIABLE = "WSGI_COMPOSER_ASSEMBLIES"

_package = Path(__file__).resolve().parent


def find() -> Path:
    """The path of compose.dll."""
    override = os.environ.get(VARIABLE)
    folders = [Path(override)] if override else _folders()
    built = [folder.resolve() / "compose.dll" for folder in folders if (folder / "compose.dll").is_file()]
    if not built:
        searched = "".join(f"\n  searched: {folder}" for folder in folders)
        hint = f"{VARIABLE} names a folder without it" if override else "build Composer with: ./compose --version"
        raise DotNetNotFound(f"compose.dll, which holds the C# components, was not found{searched}\n  hint: {hint}")
    return max(built, key=lambda file: file.stat().st_mtime)


def _folders() -> "list[Path]":
    if (_package / "assemblies").is_dir():
        return [_package / "assemblies"]
    if (_package.parent.parent / "compose.dll").is_file():
        return [_package.parent.parent]
    root = _package.parent.parent.parent
    return [root / "src/Composer.Cli/bin/Release/net10.0", root / ".build/current"]
