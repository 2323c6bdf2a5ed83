"""Answers to a service's questions: ``attribute[code]`` and ``attribute[code][]``."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from .georeport import LISTS, DataType, Params, Problem, bad, printable

NAME = re.compile(r"attribute\[([^\]]+)\](\[\])?")
LONGEST_ANSWER = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """What the check needs to know of a question."""

    code: str
    datatype: str
    required: bool
    variable: bool
    keys: Sequence[str] = ()


def sent_answers(params: Params) -> dict[str, list[str]]:
    """Answers by the code of their question, in the order sent."""
    answers: dict[str, list[str]] = {}
    for name, values in params.items():
        if found := NAME.fullmatch(name):
            answers.setdefault(found[1], []).extend(value.strip() for value in values)
    return answers


def checked(
    questions: Sequence[Question], sent: Mapping[str, Sequence[str]], problems: list[Problem]
) -> dict[str, list[str]]:
    """The answers that belong to questions; what is missing or can't be is added to the problems."""
    kept: dict[str, list[str]] = {}
    for question in questions:
        values = [value for value in sent.get(question.code, ()) if value]
        if not question.variable:
            continue
        if not values and question.required:
            problems.append(bad(_("缺少必答项attribute[%(code)s]。") % {"code": question.code}))
        problems.extend(_faults(question, values))
        if values:
            kept[question.code] = [printable(value)[:LONGEST_ANSWER] for value in values]
    return kept


def _faults(question: Question, values: Sequence[str]) -> list[Problem]:
    told = {"code": question.code}
    if question.datatype in LISTS:
        wrong = [value for value in values if value not in question.keys]
        if wrong:
            return [
                bad(_("attribute[%(code)s]没有选项“%(value)s”。") % (told | {"value": wrong[0]}))
            ]
    if len(values) > 1 and question.datatype != DataType.MULTI:
        return [bad(_("attribute[%(code)s]只能有一个答案。") % told)]
    if values and not _readable(question.datatype, values[0]):
        return [bad(_("attribute[%(code)s]的答案与类型不符。") % told)]
    return []


def _readable(datatype: str, value: str) -> bool:
    try:
        if datatype == DataType.NUMBER:
            float(value)
        elif datatype == DataType.DATETIME:
            datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
