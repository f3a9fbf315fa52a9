# SPDX-License-Identifier: MIT
"""Writes the wheel and the sdist of wsgi_composer (PEP 517), with the standard library alone.

It works in two places: beside a build of Composer, in the folder that ``compose python-path`` prints, and in an unpacked sdist.
"""

import base64
import gzip
import hashlib
import io
import json
import os
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any, Dict, Iterator, Tuple

_here = Path(__file__).resolve().parent
_platforms = {
    "linux-x64": "manylinux_2_27_x86_64",
    "linux-arm64": "manylinux_2_27_aarch64",
    "linux-musl-x64": "musllinux_1_2_x86_64",
    "linux-musl-arm64": "musllinux_1_2_aarch64",
    "osx-x64": "macosx_12_0_x86_64",
    "osx-arm64": "macosx_12_0_arm64",
    "win-x64": "win_amd64",
    "win-arm64": "win_arm64",
}
_earliest = (1980, 1, 1, 0, 0, 0)


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: Any = None) -> str:
    """PEP 517: the wheel's file name."""
    information = _information()
    tag = f"py3-none-{_platform()}"
    name = f"{information.name[: -len('.dist-info')]}-{tag}.whl"
    files = dict(_package_files())
    files.update(("wsgi_composer/assemblies/" + path, data) for path, data in _assembly_files())
    files.update((f"{information.name}/{file.name}", file.read_bytes()) for file in sorted(information.iterdir()))
    pure = "true" if tag.endswith("-any") else "false"
    files[f"{information.name}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: compose package\nRoot-Is-Purelib: {pure}\nTag: {tag}\n".encode()
    record = f"{information.name}/RECORD"
    files[record] = _record(files, record)
    os.makedirs(wheel_directory, exist_ok=True)
    with zipfile.ZipFile(Path(wheel_directory) / name, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, _earliest)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            wheel.writestr(entry, data)
    return name


def build_sdist(sdist_directory: str, config_settings: Any = None) -> str:
    """PEP 517: the sdist's file name. The assemblies are in it as they are: pip builds no C#."""
    information = _information()
    release = information.name[: -len(".dist-info")]
    files = {name: (_here / name).read_bytes() for name in ("pyproject.toml", "build_backend.py")}
    files["PKG-INFO"] = (information / "METADATA").read_bytes()
    files.update(_package_files())
    files.update(("assemblies/" + path, data) for path, data in _assembly_files())
    files.update((f"{information.name}/{file.name}", file.read_bytes()) for file in sorted(information.iterdir()))
    os.makedirs(sdist_directory, exist_ok=True)
    with open(Path(sdist_directory) / f"{release}.tar.gz", "wb") as output:
        with gzip.GzipFile("", "wb", fileobj=output, mtime=0) as packed, tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for path, data in files.items():
                entry = tarfile.TarInfo(f"{release}/{path}")
                entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))
    return f"{release}.tar.gz"


def _information() -> Path:
    found = sorted(_here.glob("wsgi_composer-*.dist-info"))
    if not found or not (_assemblies() / "compose.deps.json").is_file():
        sys.exit("wsgi_composer is packaged beside a build of Composer: run 'compose package'")
    return max(found, key=lambda folder: (folder / "METADATA").stat().st_mtime)


def _assemblies() -> Path:
    """In an sdist a folder beside this file; in a build the folder around it."""
    unpacked = _here / "assemblies"
    return unpacked if unpacked.is_dir() else _here.parent


def _dependencies() -> Tuple[str, Dict[str, Any]]:
    """What compose.deps.json names: the target, as '.NETCoreApp,Version=v10.0/linux-x64', and its libraries."""
    described = json.loads((_assemblies() / "compose.deps.json").read_text("utf-8"))
    target = described["runtimeTarget"]["name"]
    return target, described["targets"][target]


def _platform() -> str:
    """Code compiled for one processor makes the wheel one for that; IL alone runs everywhere."""
    runtime = _dependencies()[0].partition("/")[2]
    if runtime and runtime not in _platforms:
        sys.exit(f"no wheel tag is known for the .NET runtime {runtime}")
    return _platforms.get(runtime, "any")


def _package_files() -> Iterator[Tuple[str, bytes]]:
    for file in sorted((_here / "wsgi_composer").rglob("*")):
        relative = file.relative_to(_here)
        if file.is_file() and "__pycache__" not in relative.parts:
            yield relative.as_posix(), file.read_bytes()


def _assembly_files() -> Iterator[Tuple[str, bytes]]:
    """The assemblies that compose.dll needs, itself included: nothing else that may lie in the folder."""
    folder = _assemblies()
    names = {"compose.runtimeconfig.json", "compose.deps.json"}
    for library in _dependencies()[1].values():
        names.update(os.path.basename(path) for kind in ("runtime", "native") for path in library.get(kind, {}))
        names.update(library.get("runtimeTargets", {}))
    for name in sorted(names):
        if (folder / name).is_file():
            yield name, (folder / name).read_bytes()


def _record(files: Dict[str, bytes], record: str) -> bytes:
    lines = [
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()},{len(data)}" for path, data in files.items()
    ]
    return "\n".join([*lines, f"{record},,", ""]).encode()


if __name__ == "__main__":
    for build in (build_wheel, build_sdist):
        print(os.path.join(sys.argv[1], build(sys.argv[1])))
