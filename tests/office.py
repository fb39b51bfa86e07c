"""A real office program (LibreOffice) for the tests of workbooks and documents."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def converted(path: Path, suffix: str) -> Path:
    """Let LibreOffice read a file and write it in another format; skip, with the reason, where there is none."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("there is no LibreOffice (soffice) on this machine")
    folder = path.parent
    # A profile of its own, because one profile is used by one process at a time.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    made = path.with_suffix(f".{suffix}")
    assert made.exists()
    return made


def pages_of(path: Path) -> list[str]:
    """Return the text of each page of a PDF; skip, with the reason, where nothing can read one."""
    if shutil.which("pdftotext") is None:
        pytest.skip("there is no pdftotext on this machine")
    command = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]
