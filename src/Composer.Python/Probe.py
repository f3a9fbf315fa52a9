# SPDX-License-Identifier: MIT
import json
import os
import sys
import sysconfig

get = sysconfig.get_config_var
name = get("INSTSONAME") or get("LDLIBRARY") or "libpython%d.%d.so" % sys.version_info[:2]
if not name.startswith("libpython") or name.endswith(".a"):
    name = "libpython%d.%d.so.1.0" % sys.version_info[:2]
folders = [get("LIBDIR"), os.path.join(get("LIBDIR") or "", get("MULTIARCH") or ""), os.path.join(sys.base_prefix, "lib"), get("LIBPL")]
print(json.dumps({
    "executable": sys.executable,
    "version": "%d.%d.%d" % sys.version_info[:3],
    "prefix": sys.prefix,
    "path": [entry for entry in sys.path if entry],
    "libraries": list(dict.fromkeys(os.path.join(folder, name) for folder in folders if folder)),
    "free_threaded": bool(get("Py_GIL_DISABLED")),
}))
