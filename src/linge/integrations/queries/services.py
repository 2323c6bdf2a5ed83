"""The services we offer: public small categories and what is asked for each."""

import hashlib
import json
from typing import Any

from django.db.models import QuerySet

from linge.cases import queries as cases
from linge.cases.models import Category, Standard
from linge.kernel.clock import today

from ..models import ServiceQuestion, ServiceSetting
from ..rules.answers import Question
from ..rules.georeport import LISTS, ServiceType


def service_rows() -> list[dict[str, Any]]:
    """Every service with its seven fields."""
    categories = list(cases.public_smalls())
    asked = set(ServiceQuestion.objects.values_list("key", flat=True))
    kinds = dict(ServiceSetting.objects.values_list("code", "kind"))
    criteria = _criteria(categories)
    return [
        {
            "service_code": category.code,
            "service_name": category.label,
            "description": "；".join(criteria.get(category.pk, ())) or None,
            "metadata": bool(category.questions_key) and category.questions_key in asked,
            "type": kinds.get(category.code, ServiceType.REALTIME.value),
            "keywords": ",".join(category.keywords.split()) or None,
            "group": category.parent.label if category.parent else None,
        }
        for category in categories
    ]


def _criteria(categories: list[Category]) -> dict[int, list[str]]:
    rows = Standard.objects.on(today()).filter(category__in=categories).order_by("number")
    told: dict[int, list[str]] = {}
    for category, criterion in rows.values_list("category_id", "criterion"):
        told.setdefault(category, []).append(criterion)
    return told


def kind_of(code: str) -> str:
    """How reports of a small category are answered."""
    row = ServiceSetting.objects.filter(code=code).first()
    return row.kind if row else ServiceType.REALTIME.value


def questions_of(category: Category) -> QuerySet[ServiceQuestion]:
    """What is asked about a small category, in order."""
    if not category.questions_key:
        return ServiceQuestion.objects.none()
    return ServiceQuestion.objects.filter(key=category.questions_key)


def checkable(category: Category) -> list[Question]:
    """The questions as the rules check answers to them."""
    return [
        Question(
            row.code, row.datatype, row.required, row.variable, [key for key, *_ in row.choices]
        )
        for row in questions_of(category)
    ]


def definition(category: Category) -> dict[str, Any]:
    """A service's definition: its questions."""
    return {
        "service_code": category.code,
        "attributes": [_attribute(row) for row in questions_of(category)],
    }


def _attribute(row: ServiceQuestion) -> dict[str, Any]:
    plain = {
        "variable": row.variable,
        "code": row.code,
        "datatype": row.datatype,
        "required": row.required and row.variable,
        "datatype_description": row.datatype_description or None,
        "order": row.order,
        "description": row.label,
    }
    if row.datatype not in LISTS:
        return plain
    return plain | {"values": [{"key": key, "name": name} for key, name, *_ in row.choices]}


def digest() -> str:
    """A fingerprint of everything public that partners build their forms from."""
    asked = list(ServiceQuestion.objects.values().order_by("key", "order"))
    whole = json.dumps([service_rows(), asked], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()
