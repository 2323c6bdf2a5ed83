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
from .conflicts import ConflictForm
from .exports import ExportForm
from .facts import (
    BookForm,
    DeathForm,
    EmploymentForm,
    HukouRecordForm,
    MoveHouseholdForm,
    PhoneForm,
    RatePhoneForm,
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
from .people import (
    CORRECTED,
    MoveInForm,
    MoveOutForm,
    MovePeopleForm,
    RegisterForm,
    ResidentForm,
)
from .requests import SendBackForm
from .rights import (
    ContactForm,
    EndTieForm,
    ItemForm,
    OperatorForm,
    OptionsForm,
    OwnershipForm,
    TenancyForm,
)

__all__ = [
    "CORRECTED",
    "AnswerForm",
    "AnswersForm",
    "AssignForm",
    "BookForm",
    "CareVisitForm",
    "CloseRoundForm",
    "ConflictForm",
    "ConsentForm",
    "ContactForm",
    "DeathForm",
    "EmploymentForm",
    "EndForm",
    "EndTieForm",
    "ExportForm",
    "FixForm",
    "HomePhoneForm",
    "HouseholdForm",
    "HukouForm",
    "HukouRecordForm",
    "ItemForm",
    "KindForm",
    "LeaveForm",
    "LookForm",
    "MemberForm",
    "MissedForm",
    "MoveHouseholdForm",
    "MoveInForm",
    "MoveOutForm",
    "MovePeopleForm",
    "OperatorForm",
    "OptionsForm",
    "OwnershipForm",
    "PersonForm",
    "PhoneForm",
    "PlacesForm",
    "PlanForm",
    "ProposeForm",
    "QuietForm",
    "RatePhoneForm",
    "RecheckForm",
    "RegisterForm",
    "RelationForm",
    "ResidentForm",
    "RoundForm",
    "RuleForm",
    "SampleForm",
    "SendBackForm",
    "TenancyForm",
    "UseForm",
    "VisitForm",
    "VoidForm",
    "WorkForm",
]
