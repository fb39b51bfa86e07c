"""Work on files from elsewhere, in a process of its own with a bound on its time and its memory.

What a stranger's file makes a parser do cannot be foreseen; how long it may go on can be. The archives that office
files are (zip) are looked through before any parser sees them.
"""

from __future__ import annotations

import multiprocessing
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import InputError, Issue, Mistake

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

SECONDS = 60
MEMORY = 1_500_000_000
"""Bytes of address space; what is already taken by the interpreter and its libraries counts."""
UNPACKED = 200_000_000
"""How many bytes an archive may hold, unpacked."""
PARTS = 5_000
"""How many files an archive may hold."""
CHUNK = 1 << 20


def bounded(name: str, work: Callable[..., Any], *arguments: Any, seconds: int = SECONDS) -> Any:
    """Return what the work returns; its arguments, and what it returns, have to be plain data.

    Args:
        name: what messages call the file that is worked on.
        work: a function of a module.
        arguments: what it is called with.
        seconds: how long it may take, by the clock.

    Raises:
        InputError: that of the work; or it took too long, too much memory, or broke down.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_within, args=(theirs, seconds, work, arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise _refused(name, f"it takes more than {seconds} seconds to read")
        try:
            kind, result = ours.recv()
        except EOFError:
            raise _refused(name, "it takes too much time or memory to read") from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if kind == "input error":
        raise InputError([Issue(*fields) for fields in result])
    if kind == "failed":
        raise _refused(name, result)
    return result


def _refused(name: str, why: str) -> InputError:
    return InputError([Issue(name, 0, f"the file is refused: {why}.", "Is it whole, and is it the right one?")])


def _within(answer: Connection, seconds: int, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Work within the bounds, and send what comes of it."""
    try:
        import resource
    except ImportError:  # pragma: no cover (Windows has no such bounds; the time is bounded from outside)
        pass
    else:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        with suppress(ValueError, OSError):  # macOS knows no such bound
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        answer.send(("made", work(*arguments)))
    except InputError as error:
        issues = error.issues
        answer.send(("input error", [(i.file, i.line, i.message, i.hint, i.notice) for i in issues]))
    except Mistake as mistake:
        answer.send(("failed", mistake.message.rstrip(".")))
    except MemoryError:
        answer.send(("failed", "it takes too much memory to read"))
    except Exception as error:  # noqa: BLE001 (whatever a parser raises at a stranger's file is said, never shown raw)
        said = " ".join(str(error).split())[:200]
        answer.send(("failed", f"it cannot be read ({type(error).__name__}{': ' + said if said else ''})"))


def ensure_harmless(data: bytes) -> None:
    """Make sure that an archive unpacks to a reasonable size, and that no part defines entities.

    Raises:
        Mistake: it is no archive, is damaged, unpacks to too much, or would expand entities.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _look_through(archive)
    except Mistake:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Mistake("it is not such a file, or it is damaged.") from None


def _look_through(archive: zipfile.ZipFile) -> None:
    """Unpack every part bit by bit, whatever size it claims to have."""
    parts, left = archive.infolist(), UNPACKED
    if len(parts) > PARTS:
        raise Mistake(f"it holds {len(parts)} parts, and {PARTS} are the most.")
    for part in parts:
        before = b""
        with archive.open(part) as file:
            while chunk := file.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Mistake(f"it unpacks to more than {UNPACKED // 1_000_000} million bytes.")
                seen = (before + chunk).replace(b"\0", b"").upper()
                if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                    raise Mistake(f"its part '{part.filename[:80]}' defines entities, which such files never do.")
                before = chunk[-40:]
