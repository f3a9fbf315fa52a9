# SPDX-License-Identifier: MIT
"""The inside of ``compose shell``."""
import _signal
import atexit
import io
import json
import os
import signal
import socket
import sys
import threading
import urllib.parse

keep = []


class Answer:
    """What the site answered."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return "<%s, %d bytes>" % (self.status, len(self.body))


def requester(app):
    def request(path, method=None, headers=None, data=None):
        """Makes one request and returns its answer. A dict as data becomes a form, text is sent as UTF-8."""
        headers = dict(headers or {})
        names = {name.lower() for name in headers}
        if isinstance(data, dict):
            data = urllib.parse.urlencode(data)
            if "content-type" not in names:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = data.encode() if isinstance(data, str) else data or b""
        url = urllib.parse.urlsplit(path if "://" in path else "http://localhost" + path)
        environ = {
            "REQUEST_METHOD": method or ("GET" if data is None else "POST"),
            "SCRIPT_NAME": "",
            "PATH_INFO": urllib.parse.unquote_to_bytes(url.path or "/").decode("latin-1"),
            "QUERY_STRING": url.query,
            "SERVER_NAME": url.hostname,
            "SERVER_PORT": str(url.port or {"https": 443}.get(url.scheme, 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": url.netloc,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": url.scheme,
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else "HTTP_" + key] = value
        started = []
        written = []

        def start_response(status, answered, exc_info=None):
            started[:] = [status, answered]
            return written.append

        result = app(environ, start_response)
        try:
            written.extend(result)
        finally:
            if hasattr(result, "close"):
                result.close()
        return Answer(started[0], started[1], b"".join(written))

    return request


def remember(names):
    """Completion, and a history that lasts."""
    try:
        import readline
        import rlcompleter
    except ImportError:
        return
    readline.set_completer(rlcompleter.Completer(names).complete)
    readline.parse_and_bind("tab: complete")
    folder = os.path.join(os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state"), "composer")
    file = os.path.join(folder, "shell_history")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if os.path.exists(file):
            readline.read_history_file(file)
        readline.set_history_length(1000)
        atexit.register(readline.write_history_file, file)
    except OSError:
        pass


def interruptible():
    """Lets Ctrl-C raise KeyboardInterrupt. The system hands the signal to any thread, so it is passed on to the one that waits."""
    here = threading.get_ident()
    read, write = socket.socketpair()
    write.setblocking(False)
    try:
        _signal.signal(signal.SIGUSR2, lambda *_: None)
        _signal.signal(signal.SIGINT, signal.default_int_handler)
        _signal.set_wakeup_fd(write.fileno())
    except ValueError:  # not Python's main thread
        return

    def pass_on():
        while True:
            if signal.SIGINT in read.recv(64):
                _signal.pthread_kill(here, signal.SIGUSR2)

    threading.Thread(target=pass_on, daemon=True).start()
    keep.extend((read, write))


def interact(banner, names):
    # A folder with a module of its own called code is not what is meant here.
    path = sys.path
    sys.path = [os.path.dirname(os.__file__)] + path
    try:
        import code
    finally:
        sys.path = path
    code.interact(banner, local=names, exitmsg="")


def run(app, loader, config, banner):
    """Talks with a person, or runs what is on standard input. Returns whether that went well."""
    sys.stdin = open(0, closefd=False)
    sys.stdout = open(1, "w", buffering=1, closefd=False)
    sys.stderr = open(2, "w", buffering=1, closefd=False)
    names = {"__name__": "__console__", "__doc__": None, "app": app, "loader": loader, "config": dict(config), "request": requester(app)}
    try:
        if sys.stdin.isatty():
            interruptible()
            remember(names)
            interact(banner, names)
            return True
        try:
            exec(compile(sys.stdin.read(), "<stdin>", "exec"), names)
            return True
        except SystemExit as end:
            return not end.code
        except BaseException:
            import traceback
            kind, error, trace = sys.exc_info()
            traceback.print_exception(kind, error, trace.tb_next)
            return False
    except SystemExit:
        return True
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
