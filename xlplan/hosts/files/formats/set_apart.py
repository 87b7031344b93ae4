"""How is a look of a user's own set? By a Typst in a process of its own, with limits on memory and time.

Typst ends its whole process when memory runs out, and cannot be stopped from the thread that waits for it.
"""

import os
import subprocess
import sys
from pathlib import Path

from xlplan.core.issues import PlanError
from xlplan.engine.documents import templates_folder

LOOK = "shared/plan.typ.j2"
MEMORY = 2048 << 20  # bytes that the child may use
SECONDS = 60.0  # that it may take; a plan takes a tenth of one
_FAILED = 77  # the child's exit code when Typst says what is wrong


def is_own(templates: Path | None) -> bool:
    """Return whether a folder has a look that is not ours as it came, and there is a Python to set it."""
    python = (
        "python" in Path(sys.executable or "").name.casefold()
    )  # inside an office there is none
    if templates is None or not python or not (templates / LOOK).is_file():
        return False
    return (templates / LOOK).read_bytes() != (templates_folder() / LOOK).read_bytes()


def set_apart(source: bytes) -> bytes:
    """Return Typst source as PDF, set by a child.

    Raises:
        PlanError: the source is wrong, or asks for more than the limits allow.
    """
    call = "from xlplan.hosts.files.formats.set_apart import child; child()"
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the source goes in as input
            [sys.executable, "-c", call],
            input=source,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except subprocess.TimeoutExpired as wrong:
        raise _refused(f"it was stopped after {SECONDS:.0f} seconds") from wrong
    if done.returncode == _FAILED:
        raise _refused(done.stdout.decode("utf-8", "replace"))
    if done.returncode == 1:  # Python's own errors
        raise _refused(done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2])
    if done.returncode != 0:
        raise _refused(f"it needs more than {MEMORY >> 20:,} MB of memory")
    return done.stdout


def _refused(problem: str) -> PlanError:
    return PlanError("LOOK_TYPST", file=LOOK, problem=problem)


def child() -> None:
    """Set what comes in as input; runs in the child."""
    import typst

    from xlplan.hosts.files.formats.pictures import compiler

    _limit_memory()
    out = sys.stdout.buffer
    try:
        out.write(compiler().compile(input=sys.stdin.buffer.read(), format="pdf", timestamp=0))
    except typst.TypstError as wrong:
        out.write(str(wrong.message).encode())
        out.flush()
        sys.exit(_FAILED)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; there the child alone ends
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
