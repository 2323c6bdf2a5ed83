"""Messages of the ladder: one for the highest new level, urges and their replies, called units."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from linge.kernel import outbox
from linge.kernel.models import OutboxMessage

from ..events import CaseEscalated, CaseEvent, CaseUrgeAnswered, CaseUrged, CaseWhistled
from ..models import Case, Escalation, Urge, Whistle
from ..queries.posts import holders
from ..queries.routing import people_of
from ..rules.escalation import HOLDERS, Level
from ..rules.states import STAGE_OF, State
from .telling import short_number


def tell_level(event: CaseEscalated) -> None:
    """Tell the posts of the level, and at the leader's level whoever has to reply."""
    row = Escalation.objects.select_related("case__community", "case__agency").get(
        pk=event.escalation_id
    )
    with override(settings.LANGUAGE_CODE):
        facts = {
            "number": short_number(row.case),
            "stage": row.get_stage_display(),
            "cause": row.get_cause_display(),
            "level": row.get_level_display(),
        }
        body = _("事件%(number)s%(stage)s环节：%(cause)s，%(level)s。") % facts
        posts = row.told_to.split(",")
        if row.level == Level.LEADER:
            posts += HOLDERS[STAGE_OF[State(row.case.state)]]
        _tell(row.case, f"cases.escalation:{row.pk}", posts, body)


def tell_urged(event: CaseUrged) -> None:
    """Tell whoever holds the case what a superior asks."""
    urge = Urge.objects.select_related("case__community", "case__agency").get(pk=event.urge_id)
    with override(settings.LANGUAGE_CODE):
        facts = {"number": short_number(urge.case), "words": urge.words}
        body = _("督办事件%(number)s：%(words)s 请在一个工作日内答复。") % facts
        posts = HOLDERS[STAGE_OF[State(urge.case.state)]]
        _tell(urge.case, f"cases.urge:{urge.pk}", posts, body)


def tell_urger(event: CaseUrgeAnswered) -> None:
    """Tell whoever asked that there is a reply."""
    urge = _case(event).urges.filter(replied_at__isnull=False).latest("replied_at", "id")
    if urge.by_id is None:
        return
    with override(settings.LANGUAGE_CODE):
        facts = {"number": short_number(urge.case), "reply": urge.reply}
        body = _("督办事件%(number)s已答复：%(reply)s") % facts
        _post(urge.case, f"cases.urge:{urge.pk}:reply:{urge.by_id}", urge.by_id, body)


def tell_units(event: CaseWhistled) -> None:
    """Tell the people of every unit that was called."""
    whistle = Whistle.objects.select_related("case").get(pk=event.whistle_id)
    with override(settings.LANGUAGE_CODE):
        facts = {"number": short_number(whistle.case), "words": whistle.words}
        body = _("吹哨报到：事件%(number)s，%(words)s 请一个工作小时内签收。") % facts
        for unit in whistle.units.select_related("agency"):
            for one in people_of(unit.agency):
                _post(whistle.case, f"cases.whistle:{whistle.pk}:{one.pk}", one.pk, body)


def _case(event: CaseEvent) -> Case:
    return Case.objects.get(pk=event.case_id)


def _tell(case: Case, key: str, posts: Iterable[str], body: str) -> None:
    people = {one.pk for post in posts for one in holders(case, post)}
    for person in sorted(people):
        _post(case, f"{key}:{person}", person, body)


def _post(case: Case, key: str, person: int, body: str) -> None:
    subject = _("事件%(number)s") % {"number": short_number(case)}
    kind = OutboxMessage.Kind.IN_APP
    outbox.post(kind, key=key, body=body, subject=subject, recipient_id=person)
