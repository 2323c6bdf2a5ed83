"""Cases handled on the spot that the hash picked for a second look (抽查)."""

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform

from linge.kernel.access import Actor

from ..models import CaseStep
from ..models.cases import CaseQuerySet
from ..rules import SampleOutcome, State
from .queues import RELATED
from .scope import visible_to


def sample_queue(actor: Actor) -> CaseQuerySet:
    """What waits for a second look by this person; one's own work isn't among it."""
    looked = CaseStep.objects.filter(case=OuterRef("pk"), action="spot_check")
    picked: CaseQuerySet = visible_to(actor).filter(state=State.CLOSED, sampled=True)
    waiting = picked.exclude(handler_id=actor.user_id).filter(~Exists(looked))
    return waiting.select_related(*RELATED).order_by("closed_at", "id")


def failed_samples(actor: Actor) -> CaseQuerySet:
    """What a second look found undone and nobody has reopened yet."""
    said = CaseStep.objects.annotate(said=KeyTextTransform("outcome", "data"))
    last = said.filter(case=OuterRef("pk")).order_by("-number").values("said")[:1]
    closed: CaseQuerySet = visible_to(actor).filter(state=State.CLOSED, sampled=True)
    failed = closed.annotate(found=Subquery(last)).filter(found=SampleOutcome.FAIL)
    return failed.select_related(*RELATED).order_by("closed_at", "id")
