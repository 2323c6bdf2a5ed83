"""Every write to a case, one function for each deed."""

from .chronic import dismiss_place, find_chronic_places, open_parent
from .closing import close_case, reopen_case, send_back_case, undo_step, verify_case
from .escalating import climb, escalate_case, whistle_case
from .handling import (
    decline_case,
    dispatch_case,
    handle_case,
    reassign_case,
    recall_case,
    self_handle_case,
    sign_case,
)
from .hazards import find_hazard, record_rectified, reinspect, serve_notice, set_level
from .hearing import report_heard
from .helping import ask_help, decline_help, help_done, rate_agency, release_helper
from .intake import accept_case, ask_confirm, confirm_case, reject_case, withdraw_case
from .linking import link_case, unlink_case
from .mediation import (
    add_party,
    agree_orally,
    end_mediation,
    open_dispute,
    record_confirmation,
    record_follow_up,
    record_session,
    remind_of_confirmation,
    seal_agreement,
    set_mediators,
    sign_agreement,
    write_agreement,
)
from .merging import merge_case, unmerge_case
from .photos import add_report_photo
from .placing import Spot, place_case
from .receipts import record_receipt
from .records import add_note, evaluate_case, record_contact
from .relations import forward_case, take_back_case
from .reporting import Report, Reported, report_case
from .requests import (
    agree_request,
    ask_force_close,
    ask_postpone,
    ask_void,
    force_close_case,
    postpone_case,
    refuse_request,
    void_case,
)
from .sampling import check_sample
from .urging import rate_unit, reply_urge, report_in, urge_case
from .waiting import (
    answer_question,
    ask_reporter,
    ask_suspend,
    end_silence,
    resume_case,
    suspend_case,
)

__all__ = [
    "Report",
    "Reported",
    "Spot",
    "accept_case",
    "add_note",
    "add_party",
    "add_report_photo",
    "agree_orally",
    "agree_request",
    "answer_question",
    "ask_confirm",
    "ask_force_close",
    "ask_help",
    "ask_postpone",
    "ask_reporter",
    "ask_suspend",
    "ask_void",
    "check_sample",
    "climb",
    "close_case",
    "confirm_case",
    "decline_case",
    "decline_help",
    "dismiss_place",
    "dispatch_case",
    "end_mediation",
    "end_silence",
    "escalate_case",
    "evaluate_case",
    "find_chronic_places",
    "find_hazard",
    "force_close_case",
    "forward_case",
    "handle_case",
    "help_done",
    "link_case",
    "merge_case",
    "open_dispute",
    "open_parent",
    "place_case",
    "postpone_case",
    "rate_agency",
    "rate_unit",
    "reassign_case",
    "recall_case",
    "record_confirmation",
    "record_contact",
    "record_follow_up",
    "record_receipt",
    "record_rectified",
    "record_session",
    "refuse_request",
    "reinspect",
    "reject_case",
    "release_helper",
    "remind_of_confirmation",
    "reopen_case",
    "reply_urge",
    "report_case",
    "report_heard",
    "report_in",
    "resume_case",
    "seal_agreement",
    "self_handle_case",
    "send_back_case",
    "serve_notice",
    "set_level",
    "set_mediators",
    "sign_agreement",
    "sign_case",
    "suspend_case",
    "take_back_case",
    "undo_step",
    "unlink_case",
    "unmerge_case",
    "urge_case",
    "verify_case",
    "void_case",
    "whistle_case",
    "withdraw_case",
    "write_agreement",
]
