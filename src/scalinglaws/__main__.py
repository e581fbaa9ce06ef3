"""``python -m scalinglaws``."""

from __future__ import annotations

import sys

from scalinglaws.cli import main

if __name__ == "__main__":
    sys.exit(main())
