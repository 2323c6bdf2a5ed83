"""Every write of the register."""

from .bulk import record_visits, register_households
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
from .searching import note_tail_search
from .shops import change_operator, end_contact, end_operation, name_contact
from .visits import approve_vacancy, open_round, record_visit, void_visit
from .work import end_employment, record_employment

__all__ = [
    "add_document",
    "add_member",
    "approve_vacancy",
    "ask_for",
    "change_operator",
    "correct_resident",
    "edit_resident",
    "end_contact",
    "end_employment",
    "end_item",
    "end_operation",
    "end_ownership",
    "end_tenancy",
    "follow_division",
    "form_household",
    "leave_household",
    "move_in",
    "move_out",
    "name_contact",
    "note_tail_search",
    "open_book",
    "open_round",
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
    "void_visit",
]
