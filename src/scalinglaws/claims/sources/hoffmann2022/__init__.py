"""Hoffmann et al. 2022, 'Training Compute-Optimal Large Language Models', arXiv:2203.15556."""

from __future__ import annotations

from scalinglaws.claims.claim import Claim
from scalinglaws.claims.sources.hoffmann2022 import (
    abstract,
    appendix,
    benchmarks,
    bias_and_toxicity,
    big_bench,
    flop_counts,
    kaplan_law,
    massive_text,
    mmlu,
    parametric_fit,
    question_answering,
    running_text,
    runs,
    tables_2_3,
)

MODULES = (
    abstract,
    appendix,
    benchmarks,
    bias_and_toxicity,
    big_bench,
    flop_counts,
    kaplan_law,
    massive_text,
    mmlu,
    parametric_fit,
    question_answering,
    running_text,
    runs,
    tables_2_3,
)


def claims() -> tuple[Claim, ...]:
    """Every claim of the document, in no order: the listing has one."""
    return tuple(claim for module in MODULES for claim in module.claims())
