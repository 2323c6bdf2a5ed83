"""Link and unlink: a large matter with parts that each run a course of their own (母子事件)."""

from uuid import UUID

from django.utils.translation import gettext as _

from linge.kernel.access import Actor
from linge.kernel.events import publish

from .. import events, rules
from ..models import Case, CaseLink
from ..queries import visible_to
from ..queries.ties import whole_side
from ..queries.workflows import workflow_of
from .holding import hold_both
from .moving import begin, repeatable, take


@repeatable
def link_case(case: Case, *, by: Actor, parent: Case, request_id: UUID | None = None) -> Case:
    """Make an open case part of another open one (设为子事件).

    The parent closes only when all its parts have ended; whatever happens to it, they go on. Refuses
    with ``cases.bad_parent`` and says why.
    """
    whole = hold_both(case, parent)
    turn = begin(case, "link", by=by, parent=whole, parent_fault=_fault(case, whole, by))
    step = take(turn, data={"parent": whole.pk, "parent_number": whole.number})
    CaseLink.objects.create(parent=whole, child=case, linked_at=turn.at, linked_by_id=by.user_id)
    publish(events.CaseLinked(case.pk, step.pk, whole.pk))
    return case


@repeatable
def unlink_case(case: Case, *, by: Actor, reason: str, request_id: UUID | None = None) -> Case:
    """The case is no part of another any more (解除母子)."""
    turn = begin(case, "unlink", by=by, reason=reason)
    link = case.whole_links.select_related("parent").get(unlinked_at__isnull=True)
    told = {"reason": reason, "parent": link.parent_id, "parent_number": link.parent.number}
    step = take(turn, data=told)
    CaseLink.objects.filter(pk=link.pk).update(unlinked_at=turn.at)
    publish(events.CaseUnlinked(case.pk, step.pk, link.parent_id))
    return case


def _fault(case: Case, parent: Case, by: Actor) -> str:
    if not visible_to(by).filter(pk=parent.pk).exists():
        return _("没有这件事件")
    most = workflow_of(case).numbers["children"]
    return rules.link_fault(whole_side(case), whole_side(parent), most)
