# SPDX-License-Identifier: MIT
"""Serves one section of a config by Paste Deploy and waitress: FILE NAME [name=value ...]. Prints the address."""

import os
import sys

import waitress
from paste.deploy import loadapp

file, name, *variables = sys.argv[1:]
app = loadapp(f"config:{os.path.abspath(file)}", name=name, global_conf=dict(word.split("=", 1) for word in variables))
server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
print(f"http://127.0.0.1:{server.effective_port}", flush=True)
server.run()
