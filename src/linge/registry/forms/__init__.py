"""What the pages of the register ask."""

from .homes import RoundForm, VisitForm, VoidForm
from .households import HouseholdForm, LeaveForm, MemberForm, RelationForm
from .people import MoveInForm, MoveOutForm, RegisterForm, ResidentForm

__all__ = [
    "HouseholdForm",
    "LeaveForm",
    "MemberForm",
    "MoveInForm",
    "MoveOutForm",
    "RegisterForm",
    "RelationForm",
    "ResidentForm",
    "RoundForm",
    "VisitForm",
    "VoidForm",
]
