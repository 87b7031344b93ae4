"""What runs in the process that may be ended? One function, one request after the other.

Requests and replies are pickled, each after its length in eight bytes; both sides are ours. Before
the first request the child says that it is ready, so that its start costs no workbook its time.
"""

import gc
import os
import pickle
import shutil
import signal
import struct
import sys
import tempfile
from importlib import import_module
from math import ceil
from pathlib import Path
from typing import Any, BinaryIO

from xlplan.core.pausing import let_go

READY = "ready"
FOLDER = "xlplan-batch-"  # how the folder of a child for temporary files begins
GRACE_SECONDS = 15  # that the watcher has for ending the child before the child ends itself
PASSES = 50_000, 10, 10  # few within a workbook: all is let go of at its end
_LENGTH = struct.Struct(">Q")


def send(stream: BinaryIO, message: Any) -> None:
    """Write one message."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Return the next message; ``None`` when the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    return pickle.loads(data) if len(data) == length else None  # noqa: S301 - from our own process


def serve() -> None:
    """Do what is asked until nobody asks: ``child FUNCTION MEMORY``; runs in the child.

    A parent that was killed asks no more. Should the work hang just then, an alarm ends the child:
    its default action works even where the interpreter does not come to its turn.
    """
    module, _, name = sys.argv[1].partition(":")
    _limit_memory(int(sys.argv[2]))
    requests = sys.stdin.buffer
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not disturb the replies
    function = getattr(import_module(module), name)
    gc.freeze()  # what is warm stays, and no pass of the collector looks at it
    gc.set_threshold(*PASSES)
    send(replies, READY)
    while (request := receive(requests)) is not None:
        job, seconds = request
        _alarm(ceil(seconds) + GRACE_SECONDS)
        reply = function(job)
        _alarm(0)
        send(replies, reply)
        del job, reply, request
        let_go()  # a child lives for thousands of workbooks
    if (own := Path(tempfile.gettempdir())).name.startswith(FOLDER):
        shutil.rmtree(own, ignore_errors=True)


def _alarm(seconds: int) -> None:
    if sys.platform != "win32":
        signal.alarm(seconds)


def _limit_memory(limit: int) -> None:
    """Let a request for very much memory fail at once; the watcher counts what is really held.

    An address space is larger than what is held, so this limit is wider. The hard limit stays: a
    reader's own process sets its own.
    """
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wide = 2 * limit + (1 << 30)
    soft = wide if hard == resource.RLIM_INFINITY else min(wide, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
