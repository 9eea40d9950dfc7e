"""The session inside WebAssembly: files come over a device, and JavaScript is out of reach."""

import os
import posix
import sys

from .session import Session

_CHUNK = 1 << 20
# Ways to JavaScript, to the machine's own libraries and to other processes.
_BARRED = frozenset(
    """js pyodide_js pyodide _pyodide _pyodide_core pyodide_http micropip webbrowser ctypes _ctypes subprocess _posixsubprocess
    multiprocessing _multiprocessing socket _socket ssl _ssl asyncio urllib.request http.client ftplib smtplib
    xmlrpc telnetlib""".split()
)

_BARRED_CALLS = """system popen fork forkpty execv execve posix_spawn posix_spawnp spawnv spawnve kill killpg _exit
    abort""".split()


class _Bar:
    """The first of the import finders: says no, and why."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in _BARRED or name.partition(".")[0] in _BARRED:
            raise ImportError(f"{name} is not available: LayerCost runs models without access to anything outside.")
        return None


def open_session(device):
    """A session that asks `device` for files. Bars the ways out first."""
    for name in list(sys.modules):
        if name in _BARRED or name.partition(".")[0] in _BARRED:
            del sys.modules[name]
    sys.meta_path[:] = [finder for finder in sys.meta_path if "pyodide" not in type(finder).__module__]
    handle = os.open(device, os.O_RDWR)
    session = Session(lambda path: _text(handle, path), lambda path: _kind(handle, path))
    sys.meta_path.insert(0, _Bar)
    _disarm()
    session.seal()
    return session


def _disarm():
    """What would leave or end the process says no instead, and the environment tells nothing of the machine."""
    for module in (os, posix):
        for name in _BARRED_CALLS:
            if hasattr(module, name):
                setattr(module, name, _refused(f"os.{name}"))
    os.environ.clear()
    os.environ["HOME"] = "/"


def _refused(name):
    def refused(*args, **kwargs):
        raise PermissionError(f"{name} is not available: LayerCost runs models without access to anything outside.")

    return refused


def _ask(handle, question):
    """The reply's bytes; None for nothing."""
    os.write(handle, question.encode())
    parts = []
    while True:
        part = os.read(handle, _CHUNK)
        parts.append(part)
        if len(part) < _CHUNK:
            break
    reply = b"".join(parts)
    return reply[1:] if reply[:1] == b"\x01" else None


def _text(handle, path):
    reply = _ask(handle, f"read\n{path}")
    return None if reply is None else reply.decode(errors="replace")


def _kind(handle, path):
    reply = _ask(handle, f"kind\n{path}")
    return None if reply is None else reply.decode()


def run_job(session, device):
    """Takes a job from the device and puts its answer there, in pieces."""
    handle = os.open(device, os.O_RDWR)
    try:
        os.write(handle, b"job")
        parts = []
        while part := os.read(handle, _CHUNK):
            parts.append(part)
        answer = session.run(b"".join(parts).decode())
        os.write(handle, b"begin")
        # The answer is ASCII: pieces of it are whole.
        for at in range(0, len(answer), _CHUNK):
            os.write(handle, b"+" + answer[at : at + _CHUNK].encode())
        os.write(handle, b"end")
    finally:
        os.close(handle)
