# SPDX-License-Identifier: MIT
"""The page behind Beaker, once for each store."""

import os

from beaker.middleware import SessionMiddleware

import session_page

SCRATCH = os.environ["SCRATCH"]


def behind(type, **options):
    return SessionMiddleware(session_page.application, **{"session.type": type, "session.timeout": 1200, **{f"session.{name}": value for name, value in options.items()}})


memory = behind("memory")
file = behind("file", data_dir=f"{SCRATCH}/sessions")
cookie = behind("cookie", validate_key="a key of more than enough characters", encrypt_key="another key of enough characters", data_serializer="json", crypto_type="cryptography")
if "REDIS_URL" in os.environ:
    redis = behind("ext:redis", url=os.environ["REDIS_URL"])
if "DATABASE_URL" in os.environ:
    sql = behind("ext:database", url=os.environ["DATABASE_URL"], lock_dir=f"{SCRATCH}/locks")
