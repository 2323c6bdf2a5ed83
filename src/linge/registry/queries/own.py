"""The resident's own view: the record in words, who changed it, who looked behind a mask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linge.accounts import queries as account_queries
from linge.accounts.forms import PURPOSE_WORDS
from linge.accounts.models import Reveal, User
from linge.accounts.tables import labels
from linge.kernel import access
from linge.kernel.access import Purpose
from linge.staff.models import Post
from linge.territory.queries import address_text

from .. import codes, numbers
from ..models import CareNeed, CareVisit, Residency, Resident
from ..rules.care import NeedState
from ..rules.consents import gone_and_kept
from ..rules.kinds import DocumentState
from .consents import standing
from .history import Change, history
from .people import HOME, companions, shown_number, shown_phone

SEEN = {"number": gettext_lazy("证件号码"), "phone": gettext_lazy("电话号码")}
CARE_IN_FORCE = (NeedState.PROPOSED, NeedState.GRANTED, NeedState.PAUSED)


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the own record. ``fact`` names it in a correction; "" cannot be asked here."""

    fact: str
    label: str
    words: str


def own_lines(person: Resident, *, clear: bool = False) -> list[Line]:
    """The record field by field; numbers masked unless the copy is asked for."""
    document = person.documents.filter(state=DocumentState.VALID).order_by("pk").first()
    phone = person.phones.filter(is_main=True).first()
    hukou = person.hukou_records.filter(until=None).first()
    number = numbers.clear if clear else shown_number
    call = numbers.clear if clear else shown_phone
    return [
        Line("name", _("姓名"), person.name),
        Line("former_name", _("曾用名"), person.former_name),
        Line("sex", _("性别"), codes.label("sex", person.sex)),
        Line("birth_date", _("出生日期"), _day(person.birth_date)),
        Line("number", _("身份证号"), number(document) if document else ""),
        Line("phone", _("电话"), call(phone) if phone else ""),
        Line("marital", _("婚姻状况"), codes.label("marital", person.marital)),
        Line("education", _("文化程度"), codes.label("education", person.education)),
        Line("hukou_state", _("户籍"), str(hukou.get_state_display()) if hukou else ""),
        Line("", _("现住房屋"), _home(person)),
    ]


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _home(person: Resident) -> str:
    rows = Residency.objects.filter(person=person, main=True, until=None).select_related(*HOME)
    home = rows.first()
    return address_text(home.dwelling) if home else ""


def family(person: Resident) -> list[tuple[str, str]]:
    """Who else is in the household: the relation and the name."""
    return [
        (codes.label("family_relation", member.relation), member.person.name)
        for member in companions(person)
        if member.person_id != person.pk
    ]


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody opened a masked value: post, time and purpose; the name on request."""

    at: datetime
    post: str
    what: str
    purpose: str
    reason: str


def looks_at(person: Resident) -> list[Look]:
    """Who saw a clear number of the person, newest first."""
    what = {access.subject_key(row): str(SEEN["number"]) for row in person.documents.all()}
    what |= {access.subject_key(row): str(SEEN["phone"]) for row in person.phones.all()}
    return [_look(row, what) for row in account_queries.reveals_of(list(what))]


def _look(row: Reveal, what: dict[str, str]) -> Look:
    purpose = str(PURPOSE_WORDS.get(Purpose(row.purpose), row.purpose))
    return Look(row.at, post_words(row.user), what[row.subject], purpose, row.reason)


def post_words(user: User) -> str:
    """What somebody is in the community, in words; the name is not told."""
    post = Post.objects.filter(user=user, until=None).select_related("grid").first()
    if post:
        return f"{post.grid.name} {post.get_role_display()}"
    grant = user.grants.exclude(role="").order_by("-since", "-pk").first()
    return labels().get(grant.post, grant.post) if grant else _("工作人员")


def changes_of(person: Resident) -> list[Change]:
    """Who changed what on the own record, newest first."""
    return history(person)


def own_needs(person: Resident) -> Sequence[CareNeed]:
    """The care needs written down of a person, to that person."""
    rows = CareNeed.objects.filter(person=person, state__in=CARE_IN_FORCE)
    return list(rows.select_related("kind").order_by("pk"))


def next_care_visit(person: Resident) -> CareVisit | None:
    """The visit the person may expect next."""
    planned = CareVisit.objects.filter(need__person=person, done_at=None, missed_at=None)
    return planned.select_related("need__kind").order_by("planned_on").first()


def erasable(person: Resident) -> tuple[list[str], list[tuple[str, str]]]:
    """What goes when everything agreed to is taken back, and what the law keeps, by article."""
    needs = [(need.kind.name, need.article) for need in own_needs(person)]
    gone, kept = gone_and_kept(needs)
    agreed = [one.title for one in standing(person) if not one.withdrawn]
    return list(dict.fromkeys([*gone, *agreed])), kept


def copy_of(person: Resident) -> dict[str, Any]:
    """Everything the register holds of a person, to take away (个人信息保护法 第四十五条)."""
    return {
        "record": {line.label: line.words for line in own_lines(person, clear=True)},
        "household": [{"relation": relation, "name": name} for relation, name in family(person)],
        "care": [
            {"need": need.kind.name, "purpose": need.purpose, "since": need.since.isoformat()}
            for need in own_needs(person)
        ],
        "consents": [
            {
                "purpose": one.title,
                "since": one.row.since.isoformat(),
                "until": _day(one.row.until) or None,
            }
            for one in standing(person)
        ],
        "changes": [
            {"at": each.at.isoformat(), "by": each.by, "what": each.what, "old": each.old,
             "new": each.new}
            for each in changes_of(person)
        ],
        "looked_at": [
            {"at": each.at.isoformat(), "post": each.post, "what": each.what,
             "purpose": each.purpose}
            for each in looks_at(person)
        ],
    }  # fmt: skip
