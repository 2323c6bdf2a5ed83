"""What a slip tells: when, by whom, why, and what was recorded that day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linge.accounts.models import User
from linge.kernel import crypto
from linge.kernel.access import Actor
from linge.kernel.scope import within
from linge.staff.models import Post
from linge.territory.queries import address_text

from ..models import HEAD, CareVisit, HouseholdMember, ReceiptSlip, Residency, Resident, Visit
from .accounts import own_records
from .history import Change, history

AROUND = timedelta(hours=2)  # what the visitor wrote that long before or after belongs to the visit


@dataclass(frozen=True, slots=True)
class SlipText:
    """A slip as people read it."""

    row: ReceiptSlip
    at: datetime
    place: str
    by: str
    post: str
    why: str
    basis: str
    result: str
    words: str
    recorded: Sequence[Change]


def person_at(dwelling: int) -> Resident | None:
    """Whom a slip of a home is for: the head of the household, else whoever lives there."""
    heads = HouseholdMember.objects.filter(
        household__dwelling=dwelling, household__until=None, relation=HEAD, until=None
    )
    homes = Residency.objects.filter(dwelling=dwelling, main=True, until=None)
    people = [row.person for row in heads.select_related("person").order_by("pk")[:1]]
    people += [row.person for row in homes.select_related("person").order_by("pk")[:1]]
    return next(iter(people), None)


def slips() -> QuerySet[ReceiptSlip]:
    """Slips with the rows they tell of."""
    return ReceiptSlip.objects.select_related(
        "person__community",
        "visit__worker",
        "visit__dwelling__unit",
        "visit__dwelling__building__estate",
        "visit__dwelling__building__lane",
        "visit__dwelling__building__street_front",
        "care_visit__worker",
        "care_visit__need__kind",
    )


def own_slips(actor: Actor) -> QuerySet[ReceiptSlip]:
    """The slips of a resident and of the small children in the home, the latest first."""
    return slips().filter(person__in=own_records(actor)).order_by("-made_at", "-pk")


def visible_slips(actor: Actor) -> QuerySet[ReceiptSlip]:
    """The slips of home visits paid in the actor's scope, to print them."""
    return slips().filter(within(actor, path="visit__path", grid="visit__grid_id"))


def slip_text(slip: ReceiptSlip) -> SlipText:
    """What a slip says. Numbers stay behind their masks."""
    if slip.visit is not None:
        return _home_visit(slip, slip.visit)
    assert slip.care_visit is not None
    return _care_visit(slip, slip.care_visit)


def _home_visit(slip: ReceiptSlip, visit: Visit) -> SlipText:
    return SlipText(
        row=slip,
        at=visit.at,
        place=address_text(visit.dwelling),
        by=visit.worker.name if visit.worker else "",
        post=_post(visit.worker),
        why=_("核对本户居住情况，为您办理社区服务"),
        basis=_("《城市居民委员会组织法》第三条，个人信息保护法第十三条第一款第三项"),
        result=str(visit.get_outcome_display()),
        words=crypto.open_field(visit, "words"),
        recorded=_written(slip, visit.worker, visit.at),
    )


def _care_visit(slip: ReceiptSlip, visit: CareVisit) -> SlipText:
    assert visit.done_at is not None
    return SlipText(
        row=slip,
        at=visit.done_at,
        place=str(visit.get_way_display()),
        by=visit.worker.name if visit.worker else "",
        post=_post(visit.worker),
        why=visit.need.purpose,
        basis=visit.need.article or _("您的单独同意，可随时撤回"),
        result=str(visit.get_result_display()),
        words=crypto.open_field(visit, "what"),
        recorded=_written(slip, visit.worker, visit.done_at),
    )


def _written(slip: ReceiptSlip, worker: User | None, at: datetime) -> list[Change]:
    """What the visitor put on the person's record around the visit."""
    if slip.person is None or worker is None:
        return []
    return [
        change
        for change in history(slip.person)
        if change.by == worker.name and abs(change.at - at) <= AROUND
    ]


def _post(worker: User | None) -> str:
    post = Post.objects.filter(user=worker, until=None).select_related("grid").first()
    return f"{post.grid.name} {post.get_role_display()}" if worker and post else ""
