"""Reading what was told at a door: the answer in people's words, the code the record keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from linge.territory.rules.kinds import DwellingUseKind

from .kinds import HeardKind, Outcome

USE_WORDS: Mapping[str, DwellingUseKind] = MappingProxyType(
    {
        "自住": DwellingUseKind.OWN_USE,
        "自己住": DwellingUseKind.OWN_USE,
        "自用": DwellingUseKind.OWN_USE,
        "出租": DwellingUseKind.LET,
        "租": DwellingUseKind.LET,
        "租房": DwellingUseKind.LET,
        "空置": DwellingUseKind.VACANT,
        "空房": DwellingUseKind.VACANT,
        "没人住": DwellingUseKind.VACANT,
        "商用": DwellingUseKind.BUSINESS,
        "办公": DwellingUseKind.BUSINESS,
        "住改商": DwellingUseKind.HOME_TO_BUSINESS,
        "民宿": DwellingUseKind.HOME_TO_BUSINESS,
        "集体宿舍": DwellingUseKind.DORMITORY,
        "宿舍": DwellingUseKind.DORMITORY,
    }
)
UNUSED = (DwellingUseKind.VACANT, DwellingUseKind.DEMOLISHED)
LONGEST_WORDS = 500


@dataclass(frozen=True, slots=True)
class NewHeard:
    """Something to be written down as it was said."""

    kind: HeardKind
    words: str


def read_use(told: str) -> str:
    """The use a home is put to, from a code or people's words; empty when it cannot be read."""
    text = told.strip()
    if text in DwellingUseKind.values:
        return text
    return str(USE_WORDS.get(text, ""))


def use_found(outcome: str, told: str) -> str:
    """What a visit lets us say of the use: what was told where somebody was met, else what the
    outcome itself says. A vacancy says nothing before a lead accepted it."""
    read = read_use(told)
    if outcome == Outcome.NONRESIDENTIAL:
        return read if read in NOT_LIVED_IN else DwellingUseKind.BUSINESS.value
    if outcome in (Outcome.MET, Outcome.PHONE) and read not in UNUSED:
        return read
    return ""


NOT_LIVED_IN = (DwellingUseKind.BUSINESS, DwellingUseKind.HOME_TO_BUSINESS)


def worth_keeping(heard: Sequence[NewHeard]) -> list[NewHeard]:
    """What was heard, without empty words."""
    return [said for said in heard if said.words.strip()]
