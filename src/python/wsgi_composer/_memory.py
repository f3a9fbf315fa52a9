# SPDX-License-Identifier: MIT
"""Whether the system lets this process have the memory that .NET needs: asked before .NET starts, because it ends the process when it has none."""

import sys

_least_address_space = 3 << 30


def check() -> None:
    """Raises with the setting that forbids it."""
    if sys.platform != "linux":
        return
    import mmap
    import resource

    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if 0 <= limit < _least_address_space:
        raise RuntimeError(
            f"this process may have {limit >> 20} MiB of addresses only, and .NET reserves more than it ever uses: "
            "give it 4096 at least (ulimit -v; with uWSGI limit-as = 4096), "
            "or limit what is used instead (systemd's MemoryMax=; with uWSGI reload-on-rss)"
        )
    try:
        mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()
    except OSError as error:
        raise RuntimeError(
            "this process may not have memory that is written and executed, and .NET compiles into such memory: "
            "with systemd write MemoryDenyWriteExecute=no; with SELinux and mod_wsgi setsebool -P httpd_execmem on"
        ) from error
