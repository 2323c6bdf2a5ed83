"""Figures: folded from the cases, frozen when a month is over, exempted after an appeal."""

from .appeals import appeal_figure, decide_appeal
from .folding import fold, fold_month
from .freezing import freeze, restate

__all__ = ["appeal_figure", "decide_appeal", "fold", "fold_month", "freeze", "restate"]
