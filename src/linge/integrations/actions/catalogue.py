"""What is asked for a service and how it is answered; and noticing when that changed."""

import csv
from datetime import datetime
from pathlib import Path

from django.db import transaction

from linge.kernel.access import Actor
from linge.kernel.clock import now
from linge.kernel.trail import record

from .. import permissions
from ..models import Changeset, ServiceQuestion, ServiceSetting
from ..queries.services import digest
from ..rules.georeport import ServiceType

SHIPPED = Path(__file__).parent.parent / "data" / "questions.csv"


@transaction.atomic
def ship_questions(*, by: Actor, path: Path = SHIPPED) -> int:
    """Load the start set of questions; one that a district changed keeps its words."""
    permissions.require_keys(by)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [_question(row) for row in csv.DictReader(file)]
    made = ServiceQuestion.objects.bulk_create(rows, ignore_conflicts=True)
    record(by, "integrations.ship_questions", ServiceQuestion, rows=len(made))
    return len(made)


def _question(row: dict[str, str]) -> ServiceQuestion:
    choices = [choice.split("=") for choice in row["choices"].split("|") if choice]
    plain = {name: row[name] for name in ("key", "code", "datatype", "description")}
    return ServiceQuestion(
        order=int(row["order"]),
        variable=row["variable"] == "1",
        required=row["required"] == "1",
        description_en=row["description_en"],
        datatype_description=row["datatype_description"],
        choices=choices,
        **plain,
    )


@transaction.atomic
def set_service_kind(code: str, kind: ServiceType, *, by: Actor) -> ServiceSetting:
    """Say how reports of a small category are answered (答复方式)."""
    permissions.require_keys(by)
    row, _new = ServiceSetting.objects.update_or_create(code=code, defaults={"kind": kind})
    record(by, "integrations.set_service_kind", row, code=code, kind=kind)
    return row


@transaction.atomic
def changeset() -> datetime:
    """When the public categories or questions last changed; noticed when first asked afterwards.

    Whoever edits the catalogue needn't think of it, and a category that ends by its date counts.
    """
    present = digest()
    last = Changeset.objects.order_by("-at", "-id").first()
    if last is None or last.digest != present:
        last = Changeset.objects.create(digest=present, at=now())
    return last.at
