"""Every write of the register."""

from .accounts import link_account, note_copy, open_portal
from .audits import (
    answer_sampled,
    assign_finding,
    draw_sample,
    fix_finding,
    recheck_finding,
    run_rules,
)
from .batches import confirm_people, move_people, sound_batch
from .bulk import record_visits, register_households
from .care import (
    answer_care,
    draft_kind,
    end_need,
    grant_need,
    miss_care_visit,
    note_reading,
    pause_lapsed,
    plan_care_visit,
    propose_need,
    publish_kind,
    record_care_visit,
    review_need,
    ship_care_kinds,
)
from .confirming import confirm_item
from .conflicts import settle_conflict
from .consents import erase_ended, give_consent, withdraw_consent
from .corrections import correct_resident, relate_member, tell_hukou
from .handing import Handed, forget_bookmarks, hand_over
from .households import (
    add_member,
    enter_book,
    form_household,
    leave_household,
    open_book,
)
from .hukou import set_hukou
from .life import move_household, rate_phone
from .optional import ask_for, end_item, record_item
from .people import add_document, edit_resident, register_resident, set_phone
from .renewing import confirm_fact, confirm_person
from .requests import (
    check_request,
    request_change,
    send_back_request,
    submit_request,
    withdraw_request,
)
from .residencies import follow_division, follow_move, move_in, move_out
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
from .searching import look_up
from .shops import change_operator, end_contact, end_operation, name_contact
from .syncing import Edit, receive_edits
from .telling import link_heard, tell_use
from .undoing import undo_change
from .visits import NewVisit, approve_vacancy, pay_visit, record_visit, void_visit
from .work import end_employment, record_employment

__all__ = [
    "Edit",
    "Handed",
    "NewVisit",
    "add_document",
    "add_member",
    "answer_care",
    "answer_sampled",
    "approve_vacancy",
    "ask_for",
    "ask_quiet",
    "assign_finding",
    "change_operator",
    "check_request",
    "close_round",
    "confirm_fact",
    "confirm_item",
    "confirm_people",
    "confirm_person",
    "correct_resident",
    "count_places",
    "draft_kind",
    "draw_sample",
    "edit_resident",
    "end_contact",
    "end_employment",
    "end_item",
    "end_need",
    "end_operation",
    "end_ownership",
    "end_quiet",
    "end_tenancy",
    "enter_book",
    "erase_ended",
    "fix_finding",
    "follow_division",
    "follow_move",
    "forget_bookmarks",
    "form_household",
    "give_consent",
    "grant_need",
    "hand_over",
    "leave_household",
    "link_account",
    "link_heard",
    "look_again",
    "look_up",
    "miss_care_visit",
    "move_household",
    "move_in",
    "move_out",
    "move_people",
    "name_contact",
    "note_copy",
    "note_reading",
    "open_book",
    "open_portal",
    "open_round",
    "pause_lapsed",
    "pay_visit",
    "plan_care_visit",
    "propose_need",
    "publish_kind",
    "rate_phone",
    "receive_edits",
    "recheck_finding",
    "record_care_visit",
    "record_employment",
    "record_item",
    "record_ownership",
    "record_tenancy",
    "record_visit",
    "record_visits",
    "register_households",
    "register_resident",
    "relate_member",
    "request_change",
    "review_need",
    "run_rules",
    "send_back_request",
    "set_hukou",
    "set_phone",
    "set_rule",
    "settle_conflict",
    "ship_care_kinds",
    "sound_batch",
    "submit_request",
    "tell_hukou",
    "tell_use",
    "undo_change",
    "void_visit",
    "withdraw_consent",
    "withdraw_request",
]
