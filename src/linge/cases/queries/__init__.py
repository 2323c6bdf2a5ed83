"""Every read of cases, scoped to who is asking."""

from .candidates import Candidate, candidates
from .catalogue import larges, public_smalls, smalls, standards_of
from .chronic import cases_of_place, chronic_places
from .counts import QueueCounts, queue_counts
from .detail import ClockLine, Moment, MoveOffer, Timeline, moves_possible, timeline
from .dues import due_words
from .facts import standard_limit
from .map import case_points
from .progress import Progress, ProgressStep, case_of_code, progress
from .public import endings, public_cases, public_codes
from .queues import (
    agency_queue,
    board,
    closing_queue,
    confirming_queue,
    dispatch_queue,
    forced,
    gridless,
    intake_queue,
    ledger,
    verify_queue,
)
from .recalculation import Shift, shifts
from .routing import Proposal, agencies_for, people_of, proposed_agency
from .samples import failed_samples, sample_queue
from .scope import numbered, visible_to
from .sheets import known_sheets, sheets_since
from .supervision import supervised
from .ties import handled_parts, helpers_of, helping_queue, links_of
from .voices import followed, possible_targets, voices_of

__all__ = [
    "Candidate",
    "ClockLine",
    "Moment",
    "MoveOffer",
    "Progress",
    "ProgressStep",
    "Proposal",
    "QueueCounts",
    "Shift",
    "Timeline",
    "agencies_for",
    "agency_queue",
    "board",
    "candidates",
    "case_of_code",
    "case_points",
    "cases_of_place",
    "chronic_places",
    "closing_queue",
    "confirming_queue",
    "dispatch_queue",
    "due_words",
    "endings",
    "failed_samples",
    "followed",
    "forced",
    "gridless",
    "handled_parts",
    "helpers_of",
    "helping_queue",
    "intake_queue",
    "known_sheets",
    "larges",
    "ledger",
    "links_of",
    "moves_possible",
    "numbered",
    "people_of",
    "possible_targets",
    "progress",
    "proposed_agency",
    "public_cases",
    "public_codes",
    "public_smalls",
    "queue_counts",
    "sample_queue",
    "sheets_since",
    "shifts",
    "smalls",
    "standard_limit",
    "standards_of",
    "supervised",
    "timeline",
    "verify_queue",
    "visible_to",
    "voices_of",
]
