"""The slip of a home visit on paper: for the resident's hand, with a QR code that opens it again."""

from typing import Any

import segno
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from linge.ui.pages import Crumb, DetailPage

from .. import permissions
from ..models import ReceiptSlip
from ..queries import slips
from .homes import dwelling_crumb


def qr(address: str) -> SafeString:
    """An address as a QR code, an inline drawing the content policy lets through."""
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=2, omitsize=False)
    return mark_safe(drawn)


class VisitSlip(DetailPage):
    """The slip, to be printed."""

    capability = permissions.VISIT
    query = slips.visible_slips
    template = "registry/slip.html"

    def row(self) -> ReceiptSlip:
        """The slip of the visit in the address."""
        found = slips.visible_slips(self.request.actor)
        return get_object_or_404(found, visit__uuid=self.kwargs["uuid"])

    def heading(self, row: ReceiptSlip) -> str:
        return str(_("走访回执"))

    def crumbs(self) -> list[Crumb]:
        visit = self.row().visit
        return [dwelling_crumb(visit.dwelling)] if visit else []

    def more(self, row: ReceiptSlip) -> dict[str, Any]:
        address = reverse("portal:slip", args=[row.uuid])
        return {"slip": slips.slip_text(row), "qr": qr(self.request.build_absolute_uri(address))}
