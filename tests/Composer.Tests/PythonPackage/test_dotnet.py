# SPDX-License-Identifier: MIT
"""Which .NET runtime is taken, and what is said when there is none."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from wsgi_composer import DotNetNotFound, _assemblies, _dotnet

NEEDED = {"Microsoft.NETCore.App": (10, 0, 0), "Microsoft.AspNetCore.App": (10, 0, 0)}


class Search(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DOTNET_ROOT")}
        environment["PATH"] = environment["HOME"] = str(self.folder / "nothing")
        self.environment = mock.patch.dict(os.environ, environment, clear=True)
        self.environment.start()
        self.addCleanup(self.environment.stop)

    def install(self, name, core="10.0.3", web="10.0.3", host="10.0.3"):
        root = self.folder / name
        (root / "host" / "fxr" / host).mkdir(parents=True)
        (root / "host" / "fxr" / host / _dotnet._library()).touch()
        for framework, version in (("Microsoft.NETCore.App", core), ("Microsoft.AspNetCore.App", web)):
            if version:
                (root / "shared" / framework / version).mkdir(parents=True)
        return root

    def found_with(self, root, variable="DOTNET_ROOT"):
        os.environ[variable] = str(root)
        with mock.patch.object(_dotnet, "_first_line", lambda path: None):
            return _dotnet.find(NEEDED)

    def test_takes_DOTNET_ROOT(self):
        root = self.install("a")
        self.assertEqual((root, root / "host/fxr/10.0.3" / _dotnet._library()), self.found_with(root))

    def test_takes_the_variable_for_this_processor_first(self):
        os.environ["DOTNET_ROOT"] = str(self.install("other"))
        root = self.install("mine")
        self.assertEqual(root, self.found_with(root, f"DOTNET_ROOT_{_dotnet._machine().upper()}").root)

    def test_takes_the_newest_host(self):
        root = self.install("a", host="9.0.11")
        newest = root / "host" / "fxr" / "10.0.12"
        newest.mkdir()
        (newest / _dotnet._library()).touch()
        self.assertEqual(newest / _dotnet._library(), self.found_with(root).hostfxr)

    def test_a_later_minor_version_will_do(self):
        self.assertEqual(self.install("a", core="10.2.0", web="10.2.0"), self.found_with(self.folder / "a").root)

    def test_follows_dotnet_on_PATH_to_where_it_lies(self):
        root = self.install("far")
        (root / "dotnet").write_text("#!/bin/sh\n")
        (root / "dotnet").chmod(0o755)
        (self.folder / "bin").mkdir()
        (self.folder / "bin" / "dotnet").symlink_to(root / "dotnet")
        os.environ["PATH"] = str(self.folder / "bin")
        last = list(_dotnet._places())[-1]
        with mock.patch.object(_dotnet, "_places", lambda: [last]):
            self.assertEqual(root, _dotnet.find(NEEDED).root)

    def test_says_what_was_searched_what_is_missing_and_what_to_install(self):
        root = self.install("old", core="8.0.4", web=None)
        with mock.patch.object(_dotnet, "_places", lambda: [("DOTNET_ROOT", str(root)), ("a usual place", str(self.folder / "none"))]):
            with self.assertRaises(DotNetNotFound) as raised:
                _dotnet.find(NEEDED)
        message = str(raised.exception)
        self.assertIn(f"{root} (DOTNET_ROOT): no Microsoft.NETCore.App 10.0 (only 8.0.4); no Microsoft.AspNetCore.App 10.0", message)
        self.assertIn(f"{self.folder / 'none'} (a usual place): not there", message)
        self.assertIn("apt-get install aspnetcore-runtime-10.0", message)

    def test_reads_what_is_needed_from_the_assemblies(self):
        config = self.folder / "compose.runtimeconfig.json"
        config.write_text(json.dumps({"runtimeOptions": {"framework": {"name": "Microsoft.AspNetCore.App", "version": "10.0.0"}}}))
        self.assertEqual(NEEDED, _dotnet.required(config))

    def test_assemblies_are_named_by_a_variable(self):
        (self.folder / "compose.dll").touch()
        os.environ[_assemblies.VARIABLE] = str(self.folder)
        self.assertEqual(self.folder / "compose.dll", _assemblies.find())

    def test_missing_assemblies_are_an_error_that_names_the_folder(self):
        os.environ[_assemblies.VARIABLE] = str(self.folder)
        with self.assertRaisesRegex(DotNetNotFound, f"searched: {self.folder}"):
            _assemblies.find()


class Start(unittest.TestCase):
    def test_nothing_is_left_in_the_folder_for_temporary_files_when_the_process_is_killed(self):
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, "TMPDIR": folder}
            environment.pop("DOTNET_EnableDiagnostics", None)
            code = "import os, wsgi_composer; wsgi_composer.loadapp('composer:respond'); os.kill(os.getpid(), 9)"
            self.assertEqual(-9, subprocess.run([sys.executable, "-c", code], env=environment, timeout=60).returncode)
            self.assertEqual([], os.listdir(folder))


@unittest.skipUnless(sys.platform == "linux", "these limits are Linux's")
class Memory(unittest.TestCase):
    def refused(self, *preparing):
        code = "\n".join([*preparing, "import wsgi_composer", "wsgi_composer.loadapp('composer:respond')"])
        ended = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60)
        return ended.stderr.splitlines()[-1]

    def test_too_few_addresses_are_an_error_that_names_the_limit(self):
        said = self.refused("import resource", "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, resource.RLIM_INFINITY))")
        self.assertRegex(said, "^RuntimeError: this process may have 1024 MiB of addresses only.* limit-as = 4096")

    def test_memory_that_may_not_be_executed_is_an_error_that_names_the_setting(self):
        forbidding = "mmap.mmap = unittest.mock.Mock(side_effect=PermissionError(13, 'Permission denied'))"
        self.assertRegex(self.refused("import mmap, unittest.mock", forbidding), "^RuntimeError: .*: with systemd write MemoryDenyWriteExecute=no")


if __name__ == "__main__":
    unittest.main()
