"""The rows of a ledger, narrowed the way an address or a stored export says."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from .declared import Ledger


def day_of(narrow: Mapping[str, str]) -> date:
    """The day a ledger is of; today where none is named."""
    named = narrow.get("as_of", "")
    return date.fromisoformat(named) if named else clock.today()


def kept(ledger: Ledger, asked: Mapping[str, str]) -> dict[str, str]:
    """What of an address narrows the ledger."""
    names = (*ledger.filter.base_filters, "as_of")
    return {name: value for name in names if (value := asked.get(name, ""))}


def narrowed(ledger: Ledger, actor: Actor, narrow: Mapping[str, str]) -> QuerySet[Any]:
    """The rows in the ledger's own order. Refuses with ``registry.export_filter`` what is not one."""
    rows = ledger.query(actor, day_of(narrow))
    chosen = ledger.filter(dict(narrow), queryset=rows, request=SimpleNamespace(actor=actor))
    if not chosen.is_valid():
        raise Refused("registry.export_filter", _("筛选条件不对，请重新选择。"))
    found: QuerySet[Any] = chosen.qs.order_by(*ledger.order)
    return found
