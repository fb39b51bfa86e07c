"""Run a parser on a foreign file in a separate process, with a limit on its time and its memory.

Nobody can foresee what a foreign file makes a parser do; its running time can be limited. Office files are zip
archives: `ensure_harmless` scans them before a parser opens them.
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
"""Address space of the process in bytes; it includes the interpreter and its libraries."""
UNPACKED = 200_000_000
"""The largest unpacked size of an archive, in bytes."""
PARTS = 5_000
"""The largest number of files in an archive."""
CHUNK = 1 << 20


def run_bounded(name: str, work: Callable[..., Any], *arguments: Any, seconds: int = SECONDS) -> Any:
    """Call a function in a separate process and return its result; arguments and result must be picklable.

    Args:
        name: the file's name in messages.
        work: a function at the top level of a module.
        arguments: its arguments.
        seconds: the limit on its wall-clock time.

    Raises:
        InputError: raised by `work`; or `work` exceeded its time or memory, or crashed.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run_with_limits, args=(theirs, seconds, work, arguments), daemon=True)
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


def _run_with_limits(answer: Connection, seconds: int, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Call `work` with the limits set, and send its result or its error."""
    try:
        import resource
    except ImportError:  # pragma: no cover (Windows has no such limits; the parent process limits the time)
        pass
    else:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        with suppress(ValueError, OSError):  # macOS does not support this limit
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
    except Exception as error:  # noqa: BLE001 (any error of a parser becomes a message, never a traceback)
        reason = " ".join(str(error).split())[:200]
        answer.send(("failed", f"it cannot be read ({type(error).__name__}{': ' + reason if reason else ''})"))


def ensure_harmless(data: bytes) -> None:
    """Check that an archive unpacks to an acceptable size and that no part defines XML entities.

    Raises:
        Mistake: it is not an archive, is damaged, unpacks to too much, or defines entities.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _scan(archive)
    except Mistake:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Mistake("it is not a file of this kind, or it is damaged.") from None


def _scan(archive: zipfile.ZipFile) -> None:
    """Unpack every part in chunks, ignoring the size that the archive declares."""
    parts, left = archive.infolist(), UNPACKED
    if len(parts) > PARTS:
        raise Mistake(f"it holds {len(parts)} parts; the limit is {PARTS}.")
    for part in parts:
        before = b""
        with archive.open(part) as file:
            while chunk := file.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Mistake(f"it unpacks to more than {UNPACKED // 1_000_000} million bytes.")
                seen = (before + chunk).replace(b"\0", b"").upper()
                if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                    raise Mistake(f"its part '{part.filename[:80]}' defines XML entities, which office files never do.")
                before = chunk[-40:]
