"""What lies in an object store? Listed, fetched and put through fsspec: ``s3:// gs:// abfs://``.

Who may reach it is told by the environment or a role of the machine, never by an address or a task.
An object is replaced whole or not at all; that is the stores' own promise.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from xlplan.core.issues import PlanError

EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "abfs": "abfs", "abfss": "abfs"}
SIGNS = "*?["
_VERSIONS = ("ETag", "etag", "generation", "md5Hash")
_TIMES = ("LastModified", "last_modified", "updated", "mtime")
_ERRORS = (  # of the libraries behind fsspec, where they are loaded and are no OSError
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("aiohttp", "ClientError"),
    ("google.auth.exceptions", "GoogleAuthError"),
    ("gcsfs.retry", "HttpError"),
    ("azure.core.exceptions", "AzureError"),
)


class Object(NamedTuple):
    """An object of a store: its address, and what changes when it changes."""

    address: str
    stamp: str


def is_remote(place: str) -> bool:
    """Return whether a place is an address of a store, not a path.

    Example:
        >>> is_remote("s3://plans/north"), is_remote("plans/north")
        (True, False)
    """
    return "://" in place


def listed(address: str) -> list[Object]:
    """Return the objects that an address names: itself, those below it, or those of a pattern.

    Raises:
        PlanError: the store cannot be reached or read, or its extra is missing.
    """
    with _store(address) as (store, path):
        pattern = any(sign in address for sign in SIGNS)
        ask: Callable[..., Any] = store.glob if pattern else store.find
        found: Any = ask(path, detail=True)
        if not isinstance(found, dict):  # what adlfs says of a single object
            found = {name: store.info(name) for name in found}
        head = address.removesuffix("/")[: -len(path.strip("/")) or None]
        return [
            Object(head + name.strip("/"), stamp_of(info))
            for name, info in sorted(found.items())
            if info.get("type") == "file"
        ]


def stamp(address: str) -> str:
    """Return what changes when an object changes; blank when it is not there."""
    with _store(address) as (store, path):
        store.invalidate_cache()
        with suppress(FileNotFoundError):
            return stamp_of(store.info(path))
    return ""


def fetch(address: str, path: Path) -> None:
    """Bring an object to this disk.

    Raises:
        PlanError: it is not there, or cannot be read.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _store(address) as (store, name):
        store.get_file(name, str(path))


def put(path: Path, address: str) -> None:
    """Put a file into the store, whole or not at all.

    Raises:
        PlanError: it cannot be written.
    """
    with _store(address) as (store, name):
        store.put_file(str(path), name)


def remove(address: str) -> None:
    """Take an object out of the store; one that is gone already is no error."""
    with _store(address) as (store, name), suppress(FileNotFoundError):
        store.rm_file(name)


def stamp_of(info: dict[str, Any]) -> str:
    """Return the version of an object as its store tells it, else its size and time.

    Example:
        >>> stamp_of({"ETag": '"9a0364b9"', "size": 3}), stamp_of({"size": 3, "mtime": 12.5})
        ('9a0364b9-3', '12.5-3')
    """
    known = (info[key] for key in (*_VERSIONS, *_TIMES) if info.get(key))
    return f"{str(next(known, '')).strip(chr(34))}-{info.get('size', '')}"


@contextmanager
def _store(address: str) -> Iterator[tuple[Any, str]]:
    """Return the file system of an address and the path in it; say errors as ours."""
    scheme = address.partition("://")[0].casefold()
    try:
        from fsspec.core import url_to_fs

        yield url_to_fs(address)
    except ImportError as wrong:
        extra = EXTRAS.get(scheme, "s3")
        raise PlanError("STORE_NO_EXTRA", address=address, extra=extra) from wrong
    except FileNotFoundError as wrong:
        raise PlanError("FILE_NOT_FOUND", file=address) from wrong
    except PermissionError as wrong:
        raise PlanError("STORE_DENIED", address=address) from wrong
    except _failures() as wrong:
        raise PlanError("STORE_FAILED", address=address, reason=type(wrong).__name__) from wrong


def _failures() -> tuple[type[BaseException], ...]:
    """Return the errors of stores: the system's, and those of the libraries that are loaded."""
    loaded = ((sys.modules.get(module), name) for module, name in _ERRORS)
    known = [getattr(module, name) for module, name in loaded if hasattr(module, name)]
    return (OSError, ValueError, *known)
