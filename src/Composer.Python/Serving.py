# SPDX-License-Identifier: MIT
"""Runs a Python server on the main thread, and ends it from another. Shim.py ran before, in the same module."""

import time

# Nothing else uses it: it only interrupts what the main thread waits in.
_WAKE = signal.SIGRTMAX - 1 if hasattr(signal, "SIGRTMAX") else signal.SIGUSR2
_ENDS = (signal.SIGTERM, signal.SIGINT)


class Serving:
    """A server at work."""

    def __init__(self):
        self.handlers = {}
        self.is_ending = False
        self.deliver = None
        self._others = signal.signal
        _set_signal(_WAKE, self._woken)
        _replace_signal(self._signal)

    def run(self, serve, args, kwargs):
        try:
            serve(*args, **kwargs)
        except KeyboardInterrupt:
            if not self.is_ending:
                raise
        except SystemExit as leaving:
            if leaving.code and not self.is_ending:
                raise
        finally:
            _replace_signal(self._others)

    def end(self):
        """Makes run() return, in the way that suits the server."""
        self.is_ending = True
        time.sleep(0.1)  # what was answered last may still be on its way through the server
        handler = self.handlers.get(signal.SIGTERM) or self.handlers.get(signal.SIGINT)
        if handler:
            self._on_main(lambda frame: self._handle(handler, frame))
            return
        for owner in _owners(sys._current_frames().get(threading.main_thread().ident)):
            for package, name, end in _KNOWN:
                kind = getattr(sys.modules.get(package), name, None)
                if kind is not None and isinstance(owner, kind):
                    end(owner)
                    return
        self.interrupt()

    def interrupt(self):
        """What Ctrl+C does."""
        self._on_main(_raise_interrupt)

    def _on_main(self, action):
        self.deliver = action
        signal.pthread_kill(threading.main_thread().ident, _WAKE)

    def _woken(self, number, frame):
        action, self.deliver = self.deliver, None
        if action:
            action(frame)

    def _signal(self, number, handler):
        """signal.signal: Composer has the signals that end a process, and passes them on when nothing runs any more."""
        if number not in _ENDS or threading.current_thread() is not threading.main_thread():
            return self._others(number, handler)
        before = self.handlers.get(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        self.handlers[number] = handler if callable(handler) and handler is not signal.default_int_handler else None
        return before

    def _handle(self, handler, frame):
        # asyncio listens to the number that the C handler writes, not to the handler.
        fd = signal.set_wakeup_fd(-1)
        if fd >= 0:
            signal.set_wakeup_fd(fd)
            os.write(fd, bytes([signal.SIGTERM if self.handlers.get(signal.SIGTERM) else signal.SIGINT]))
        handler(signal.SIGTERM, frame)


def _replace_signal(function):
    global _signal
    _signal = signal.signal = function


def _raise_interrupt(frame):
    raise KeyboardInterrupt


def _owners(frame):
    """The objects whose methods the main thread is in: the server is one of them. A greenlet's hub leads on to the greenlet that waits for it."""
    while frame is not None:
        owner = frame.f_locals.get("self")
        if owner is not None:
            yield owner
            parent = getattr(owner, "parent", None)
            if hasattr(parent, "gr_frame"):
                yield from _owners(parent.gr_frame)
        frame = frame.f_back


def _end_socketserver(server):
    """wsgiref and others; Paste's has a loop of its own."""
    if hasattr(server, "running"):
        server.running = False
    else:
        server.shutdown()


def _end_waitress(server):
    """Its loop ends at once, whatever is not sent yet: so everything must be."""
    channels = [server] if hasattr(server, "active_channels") else list(server.map.values())
    while any(_has_more_to_send(channel) for owner in channels for channel in list(getattr(owner, "active_channels", {}).values())):
        time.sleep(0.01)
    serving.interrupt()


def _has_more_to_send(channel):
    return channel.requests or channel.total_outbufs_len


def _end_gevent(server):
    hub = _hub_of_main()
    hub.loop.run_callback_threadsafe(server.stop)


def _hub_of_main():
    for owner in _owners(sys._current_frames().get(threading.main_thread().ident)):
        if hasattr(owner, "loop"):
            return owner
    raise RuntimeError("gevent's hub does not run on the main thread")


_KNOWN = (
    ("socketserver", "BaseServer", _end_socketserver),
    ("waitress.server", "BaseWSGIServer", _end_waitress),
    ("waitress.server", "MultiSocketServer", _end_waitress),
    ("cheroot.server", "HTTPServer", lambda server: server.stop()),
    ("gevent.baseserver", "BaseServer", _end_gevent),
    ("twisted.internet.base", "ReactorBase", lambda reactor: reactor.callFromThread(reactor.stop)),
    ("asyncio", "BaseEventLoop", lambda loop: loop.call_soon_threadsafe(loop.stop)),
)

serving = None


def serve(function, args, kwargs):
    global serving
    serving = Serving()
    serving.run(function, args, kwargs)


def end_serving():
    if serving is not None:
        serving.end()
