"""A profile of the book's own for the kernels that execute pages.

A reader's IPython start-up files must not reach the pages, and a kernel's notes about its
transport must not reach the reader of a build's output.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

SETTINGS = "c.IPKernelApp.log_level = 'ERROR'\nc.HistoryManager.enabled = False\n"


def use_own_profile(root: Path) -> None:
    """Point the kernels that this process starts to a profile under ``_build``."""
    folder = root / "_build" / "ipython"
    settings = folder / "profile_default" / "ipython_kernel_config.py"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(SETTINGS, encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(folder)
    logging.getLogger("traitlets").setLevel(logging.WARNING)
