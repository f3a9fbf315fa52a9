# SPDX-License-Identifier: MIT
"""Finds the .NET runtime that the assemblies need, or says what to install."""

import json
import os
import sys
import sysconfig
from pathlib import Path
from typing import Dict, Iterable, Iterator, NamedTuple, Optional, Tuple

from .errors import DotNetNotFound

Version = Tuple[int, ...]


class DotNet(NamedTuple):
    """A .NET installation."""

    root: Path
    hostfxr: Path


def required(runtime_config: Path) -> Dict[str, Version]:
    """The frameworks that a runtimeconfig.json asks for, and their versions."""
    options = json.loads(runtime_config.read_text("utf-8"))["runtimeOptions"]
    frameworks = options.get("frameworks") or [options["framework"]]
    needed = {framework["name"]: _version(framework["version"]) for framework in frameworks}
    # ASP.NET Core's framework stands on this one and does not always name it.
    needed.setdefault("Microsoft.NETCore.App", min(needed.values()))
    return needed


def find(frameworks: Dict[str, Version]) -> DotNet:
    """The first installation that has every framework."""
    searched: Dict[Path, str] = {}
    for origin, root in _candidates():
        if root in searched:
            continue
        hostfxr = _newest_hostfxr(root)
        missing = _missing(root, frameworks) if hostfxr else f"no host/fxr/*/{_library()}" if root.is_dir() else "not there"
        if hostfxr and not missing:
            return DotNet(root, hostfxr)
        searched[root] = f"{root} ({origin}): {missing}"
    raise DotNetNotFound(_message(frameworks, searched.values()))


def _candidates() -> Iterator[Tuple[str, Path]]:
    for origin, place in _places():
        if place:
            yield origin, Path(os.path.realpath(os.path.expanduser(place)))


def _places() -> Iterator[Tuple[str, Optional[str]]]:
    machine = _machine()
    for variable in (f"DOTNET_ROOT_{machine.upper()}", "DOTNET_ROOT"):
        yield variable, os.environ.get(variable)
    if os.name == "nt":
        yield "the usual place", os.path.join(os.environ.get("ProgramFiles", r"C:\Program Files"), "dotnet")
    for name in (f"install_location_{machine}", "install_location"):
        yield f"/etc/dotnet/{name}", _first_line(f"/etc/dotnet/{name}")
    for place in ("/usr/share/dotnet", "/usr/lib/dotnet", "/usr/lib64/dotnet", "/usr/local/share/dotnet", "/opt/dotnet", "~/.dotnet"):
        yield "a usual place", place
    import shutil  # slow to import, and seldom needed

    command = shutil.which("dotnet")
    yield "dotnet on PATH", os.path.dirname(os.path.realpath(command)) if command else None


def _machine() -> str:
    machine = sysconfig.get_platform().rpartition("-")[2]
    return {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}.get(machine, machine)


def _first_line(path: str) -> Optional[str]:
    try:
        with open(path, encoding="utf-8") as file:
            return file.readline().strip() or None
    except OSError:
        return None


def _library() -> str:
    return {"win32": "hostfxr.dll", "darwin": "libhostfxr.dylib"}.get(sys.platform, "libhostfxr.so")


def _newest_hostfxr(root: Path) -> Optional[Path]:
    found = [folder / _library() for folder in _subfolders(root / "host" / "fxr") if (folder / _library()).is_file()]
    return max(found, key=lambda file: _version(file.parent.name)) if found else None


def _missing(root: Path, frameworks: Dict[str, Version]) -> str:
    lacks = []
    for name, wanted in frameworks.items():
        present = sorted(_version(folder.name) for folder in _subfolders(root / "shared" / name))
        # The host takes a later 10.x for 10.0, but no other major version.
        if not any(version[:1] == wanted[:1] and version >= wanted for version in present):
            has = ", ".join(_text(version) for version in present)
            lacks.append(f"no {name} {_text(wanted[:2])}" + (f" (only {has})" if has else ""))
    return "; ".join(lacks)


def _subfolders(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (entry for entry in folder.iterdir() if entry.name[:1].isdigit())


def _version(text: str) -> Version:
    return tuple(int(part) for part in text.split("-")[0].split(".") if part.isdigit())


def _text(version: Version) -> str:
    return ".".join(map(str, version))


def _message(frameworks: Dict[str, Version], searched: Iterable[str]) -> str:
    release = _text(next(iter(frameworks.values()))[:2])
    lines = [f"Composer's C# components need .NET {release} with ASP.NET Core, and no such runtime was found"]
    lines += [f"  searched: {place}" for place in searched]
    lines.append(f"  hint: apt-get install aspnetcore-runtime-{release}      or, for this user:")
    lines.append(f"        curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --runtime aspnetcore --channel {release}")
    lines.append("        If it is installed elsewhere, set DOTNET_ROOT to the folder that holds host/ and shared/.")
    return "\n".join(lines)
