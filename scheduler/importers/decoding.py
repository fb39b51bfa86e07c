"""Decode the bytes of a foreign file, whatever its encoding."""

from __future__ import annotations

import codecs

from scheduler.base.issue import InputError, Issue

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", ""),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def decode(name: str, data: bytes, what: str) -> tuple[str, str]:
    """Return the text of a file, and a remark if it is not in UTF-8 ("" if it is).

    Args:
        name: the name of the file in messages.
        data: its bytes.
        what: the expected kind of file ("calendar", "table"), for messages.

    Raises:
        InputError: it is not text.
    """
    for mark, encoding, display_name in _MARKS:
        if data.startswith(mark):
            return _strictly(name, data, encoding, what), f"It was written in {display_name}." if display_name else ""
    wide = _without_mark(data)
    if wide:
        return _strictly(name, data, wide, what), "It was written in UTF-16 without a byte-order mark."
    if b"\0" in data:
        raise _not_text(name, data, data.index(b"\0"), what)
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        remark = "It is not in UTF-8 and was read as Western European (Windows-1252). Check the accents."
        return data.decode("cp1252", "replace"), remark


def _without_mark(data: bytes) -> str:
    """Return the byte order of a mostly Latin text in UTF-16 without a byte-order mark; "" for other texts."""
    sample = data[:2000]
    if len(sample) < 4 or len(data) % 2:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.4 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd == 0 else ""


def _strictly(name: str, data: bytes, encoding: str, what: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(name, data, error.start, what) from None
    if "\0" in text:
        raise _not_text(name, data, 0, what)
    return text


def _not_text(name: str, data: bytes, at: int, what: str) -> InputError:
    line = data.count(b"\n", 0, at) + 1
    message = f"this is not a {what}: it contains bytes that are not text."
    return InputError([Issue(name, line, message, "Save it with the encoding UTF-8.")])
