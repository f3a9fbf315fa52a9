# SPDX-License-Identifier: MIT
"""C# components below gevent and eventlet: run in Shim.py's module when a greenlet first calls one.

Greenlets share one thread: a switch moves parts of its stack away, and .NET does not survive that while frames of its own are among them. So a
request that comes in a greenlet runs on .NET's threads, its Python apps on the bridge's own, and the greenlet waits as its hub wants it to.
"""

import tempfile

_pipes = []
_in_memory = 256 * 1024


class GreenletBody:
    """The response body of a C# component: every block is waited for."""

    def __init__(self, ticket, pipe):
        self._ticket = ticket
        self._pipe = pipe

    def __iter__(self):
        return self

    def __next__(self):
        if self._ticket is None:
            raise StopIteration
        native_block(self._ticket)
        ticket, self._ticket = self._ticket, None
        _wait_or_abandon(ticket, self._pipe)
        self._ticket = ticket
        block = native_result(ticket)
        if block is None:
            raise StopIteration
        return block

    def close(self):
        if self._ticket is None:
            return
        ticket, self._ticket = self._ticket, None
        native_end(ticket)
        _wait_or_abandon(ticket, self._pipe)
        _pipes.append(self._pipe)
        native_result(ticket)

    def __del__(self, abandon=native_abandon):
        if self._ticket is not None:
            abandon(self._ticket, *self._pipe)


def invoke_in_greenlet(app, environ, start_response):
    """Answers a request of a greenlet; nothing of .NET is on its stack whenever it may be switched."""
    body = _read_body(environ)
    pipe = _pipes.pop() if _pipes else os.pipe()
    ticket = native_begin(app._handle, environ, body, pipe[1])
    _wait_or_abandon(ticket, pipe)
    try:
        status, headers, block = native_result(ticket)
    except BaseException:
        _pipes.append(pipe)
        raise
    response = None if block is not None else GreenletBody(ticket, pipe)
    try:
        start_response(status, headers)
    except BaseException:
        if response is not None:
            response.close()
        raise
    if response is not None:
        return response
    _pipes.append(pipe)
    return [block]


def _wait_or_abandon(ticket, pipe):
    """A greenlet that is killed while it waits leaves the rest to .NET."""
    try:
        _wait(pipe)
    except BaseException:
        native_abandon(ticket, *pipe)
        raise


def begin_hub():
    """Lets the hub of this thread run once, from where the stack is now."""
    if "gevent" in sys.modules:
        import gevent

        gevent.sleep(0)
    elif "eventlet" in sys.modules:
        import eventlet

        eventlet.sleep(0)


def _wait(pipe):
    if type(greenlet.getcurrent().parent).__module__.startswith("gevent."):
        from gevent.socket import wait_read

        wait_read(pipe[0])
    elif "eventlet" in sys.modules:
        from eventlet.hubs import trampoline

        trampoline(pipe[0], read=True)
    os.read(pipe[0], 1)


def _read_body(environ):
    """The request body as bytes, or as the descriptor of a file; read here, because only the greenlet may wait for it."""
    source, length = environ["wsgi.input"], environ.get("CONTENT_LENGTH")
    left = int(length) if length else None
    if left is None and not environ.get("wsgi.input_terminated"):
        return b""
    blocks, size, file = [], 0, None
    while left is None or left > 0:
        block = source.read(65536 if left is None else min(left, 65536))
        if not block:
            break
        size += len(block)
        left = None if left is None else left - len(block)
        if file is None and size > _in_memory:
            file = tempfile.TemporaryFile(buffering=0)
            file.write(b"".join(blocks))
        if file is not None:
            file.write(block)
        else:
            blocks.append(block)
    if file is None:
        return b"".join(blocks)
    with file:
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        return os.dup(file.fileno())
