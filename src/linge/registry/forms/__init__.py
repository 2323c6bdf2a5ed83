"""What the pages of the register ask."""

from .care import (
    AnswersForm,
    CareVisitForm,
    ConsentForm,
    EndForm,
    KindForm,
    MissedForm,
    PlanForm,
    ProposeForm,
)
from .homes import RoundForm, VisitForm, VoidForm
from .households import HouseholdForm, LeaveForm, MemberForm, RelationForm
from .people import MoveInForm, MoveOutForm, RegisterForm, ResidentForm

__all__ = [
    "AnswersForm",
    "CareVisitForm",
    "ConsentForm",
    "EndForm",
    "HouseholdForm",
    "KindForm",
    "LeaveForm",
    "MemberForm",
    "MissedForm",
    "MoveInForm",
    "MoveOutForm",
    "PlanForm",
    "ProposeForm",
    "RegisterForm",
    "RelationForm",
    "ResidentForm",
    "RoundForm",
    "VisitForm",
    "VoidForm",
]
