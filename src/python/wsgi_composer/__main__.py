# SPDX-License-Identifier: MIT
"""``python -m wsgi_composer``, and the command ``compose`` of an installed wheel: Composer's command line."""

import os
import sys

from . import _assemblies, _dotnet
from .errors import DotNetNotFound


def main() -> int:
    """Becomes the compose process; returns only when it cannot."""
    try:
        command = _assemblies.find()
        root = _dotnet.find(_dotnet.required(command.with_name("compose.runtimeconfig.json"))).root
    except DotNetNotFound as error:
        print(f"compose: error: {error}", file=sys.stderr)
        return 1
    os.environ.setdefault("DOTNET_EnableWriteXorExecute", "0")
    os.environ["DOTNET_ROOT"] = str(root)
    host = str(root / ("dotnet.exe" if os.name == "nt" else "dotnet"))
    arguments = [host, "exec", str(command), *sys.argv[1:]]
    if os.name == "nt":
        import subprocess

        return subprocess.call(arguments)
    os.execv(host, arguments)


if __name__ == "__main__":
    sys.exit(main())
