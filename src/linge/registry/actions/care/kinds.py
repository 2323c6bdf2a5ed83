"""Kinds of care needs: drafted freely, published only whole, and never to watch anybody."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import access, clock
from linge.kernel.access import Actor, Subject
from linge.kernel.refusals import Refused

from ... import codes, permissions
from ...models import CareKind
from ...rules import care
from ..saving import sound

LABELS = {**care.WANTED, "basis": _("依据（法条或本人同意）")}


def _require(by: Actor) -> None:
    nodes = sorted(by.nodes) or [""]
    access.require(by, permissions.CARE_KINDS, Subject(node=nodes[0]))


@transaction.atomic
def draft_kind(*, by: Actor, values: Mapping[str, Any]) -> CareKind:
    """Write down a kind that is not yet in use. Refuses with ``registry.kind_forbidden``."""
    _require(by)
    kind = CareKind(**values)
    _refuse_watching(kind)
    kind.save()
    record(by, "registry.draft_kind", kind, code=kind.code)
    return kind


@transaction.atomic
def publish_kind(kind: CareKind, *, by: Actor) -> CareKind:
    """Put a kind to use (发布).

    Refuses with ``registry.kind_incomplete``, naming what it lacks, and ``registry.kind_forbidden``.
    """
    _require(by)
    _refuse_watching(kind)
    names = {name: getattr(kind, name) for name in care.KindFacts.__dataclass_fields__}
    missing = care.lacking(care.KindFacts(**names))
    if missing:
        words = "、".join(str(LABELS[name]) for name in missing)
        message = _("还不能发布，请先写明：%(words)s。") % {"words": words}
        raise Refused("registry.kind_incomplete", message, missing[0])
    kind.published_at = clock.now()
    sound(kind)
    kind.save(update_fields=["published_at"])
    record(by, "registry.publish_kind", kind, code=kind.code)
    return kind


@transaction.atomic
def ship_care_kinds(*, by: Actor) -> None:
    """Put the kinds of ``data/care_kinds.csv`` to use where there are none yet."""
    for row in codes.care_kinds():
        if not CareKind.objects.filter(code=row["code"]).exists():
            publish_kind(draft_kind(by=by, values=_typed(row)), by=by)


def _typed(row: Mapping[str, str]) -> dict[str, Any]:
    days = {name: int(row[name]) for name in ("visit_days", "review_days", "keep_days")}
    return {**row, **days, "sensitive": bool(row["sensitive"])}


def _refuse_watching(kind: CareKind) -> None:
    found = care.forbidden(f"{kind.name}{kind.purpose}{kind.service}", codes.forbidden_kinds())
    if found:
        message = _("“%(word)s”不是一项服务，不能作为对人的分类。") % {"word": found}
        raise Refused("registry.kind_forbidden", message, "name")
