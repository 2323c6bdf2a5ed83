"""Tables of cases: what is reported, every step, every clock, and the catalogue they follow."""

from .cases import Case, CaseCounter
from .catalogue import CaseWorkflow, Category, Standard
from .chronic import ChronicPlace
from .drafts import CatalogueDraft, WorkflowDraft
from .figures import CaseCount, FigureAppeal, FigureMonth, FrozenFigure
from .hazards import Hazard, Reinspection
from .history import Assignment, CaseStep, ClockSegment, Due
from .mediation import (
    Agreement,
    Dispute,
    FollowUp,
    MediationSession,
    Party,
    Signature,
)
from .records import CaseNote, CasePhoto, Contact, Evaluation
from .relations import CaseLink, Voice
from .supervision import Escalation, Urge, Whistle, WhistleUnit
from .turns import CaseRequest, Question, Suspension

__all__ = [
    "Agreement",
    "Assignment",
    "Case",
    "CaseCount",
    "CaseCounter",
    "CaseLink",
    "CaseNote",
    "CasePhoto",
    "CaseRequest",
    "CaseStep",
    "CaseWorkflow",
    "CatalogueDraft",
    "Category",
    "ChronicPlace",
    "ClockSegment",
    "Contact",
    "Dispute",
    "Due",
    "Escalation",
    "Evaluation",
    "FigureAppeal",
    "FigureMonth",
    "FollowUp",
    "FrozenFigure",
    "Hazard",
    "MediationSession",
    "Party",
    "Question",
    "Reinspection",
    "Signature",
    "Standard",
    "Suspension",
    "Urge",
    "Voice",
    "Whistle",
    "WhistleUnit",
    "WorkflowDraft",
]
