"""Training runs: what was trained, at which size, on how many tokens, and the loss it reached."""

from scalinglaws.runs.table import Runs

__all__ = ["Runs"]
