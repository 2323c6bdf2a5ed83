"""Moving a batch from one state to the next: compare and set, so that one person moves it."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from linge.kernel.refusals import Refused

from ...models import ChangeEvent, ImportBatch
from ...rules.importing.states import MOVES


def move(batch: ImportBatch, deed: str, **facts: Any) -> ImportBatch:
    """Take the batch to the state a deed leads to.

    Refuses with ``registry.import_moved_on`` when it is in another state by now, and with
    ``registry.import_busy`` while another batch of the community is being written.
    """
    allowed, lands = MOVES[deed]
    try:
        with transaction.atomic():
            taken = ImportBatch.objects.filter(pk=batch.pk, state__in=allowed).update(
                state=lands, **facts
            )
    except IntegrityError as clash:
        message = _("本社区正在写入另一批数据，请等它完成后再试。")
        raise Refused("registry.import_busy", str(message)) from clash
    if not taken:
        message = _("这批数据的状态刚刚变了，请刷新页面后再操作。")
        raise Refused("registry.import_moved_on", str(message))
    batch.state = lands
    for name, value in facts.items():
        setattr(batch, name, value)
    return batch


def last_event() -> int:
    """The newest entry of the history: whatever is newer happened after the batch."""
    return ChangeEvent.objects.aggregate(last=Max("pk"))["last"] or 0
