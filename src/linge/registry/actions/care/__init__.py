"""Care needs (关爱需求): kinds, needs, visits and what people answered when asked."""

from .kinds import draft_kind, publish_kind, ship_care_kinds
from .needs import (
    answer_care,
    end_need,
    grant_need,
    note_reading,
    pause_lapsed,
    propose_need,
    review_need,
)
from .visits import miss_care_visit, plan_care_visit, record_care_visit

__all__ = [
    "answer_care",
    "draft_kind",
    "end_need",
    "grant_need",
    "miss_care_visit",
    "note_reading",
    "pause_lapsed",
    "plan_care_visit",
    "propose_need",
    "publish_kind",
    "record_care_visit",
    "review_need",
    "ship_care_kinds",
]
