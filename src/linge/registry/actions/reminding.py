"""Reminding those who may check a change request that it has waited long (待核提醒)."""

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from linge.accounts.models import User
from linge.accounts.queries import holders_of
from linge.kernel import access, clock, outbox
from linge.kernel.models import OutboxMessage

from .. import permissions
from ..models import ChangeRequest
from ..queries.requests import fact_labels
from ..rules.requests import WARNING, RequestState, due_on


def remind_checkers() -> int:
    """Write to every possible checker of the requests that wait since ten days; says how many.

    A request handed in anew after it was sent back is reminded of anew. The message names the
    facts, never the person nor a value.
    """
    since = clock.today() - WARNING
    late = ChangeRequest.objects.filter(state=RequestState.SUBMITTED, submitted_on__lte=since)
    with override(settings.LANGUAGE_CODE):
        return sum(_remind(request) for request in late.select_related("person__community"))


def _remind(request: ChangeRequest) -> int:
    if request.submitted_on is None:
        return 0
    people = _checkers(request)
    for user in people:
        outbox.post(
            OutboxMessage.Kind.IN_APP,
            key=f"registry.waits:{request.uuid}:{request.submitted_on.isoformat()}:{user.pk}",
            recipient_id=user.pk,
            subject=_("变更申请等待核对"),
            body=_("一份变更申请（%(facts)s）已等待十天，请在%(day)s前核对。")
            % {"facts": fact_labels(request), "day": due_on(request.submitted_on).isoformat()},
            link=reverse("registry:change_request", args=[request.uuid]),
        )
    return len(people)


def _checkers(request: ChangeRequest) -> QuerySet[User]:
    """Who may check it: holders of the capability in the community, but for who asked."""
    path = request.person.community.path
    able = Q(pk__in=[])
    for role, capabilities in access.tables.capabilities.items():
        if permissions.CHECK_CHANGE in capabilities:
            able |= Q(pk__in=holders_of(role, path))
    return User.objects.filter(able).exclude(pk=request.requester_id or 0)
