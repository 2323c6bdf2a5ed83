"""Every write of the register."""

from .bulk import record_visits, register_households
from .confirming import confirm_item
from .corrections import correct_resident, set_hukou
from .households import (
    add_member,
    form_household,
    leave_household,
    open_book,
    relate_member,
)
from .optional import ask_for, end_item, record_item
from .people import add_document, edit_resident, register_resident, set_phone
from .residencies import follow_division, move_in, move_out
from .rights import end_ownership, end_tenancy, record_ownership, record_tenancy
from .rounds import (
    ask_quiet,
    close_round,
    count_places,
    end_quiet,
    open_round,
    set_rule,
)
from .sampling import look_again
from .searching import note_tail_search
from .shops import change_operator, end_contact, end_operation, name_contact
from .telling import link_heard, tell_use
from .visits import NewVisit, approve_vacancy, pay_visit, record_visit, void_visit
from .work import end_employment, record_employment

__all__ = [
    "NewVisit",
    "add_document",
    "add_member",
    "approve_vacancy",
    "ask_for",
    "ask_quiet",
    "change_operator",
    "close_round",
    "confirm_item",
    "correct_resident",
    "count_places",
    "edit_resident",
    "end_contact",
    "end_employment",
    "end_item",
    "end_operation",
    "end_ownership",
    "end_quiet",
    "end_tenancy",
    "follow_division",
    "form_household",
    "leave_household",
    "link_heard",
    "look_again",
    "move_in",
    "move_out",
    "name_contact",
    "note_tail_search",
    "open_book",
    "open_round",
    "pay_visit",
    "record_employment",
    "record_item",
    "record_ownership",
    "record_tenancy",
    "record_visit",
    "record_visits",
    "register_households",
    "register_resident",
    "relate_member",
    "set_hukou",
    "set_phone",
    "set_rule",
    "tell_use",
    "void_visit",
]
