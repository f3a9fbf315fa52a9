# SPDX-License-Identifier: MIT
"""What Python apps see of Composer's bridge. The functions whose names begin with ``native_`` are put into this module before it runs."""

import atexit
import builtins
import faulthandler
import io
import logging
import os
import re
import signal
import sys
import threading
import traceback
import warnings


class DotNetError(Exception):
    """An exception of a C# component; the text is its message."""

    _handle = 0

    def __init__(self, message, type_name="", details="", handle=0):
        super().__init__(message)
        self.type_name = type_name
        self.details = details
        self._handle = handle

    def __del__(self, free=native_free):
        free(self._handle)


class DotNetIOError(DotNetError, OSError):
    """A C# component could not read or write: also an OSError, as frameworks expect of a truncated request body."""


class DotNetLookupError(DotNetError, LookupError):
    """Something that was asked for by name is not there: also a LookupError, as Paste Deploy's loader raises it."""


class DotNetObject:
    """A C# object on its way through Python."""

    __slots__ = ("_handle",)

    def __init__(self, handle):
        self._handle = handle

    def __del__(self, free=native_free):
        free(self._handle)


class DotNetFunction(DotNetObject):
    """A C# function that Python may call."""

    __slots__ = ()

    def __call__(self, *args, **kwargs):
        return native_call(self._handle, args, kwargs)


class App:
    """A C# app as a WSGI callable."""

    __slots__ = ("_handle",)

    def __init__(self, handle):
        self._handle = handle

    def __call__(self, environ, start_response, modules=sys.modules):
        if "greenlet" in modules and _in_greenlet():
            return invoke_in_greenlet(self, environ, start_response)
        return native_invoke(self._handle, environ, start_response)

    def __del__(self, forget=native_forget):
        forget(self._handle)


def _in_greenlet():
    """Whether the stack may be switched away; then the functions for that are there."""
    global greenlet
    import greenlet

    if greenlet.getcurrent().parent is None:
        return False
    native_greenlets()
    return True


class Input:
    """wsgi.input: the request body, which never reads beyond its end."""

    __slots__ = ("_handle",)

    def __init__(self, handle):
        self._handle = handle

    def read(self, size=-1, /):
        return native_read(self._handle, -1 if size is None else size)

    def readline(self, size=-1, /):
        return native_readline(self._handle, -1 if size is None else size)

    def readlines(self, hint=-1, /):
        lines, total = [], 0
        for line in self:
            lines.append(line)
            total += len(line)
            if hint is not None and 0 < hint <= total:
                break
        return lines

    def readable(self):
        return True

    def writable(self):
        return False

    def seekable(self):
        return False

    def __iter__(self):
        return self

    def __next__(self):
        line = native_readline(self._handle, -1)
        if not line:
            raise StopIteration
        return line

    def close(self):
        """Nothing: the server owns the body."""

    def __del__(self, free=native_free):
        free(self._handle)


class Errors:
    """wsgi.errors: a text stream that ends in the log."""

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"wsgi.errors takes str, not {type(text).__name__}")
        native_write("errors", text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        native_write("errors", None)


class Output(io.TextIOBase):
    """sys.stdout and sys.stderr: whole lines go to the log."""

    def __init__(self, name, fd):
        super().__init__()
        self._name = name
        self._fd = fd
        self.buffer = OutputBuffer(self)

    name = property(lambda self: f"<{self._name}>")
    encoding = "utf-8"
    errors = "backslashreplace"
    mode = "w"

    def writable(self):
        return True

    def fileno(self):
        return self._fd

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        native_write(self._name, text)
        return len(text)

    def flush(self):
        native_write(self._name, None)


class OutputBuffer(io.RawIOBase):
    """sys.stdout.buffer for those who write bytes."""

    def __init__(self, text):
        super().__init__()
        self._text = text

    def writable(self):
        return True

    def fileno(self):
        return self._text.fileno()

    def write(self, data):
        data = bytes(data)
        self._text.write(data.decode("utf-8", "backslashreplace"))
        return len(data)

    def flush(self):
        if not self.closed:
            self._text.flush()


class FileWrapper:
    """wsgi.file_wrapper (PEP 3333, Optional Platform-Specific File Handling)."""

    def __init__(self, filelike, block_size=65536):
        self.filelike = filelike
        self.block_size = block_size
        if hasattr(filelike, "close"):
            self.close = filelike.close

    def __iter__(self):
        return self

    def __next__(self):
        block = self.filelike.read(self.block_size)
        if not block:
            raise StopIteration
        return block


class Body:
    """The response body of a C# component, seen from Python."""

    __slots__ = ("_handle",)

    def __init__(self, handle):
        self._handle = handle

    def __iter__(self):
        return self

    def __next__(self):
        block = native_next(self._handle)
        if block is None:
            raise StopIteration
        return block

    def close(self, close=native_close):
        handle, self._handle = self._handle, 0
        close(handle)

    __del__ = close


class ObjectType:
    """What a context makes: ``application``, ``filter``, ``server``, ``pipeline``, ``filter_app`` or ``filtered_with``."""

    _NAMES = {"app": "application", "composite": "application", "filter-app": "filter_app", "filter-with": "filtered_with"}

    def __init__(self, word):
        self.name = self._NAMES.get(word, word)

    def __repr__(self):
        return f"<{self.name}>"

    def invoke(self, context):
        return context.create()


class AttrDict(dict):
    """A dictionary that takes attributes."""


class Context:
    """What loader.app_context() and its like return: Paste Deploy's LoaderContext."""

    object = None

    def __init__(self, loader, attributes):
        self.loader = loader
        self._create = attributes.pop("create")
        self._parts = []
        for name, value in attributes.items():
            setattr(self, name, self._part(value) if isinstance(value, (dict, list)) and "_context" in name else value)
        self.object_type = ObjectType(self.object_type)
        self.distribution = self.distribution and _distribution(self.distribution)
        self._settings = self._copied()

    def config(self):
        conf = AttrDict(self.global_conf)
        conf.update(self.local_conf)
        conf.local_conf = self.local_conf
        conf.global_conf = self.global_conf
        conf.context = self
        return conf

    def create(self):
        is_plain = self.object is not None and self.object_type.name in ("filter", "server")
        return self._call() if is_plain or self._is_changed() else self._create()

    def _part(self, value):
        if isinstance(value, list):
            return [self._part(each) for each in value]
        self._parts.append(Context(self.loader, value))
        return self._parts[-1]

    def _copied(self):
        return dict(self.global_conf), dict(self.local_conf)

    def _is_changed(self):
        return self._settings != self._copied() or any(part._is_changed() for part in self._parts)

    def _call(self):
        """Makes it in Python: with the settings as they are now, and as the very object that its factory returns."""
        kind = self.object_type.name
        if kind == "pipeline":
            app = self.app_context.create()
            for part in [part.create() for part in self.filter_contexts][::-1]:
                app = part(app)
            return app
        if kind == "filter_app":
            app = self.next_context.create()
            return self.filter_context.create()(app)
        if kind == "filtered_with":
            outer, inner = self.filter_context.create(), self.next_context.create()
            return outer(inner) if self.next_context.object_type.name == "application" else lambda app: outer(inner(app))
        if self.object is None:
            raise TypeError(f"{self.name}: its settings cannot be changed here, because no Python factory makes it")
        settings, keywords = self.global_conf, self.local_conf
        if self.protocol in ("paste.composite_factory", "paste.composit_factory"):
            return call(self.object, (self.loader, settings), keywords)
        if self.protocol in ("paste.filter_app_factory", "paste.server_runner"):
            return lambda app: call(self.object, (app, settings), keywords)
        return call(self.object, (settings,), keywords)


def _distribution(name):
    import importlib.metadata

    try:
        return importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return name


class Loader:
    """The loader that a composite factory is called with."""

    def __init__(self, handle):
        self._handle = handle

    def get_app(self, name=None, global_conf=None):
        return native_load(self._handle, "app", name, global_conf)

    def get_filter(self, name=None, global_conf=None):
        return self.filter_context(name, global_conf).create()

    def get_server(self, name=None, global_conf=None):
        return self.server_context(name, global_conf).create()

    def app_context(self, name=None, global_conf=None):
        return Context(self, native_context(self._handle, "app", name, global_conf))

    def filter_context(self, name=None, global_conf=None):
        return Context(self, native_context(self._handle, "filter", name, global_conf))

    def server_context(self, name=None, global_conf=None):
        return Context(self, native_context(self._handle, "server", name, global_conf))


class LogHandler(logging.Handler):
    """Where records go that no handler of the app's own takes."""

    def emit(self, record):
        try:
            native_log(record.levelno, record.name, self.format(record))
        except Exception:
            self.handleError(record)


def describe(error, environ):
    """The headline of an exception as Python prints it, its class and traceback, the C# exception inside, whether the request expects it, what it answers, and whether it is to end more than the request."""
    try:
        lines = traceback.format_exception_only(type(error), error)  # a SyntaxError's place is before the headline, notes are behind it
        last = _printable(next(line for line in lines if not line.startswith(" ")).strip(), length=4096)
        text = _printable(_with_calls("".join(traceback.format_exception(type(error), error, error.__traceback__)), error))
    except Exception:
        last = text = type(error).__name__
    handle = getattr(error, "_handle", 0) if isinstance(error, DotNetError) else 0
    return last, type(error).__name__, text, handle, _is_expected(error, environ), _answer(error), not isinstance(error, Exception)


def add_calls(error, calls, note):
    """Adds the C# calls that an exception came through on its way from one Python component to the next outer one, and what .NET has to say to it."""
    try:
        error.__dict__.setdefault("_composer_calls", []).append(calls)
        if note and hasattr(error, "add_note"):
            if note not in getattr(error, "__notes__", ()):
                error.add_note(note)
        elif note:
            _add_cause(error, note)
    except Exception:
        pass  # the traceback is as good as it was


def _add_cause(error, note):
    """What a note says, for a Python before 3.11: printed first, as the cause of everything."""
    first = error
    while first.__cause__ or first.__context__:
        first = first.__cause__ or first.__context__
    if str(first) != note:
        first.__cause__ = DotNetError(note)


def _with_calls(text, error):
    """A traceback with the C# calls where Python knows only of the seam."""
    seams = re.finditer(r'(?:^([ |]*  )File "<composer>", line \d+, in \w+\n)+', text, re.MULTILINE)
    for seam, calls in zip(reversed(list(seams)), _calls(error)):
        if calls:
            text = text[: seam.start()] + "".join(f"{seam[1]} at {call}\n" for call in calls.split("\n")) + text[seam.end() :]
    return text


def _calls(error):
    """The calls of an exception and of those that led to it, the innermost first."""
    known = set()
    while error is not None and id(error) not in known:
        known.add(id(error))
        yield from getattr(error, "_composer_calls", ())
        error = error.__cause__ if error.__cause__ is not None or error.__suppress_context__ else error.__context__


def _printable(text, line_length=1000, length=64 * 1024):
    """A text as logs and pages can bear it, whatever the exception carries along."""
    lines = (line if len(line) <= line_length else f"{line[:line_length]} … ({len(line):,} characters)\n" for line in text.splitlines(keepends=True))
    text = "".join(lines)
    return text if len(text) <= length else f"{text[: length // 2]}\n… ({len(text):,} characters)\n{text[-length // 2 :]}"


def _is_expected(error, environ):
    """Whether nobody should make a page of this exception: Ctrl+C, and what the app named in the environ, as Paste's middleware has it."""
    try:
        return isinstance(error, (KeyboardInterrupt, *(environ or {}).get("paste.expected_exceptions", ())))
    except TypeError:
        return False


def _answer(error):
    """The WSGI app of an exception that is an HTTP answer, as WebOb's, Paste's and Werkzeug's are, or that forwards, as Paste's, where the filter ``recursive`` is."""
    try:
        response = getattr(error, "wsgi_response", None)
        if callable(response):
            return response
        if type(error).__name__ == "ForwardRequestException" and callable(getattr(error, "factory", None)):
            return lambda environ, start_response: error.factory(environ["composer.recursive.app"])(environ, start_response)
        return error if callable(error) and hasattr(error, "code") else None
    except Exception:
        return None


def part_of_file(wrapper):
    """(fd, offset, length) of a file wrapper over a real file, or None. wsgiref calls it ``filelike``, waitress ``file``."""
    try:
        filelike = wrapper.filelike if hasattr(wrapper, "filelike") else wrapper.file
        if isinstance(filelike, io.TextIOBase):
            return None
        fd = filelike.fileno()
        offset = filelike.tell()
        status = os.fstat(fd)
    except Exception:
        return None
    if (status.st_mode & 0o170000) != 0o100000 or offset > status.st_size:
        return None
    return fd, offset, status.st_size - offset


class SentFile(io.FileIO):
    """A file that a C# component opened: whoever closes it closes the body that it belongs to."""

    def __init__(self, fd, body):
        super().__init__(fd, "rb")
        self._body = body

    def close(self):
        super().close()
        self._body.close()


def sent_file(body, fd, wrapper):
    """A C# body that is a file, as the wrapper of the server that sends it."""
    return wrapper(SentFile(fd, body), 65536)


def call(function, args, kwargs):
    """Calls a factory; when the arguments do not fit, the error says what it got and what it wants, as Paste Deploy does."""
    try:
        return function(*args, **kwargs)
    except TypeError as error:
        if "arguments" in str(error) and not hasattr(error, "_fitted"):
            got = [_shortened(repr(arg)) for arg in args] + [f"{name}=..." for name in sorted(kwargs)]
            error.args = (f"{error}; got ({', '.join(got)}), wanted {_signature(function)}",)
            error._fitted = True
        raise


def _shortened(text):
    return text if len(text) <= 12 else f"{text[:8]}...{text[-4:]}"


def _signature(function):
    import inspect

    try:
        return str(inspect.signature(function))
    except (TypeError, ValueError):
        return "(...)"


def load(reference):
    """The object that ``package.module:attribute.path`` names."""
    import importlib

    module, _, attributes = reference.partition(":")
    value = importlib.import_module(module.strip())
    for attribute in filter(None, attributes.strip().split(".")):
        value = getattr(value, attribute)
    guard_signals()
    if "gevent" in sys.modules or "eventlet" in sys.modules:
        native_greenlets()
    return value



_fault_handler = signal.getsignal(signal.SIGSEGV)
_set_signal = signal.signal


def _signal(number, handler):
    if threading.current_thread() is threading.main_thread() and number not in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        return _set_signal(number, handler)
    warnings.warn(f"signal {number} is not handled by Python here: Composer owns the process's signals", RuntimeWarning, 2)
    return signal.getsignal(number)


def _enable_faulthandler(*args, **kwargs):
    """Refused: its SIGSEGV handler would turn every null reference in C# into the end of the process."""


def guard_signals():
    if faulthandler.is_enabled():
        faulthandler.disable()


def load_logging(source, defaults):
    """[loggers] and its sections, as pserve reads them: of an INI file, or of a text in several lines."""
    import io
    import logging.config

    source = io.StringIO(source) if "\n" in source else source
    logging.config.fileConfig(source, defaults, disable_existing_loggers=False)


def date(text):
    import datetime

    return datetime.date.fromisoformat(text)


def time(text):
    import datetime

    return datetime.time.fromisoformat(text[:15])


def moment(text):
    """C# counts to the seventh digit of a second, Python to the sixth."""
    import datetime

    return datetime.datetime.fromisoformat(text[:26] + text[27:])


_forked = "this process was forked from one that runs .NET: C# components cannot be called in it"


def _refuse(*args):
    raise DotNetError(_forked)


def _nothing(*args):
    """In a forked child nothing of .NET is touched any more."""


def _write_plainly(name, text):
    if text:
        os.write(1 if name == "stdout" else 2, text.encode("utf-8", "backslashreplace"))


def _log_plainly(level, name, text):
    _write_plainly("stderr", f"{name}: {text}\n")


def _default_signals():
    """.NET's handlers would pass a child's signals on to the parent: SIGTERM for a pool's worker would stop the server."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP, signal.SIGPIPE}:
        handler = signal.getsignal(number)
        if handler is None or handler == signal.SIG_DFL or handler is signal.default_int_handler:
            _set_signal(number, signal.SIG_DFL)


in_child = bytearray(1)  # C# looks at its only byte


def end_child(error):
    """The child of a fork came back from the app, to .NET: it ends here, as if it had been a program."""
    code = 0
    if isinstance(error, SystemExit):
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    elif error is not None:
        code = 1
        traceback.print_exception(type(error), error, error.__traceback__)
    sys.stderr.write(f"process {os.getpid()}, which an app forked, came back to the server and is ended; end it with os._exit()\n")
    os._exit(code & 255)


_fork = threading.local()


def before_fork():
    """A signal that comes to the child before its handlers are its own would end in .NET's, and be lost: it waits."""
    _fork.mask = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))


def after_fork_in_parent():
    signal.pthread_sigmask(signal.SIG_SETMASK, _fork.mask)


def after_fork_in_child():
    after_fork()
    signal.pthread_sigmask(signal.SIG_SETMASK, _fork.mask)


def after_fork():
    """The child of a fork has one thread of .NET's many: entering .NET in it could wait for ever, so nothing here does."""
    in_child[0] = 1
    if signal.signal is _signal:
        _default_signals()
        signal.signal = _set_signal
    names = globals()
    for name in ("native_invoke", "native_read", "native_readline", "native_next", "native_call", "native_ask", "native_put", "native_load", "native_context", "native_begin", "native_block", "native_result", "native_end"):
        names[name] = _refuse
    names["native_write"] = _write_plainly
    names["native_log"] = _log_plainly
    DotNetError.__del__ = DotNetObject.__del__ = App.__del__ = Body.__del__ = Body.close = _nothing


def shut_down():
    """What the end of an interpreter would run."""
    try:
        threading._shutdown()
    finally:
        atexit._run_exitfuncs()


def _thread_failed(args):
    """An exception that ended a thread of the app's: one entry of the log, and an error."""
    if args.exc_type is not SystemExit:
        text = "".join(traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback))
        native_log(logging.ERROR, "python", f"exception in thread {args.thread.name if args.thread else '?'}\n{_printable(text).rstrip()}")


def start(executable, path, argv):
    sys.executable = executable
    sys._base_executable = getattr(sys, "_base_executable", "") or executable
    sys.path[:] = path
    sys.argv[:] = argv
    sys.stdout = sys.__stdout__ = Output("stdout", 1)
    sys.stderr = sys.__stderr__ = Output("stderr", 2)
    signal.signal = _signal
    faulthandler.enable = _enable_faulthandler
    logging.lastResort = LogHandler(logging.WARNING)
    threading.excepthook = _thread_failed
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=before_fork, after_in_parent=after_fork_in_parent, after_in_child=after_fork_in_child)
    _limit_recursion()


def _limit_recursion():
    set_limit = sys.setrecursionlimit
    sys.setrecursionlimit = lambda limit: set_limit(min(limit, 20000))


def new_error(type_name, message):
    """The exception that Paste Deploy raises: of that very class, with that very text."""
    import configparser
    import importlib.metadata

    for module in (builtins, configparser, importlib.metadata):
        base = getattr(module, type_name, None)
        if base is not None:
            break
    for arguments in _arguments(base, message):
        try:
            error = base(*arguments)
            if str(error) == message:
                return error
        except (TypeError, AttributeError):
            pass
    error = base.__new__(base, message)
    error.args = (message,)
    error.message = message
    if str(error) == message:
        return error
    return type(type_name, (base,), {"__str__": lambda self: message, "__module__": base.__module__, "__init__": lambda self: None})()


def _arguments(base, message):
    """What the exception may have been made with, if its text is ``message``."""
    import ast
    import re

    if issubclass(base, OSError):
        parts = re.match(r"\[Errno (\d+)\] (.*): (['\"].*)\Z", message, re.DOTALL)
        if parts:
            yield int(parts[1]), parts[2], ast.literal_eval(parts[3])
    if base is KeyError:
        try:
            yield (ast.literal_eval(message),)
        except (ValueError, SyntaxError):
            pass
    if base.__name__ == "PackageNotFoundError":
        yield (message.rpartition(" ")[2],)
    yield (message,)


def describe_self():
    return "\0".join([sys.executable or "python", ".".join(map(str, sys.version_info[:3])), sys.prefix, *map(os.path.abspath, sys.path)])


def log(level, name, text):
    logging.getLogger(name).log(level, "%s", text)


def join():
    """.NET came into a Python process: what it does to the process is undone, and what Python may do to it is prevented. Whether it is uWSGI's."""
    global _forked
    pid, getpid = os.getpid(), os.getpid
    _forked += (
        ". Start .NET after the fork: with gunicorn drop --preload, with uWSGI set lazy-apps = true, elsewhere call loadapp() in the worker"
    )
    faulthandler.enable = _enable_faulthandler
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=after_fork)

    if "uwsgi" in sys.modules:  # it forks without telling Python

        def call(self, environ, start_response, invoke=App.__call__):
            if getpid() != pid:
                _refuse()
            return invoke(self, environ, start_response)

        App.__call__ = call
        return True
    return False
