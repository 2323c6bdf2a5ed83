"""Every write to teams, agencies and what is said about their results."""

from .results import rate_results, set_four_in_one, set_role_word
from .teams import (
    AGENCY_FACTS,
    amend_agency,
    appoint,
    arrange_stand_in,
    create_agency,
    end_post,
    end_stand_in,
)

__all__ = [
    "AGENCY_FACTS",
    "amend_agency",
    "appoint",
    "arrange_stand_in",
    "create_agency",
    "end_post",
    "end_stand_in",
    "rate_results",
    "set_four_in_one",
    "set_role_word",
]
