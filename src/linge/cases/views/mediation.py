"""矛盾调解: the list and the page of a dispute, and every deed of its mediators."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linge.accounts.doors import door
from linge.audit import actions as audit
from linge.files import actions as files
from linge.files.papers import MIME
from linge.kernel import crypto
from linge.kernel.masking import mask_phone
from linge.ui.pages import Crumb, DetailPage, FormPage, Link, ListPage, Tab, say
from linge.ui.tables import Badge, Masked

from .. import actions, papers, permissions, queries
from ..forms import mediation as forms
from ..models import Agreement, Case, Dispute, FollowUp, Party
from ..queries import mediation as reads
from ..rules.mediation import OTHER_WAYS, Outcome
from ..tables import DisputeTable, dispute_badge


class Disputes(ListPage):
    title = gettext_lazy("矛盾调解")
    capability = permissions.MEDIATE
    query = reads.disputes
    table = DisputeTable
    nothing = gettext_lazy("还没有您参与调解的矛盾纠纷。受理员在事件页面点“开始调解”。")


def load_dispute(row: Dispute, actor: Any) -> dict[str, Any]:
    """Everything of a dispute, in clear for those who mediate; phones stay masked."""
    return {
        "parties": [_party(party) for party in row.parties.all()],
        "sessions": [
            (
                one,
                crypto.open_field(one, "minutes"),
                [forms.party_name(p) for p in one.present.all()],
            )
            for one in row.sessions.prefetch_related("present")
        ],
        "agreements": [
            (one, crypto.open_field(one, "text"), list(one.signatures.select_related("mediator")))
            for one in row.agreements.order_by("-version")
        ],
        "follow_ups": [(one, crypto.open_field(one, "words")) for one in row.follow_ups.all()],
        "outcome_words": crypto.open_field(row, "words"),
        "other_ways": OTHER_WAYS if row.outcome in (Outcome.ENDED, Outcome.WITHDRAWN) else (),
    }


def _party(party: Party) -> dict[str, Any]:
    phone = mask_phone(crypto.open_field(party, "phone"))
    return {
        "row": party,
        "name": crypto.open_field(party, "name"),
        "phone": Masked(phone, f"cases.party:{party.uuid}", "phone") if phone else "",
    }


class DisputePage(DetailPage):
    capability = permissions.MEDIATE
    query = reads.disputes
    tabs = (Tab("dispute", gettext_lazy("调解情况"), "cases/_dispute.html", load_dispute),)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("矛盾调解"), reverse("cases:mediation"))]

    def heading(self, row: Dispute) -> str:
        return f"{row.case.category.label} {row.case.number}"

    def badge(self, row: Dispute) -> Badge:
        return dispute_badge(row)

    def moves(self, row: Dispute) -> list[Link]:
        def way(label: str, name: str, primary: bool = False) -> Link:
            address = reverse(f"cases:dispute_{name}", args=[row.uuid])
            return Link(label, address, primary=primary)

        if row.is_open:
            signing = [way(_("签名"), "sign", True)] if row.agreements.exists() else []
            return [
                *signing,
                way(_("添加当事人"), "party"),
                way(_("记录调解会"), "session"),
                way(_("拟定协议"), "agreement", not signing),
                way(_("口头协议"), "oral"),
                way(_("结束调解"), "end"),
                way(_("更换调解员"), "mediators"),
            ]
        waiting = row.confirm_until and row.confirmed_on is None
        return [way(_("登记司法确认"), "confirm", True)] if waiting else []


class OpenDispute(FormPage):
    title = gettext_lazy("开始调解")
    capability = permissions.DISPUTES
    query = queries.visible_to
    form = forms.DisputeForm
    submit = gettext_lazy("开始调解")
    done = gettext_lazy("已开始调解，请添加当事人。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("事件"), reverse("cases:case", args=[self.kwargs["uuid"]]))]

    def form_facts(self, row: Case) -> dict[str, Any]:
        return {"case": row}

    def perform(self, form: forms.DisputeForm, row: Case) -> Dispute:
        facts = dict(form.cleaned_data, mediators=list(form.cleaned_data["mediators"]))
        return actions.open_dispute(row, by=self.request.actor, **facts)

    def done_at(self, row: Dispute) -> str:
        return reverse("cases:dispute", args=[row.uuid])


class Deed(FormPage):
    """A deed on one dispute; it leads back to its page."""

    capability = permissions.MEDIATE
    query = reads.disputes

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("矛盾调解"), reverse("cases:dispute", args=[self.kwargs["uuid"]]))]

    def form_facts(self, row: Dispute) -> dict[str, Any]:
        return {"dispute": row}

    def done_at(self, row: Any) -> str:
        return reverse("cases:dispute", args=[self.kwargs["uuid"]])


class SetMediators(Deed):
    title = gettext_lazy("更换调解员")
    capability = permissions.DISPUTES
    form = forms.MediatorsForm

    def form_facts(self, row: Dispute) -> dict[str, Any]:
        return {"case": row.case}

    def initial(self, row: Dispute) -> dict[str, Any]:
        return {"mediators": row.mediators.all()}

    def perform(self, form: Any, row: Dispute) -> Dispute:
        chosen = list(form.cleaned_data["mediators"])
        return actions.set_mediators(row, by=self.request.actor, mediators=chosen)


class AddParty(Deed):
    title = gettext_lazy("添加当事人")
    form = forms.PartyForm
    done = gettext_lazy("已添加。")

    def perform(self, form: Any, row: Dispute) -> Any:
        return actions.add_party(row, by=self.request.actor, **form.cleaned_data)


class AddSession(Deed):
    title = gettext_lazy("记录调解会")
    form = forms.SessionForm

    def perform(self, form: Any, row: Dispute) -> Any:
        return actions.record_session(row, by=self.request.actor, **form.deed())


class WriteAgreement(Deed):
    title = gettext_lazy("拟定协议")
    form = forms.AgreementForm
    done = gettext_lazy("已保存为新版本，改动后需要各方重新签名。")

    def perform(self, form: Any, row: Dispute) -> Any:
        return actions.write_agreement(row, by=self.request.actor, **form.cleaned_data)


class Sign(Deed):
    title = gettext_lazy("签名")
    form = forms.SignForm
    done = gettext_lazy("已登记签名。")

    def perform(self, form: Any, row: Dispute) -> Any:
        (upload,) = form.cleaned_data["photos"]
        by, community = self.request.actor, row.case.community
        file = files.store_photo(upload, by=by, community=community, has_person=True)
        latest = row.agreements.last()
        if latest is None:
            raise Http404
        way = form.cleaned_data["way"]
        return actions.sign_agreement(latest, by=by, way=way, file=file, **form.signer())


class AgreeOrally(Deed):
    title = gettext_lazy("口头协议")
    form = forms.WordsForm
    done = gettext_lazy("口头协议已登记，今天生效。")

    def perform(self, form: Any, row: Dispute) -> Any:
        return actions.agree_orally(row, by=self.request.actor, **form.cleaned_data)


class End(Deed):
    title = gettext_lazy("结束调解")
    form = forms.EndForm
    done = gettext_lazy("调解已结束，请把其他解决途径告诉当事人。")

    def perform(self, form: Any, row: Dispute) -> Any:
        return actions.end_mediation(row, by=self.request.actor, **form.deed())


class Confirm(Deed):
    title = gettext_lazy("登记司法确认")
    form = forms.ConfirmForm

    def perform(self, form: Any, row: Dispute) -> Any:
        return actions.record_confirmation(row, by=self.request.actor, **form.cleaned_data)


class AskAgain(FormPage):
    title = gettext_lazy("调解回访")
    capability = permissions.MEDIATE
    form = forms.FollowUpForm

    def row(self) -> FollowUp:
        rows = FollowUp.objects.filter(dispute__in=reads.disputes(self.request.actor))
        return get_object_or_404(rows.select_related("dispute__case"), uuid=self.kwargs["uuid"])

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("矛盾调解"), reverse("cases:mediation"))]

    def perform(self, form: Any, row: FollowUp) -> FollowUp:
        return actions.record_follow_up(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: FollowUp) -> str:
        return reverse("cases:dispute", args=[row.dispute.uuid])


def _agreement(request: HttpRequest, uuid: UUID) -> Agreement:
    rows = Agreement.objects.filter(dispute__in=reads.disputes(request.actor))
    return get_object_or_404(rows.select_related("dispute__case__community"), uuid=uuid)


@require_POST
@door(permissions.MEDIATE)
def seal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Record the committee's seal on a version."""
    agreement = _agreement(request, uuid)
    actions.seal_agreement(agreement, by=request.actor)
    say(request, _("已登记盖章。"))
    return redirect("cases:dispute", agreement.dispute.uuid)


@require_GET
@door(permissions.MEDIATE)
def paper(request: HttpRequest, uuid: UUID, fmt: str) -> HttpResponse:
    """A version of the agreement as Word or PDF."""
    agreement = _agreement(request, uuid)
    body = papers.WRITERS[fmt](reads.agreement_paper(agreement))
    audit.record(request.actor, "cases.print_agreement", agreement.dispute.case, kind=fmt)
    name = f"agreement-{agreement.dispute.case.number}-{agreement.version}.{fmt}"
    response = HttpResponse(body, content_type=MIME[fmt])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
