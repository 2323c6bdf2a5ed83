"""The slip behind a QR code: a code to the phone opens it, without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linge.kernel.masking import mask_phone
from linge.kernel.refusals import Refused
from linge.registry import numbers
from linge.registry.actions import slips as actions
from linge.registry.queries import slips as queries


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest, uuid: str) -> HttpResponse:
    """First the code is sent, then typed; the page says nothing of the visit before."""
    slip = get_object_or_404(queries.slips(), uuid=uuid)
    context = {"slip": None, "asked": False, "fault": "", "phone": ""}
    if request.method == "POST":
        try:
            if "code" in request.POST:
                context["asked"] = True
                actions.open_slip(slip, request.POST["code"].strip())
                context["slip"] = queries.slip_text(slip)
            else:
                actions.send_slip_code(slip)
                context["asked"] = True
        except Refused as refusal:
            context["fault"] = refusal.message
    phone = actions.phone_of(slip)
    context["phone"] = mask_phone(numbers.clear(phone)) if phone else _("未登记")
    return render(request, "portal/mine/slip.html", context)
