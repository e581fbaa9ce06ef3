"""What to train with a budget: size, tokens and loss, how sure they are, and what to run next.

>>> from scalinglaws import laws, planning
>>> best = planning.plan(laws.HOFFMANN_2022, 5.76e23)
>>> f"{best.N:.3g} parameters, {best.tokens_per_parameter:.3g} tokens each"
'3.22e+10 parameters, 92.6 tokens each'
"""

from scalinglaws.planning.budget import Plan, flop_of_hours, plan
from scalinglaws.planning.data_limited import RepeatedPlan, plan_with_repeats
from scalinglaws.planning.flat_bottom import FlatBottom, flat_bottom
from scalinglaws.planning.inference import InferencePlan, plan_with_inference
from scalinglaws.planning.next_run import Candidate, candidate_runs, next_run, noise_of

__all__ = [
    "Candidate",
    "FlatBottom",
    "InferencePlan",
    "Plan",
    "RepeatedPlan",
    "candidate_runs",
    "flat_bottom",
    "flop_of_hours",
    "next_run",
    "noise_of",
    "plan",
    "plan_with_inference",
    "plan_with_repeats",
]
