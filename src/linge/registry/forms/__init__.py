"""What the pages of the register ask."""

from .audits import AnswerForm, AssignForm, FixForm, RecheckForm, SampleForm
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
from .homes import CloseRoundForm, LookForm, QuietForm, RoundForm, VisitForm, VoidForm
from .households import HouseholdForm, LeaveForm, MemberForm, RelationForm
from .items import (
    HomePhoneForm,
    HukouForm,
    PersonForm,
    PlacesForm,
    RuleForm,
    UseForm,
    WorkForm,
)
from .people import CORRECTED, MoveInForm, MoveOutForm, RegisterForm, ResidentForm
from .requests import SendBackForm

__all__ = [
    "CORRECTED",
    "AnswerForm",
    "AnswersForm",
    "AssignForm",
    "CareVisitForm",
    "CloseRoundForm",
    "ConsentForm",
    "EndForm",
    "FixForm",
    "HomePhoneForm",
    "HouseholdForm",
    "HukouForm",
    "KindForm",
    "LeaveForm",
    "LookForm",
    "MemberForm",
    "MissedForm",
    "MoveInForm",
    "MoveOutForm",
    "PersonForm",
    "PlacesForm",
    "PlanForm",
    "ProposeForm",
    "QuietForm",
    "RecheckForm",
    "RegisterForm",
    "RelationForm",
    "ResidentForm",
    "RoundForm",
    "RuleForm",
    "SampleForm",
    "SendBackForm",
    "UseForm",
    "VisitForm",
    "VoidForm",
    "WorkForm",
]
