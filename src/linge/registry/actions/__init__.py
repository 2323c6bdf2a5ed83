"""Every write of the register."""

from .bulk import record_visits, register_households
from .corrections import correct_resident, set_hukou
from .homes import change_operator, name_contact, record_ownership, record_tenancy
from .households import (
    add_member,
    form_household,
    leave_household,
    open_book,
    relate_member,
)
from .people import add_document, edit_resident, register_resident, set_phone
from .residencies import follow_division, move_in, move_out
from .searching import note_tail_search
from .visits import approve_vacancy, open_round, record_visit, void_visit

__all__ = [
    "add_document",
    "add_member",
    "approve_vacancy",
    "change_operator",
    "correct_resident",
    "edit_resident",
    "follow_division",
    "form_household",
    "leave_household",
    "move_in",
    "move_out",
    "name_contact",
    "note_tail_search",
    "open_book",
    "open_round",
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
