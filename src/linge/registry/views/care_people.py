"""Care on one person's record: what is known, the questions, proposals and consents; and the kinds."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.files.actions import store_photo
from linge.kernel.refusals import Outside, Refused
from linge.ui.pages import Crumb, DetailPage, FormPage, Link, ListPage, Tab, say
from linge.ui.tables import Badge

from .. import actions, forms, permissions, queries, tables
from ..models import CareKind, Consent, Resident
from ..queries import care, consents
from ..rules.consents import care_purpose
from ..rules.kinds import ConsentChannel
from .care import needs_crumb
from .people import resident_crumb, residents_crumb


def person_care_at(person: Resident) -> str:
    return reverse("registry:person_care", args=[person.uuid])


def care_crumbs(person: Resident) -> list[Crumb]:
    return [
        residents_crumb(), resident_crumb(person), Crumb(str(_("关爱")), person_care_at(person)),
    ]  # fmt: skip


class PersonCare(DetailPage):
    capability = permissions.CARE_PROPOSE
    query = queries.visible_to
    tabs = (Tab("care", _("关爱"), "registry/care/_person.html"),)

    def crumbs(self) -> list[Crumb]:
        return [residents_crumb(), resident_crumb(self.row())]

    def heading(self, row: Resident) -> str:
        return str(_("%(name)s的关爱") % {"name": row.name})

    def moves(self, row: Resident) -> list[Link]:
        ask = reverse("registry:care_ask", args=[row.uuid])
        consent = reverse("registry:consent_new", args=[row.uuid])
        propose = reverse("registry:care_propose", args=[row.uuid])
        return [
            Link(_("问关爱问题"), ask, "message"),
            Link(_("登记同意书"), consent, "edit", capability=permissions.CONSENT),
            Link(_("提出关爱需求"), propose, "plus", True),
        ]

    def more(self, row: Resident) -> dict[str, Any]:
        actor = self.request.actor
        keeps = permissions.may(actor, permissions.CONSENT, row)
        return {
            "needs": [(need, tables.need_badge(need)) for need in care.needs_of(actor, row)],
            "asked_on": care.asked_within([row.pk]).get(row.pk),
            "consents": consents.standing(row) if keeps else None,
            "may_open": permissions.may(actor, permissions.EDIT, row),
            "opened": row.accounts.filter(until=None).exists(),
        }


class OfPerson(FormPage):
    """A form about care of one person."""

    capability = permissions.CARE_PROPOSE
    query = queries.visible_to

    def crumbs(self) -> list[Crumb]:
        return care_crumbs(self.row())

    def done_at(self, row: Resident) -> str:
        return person_care_at(row)


class Ask(OfPerson):
    title = _("问关爱问题")
    form = forms.AnswersForm
    template = "registry/care/ask.html"
    done = _("已记下本人的回答。")

    def perform(self, form: forms.AnswersForm, row: Resident) -> Resident:
        actions.answer_care(row, form.answers(), by=self.request.actor)
        return row


class Propose(OfPerson):
    title = _("提出关爱需求")
    form = forms.ProposeForm
    done = _("已提出，等待专干审核。")

    def perform(self, form: forms.ProposeForm, row: Resident) -> Resident:
        actions.propose_need(row, by=self.request.actor, **form.cleaned_data)
        return row


class NewConsent(OfPerson):
    title = _("登记同意书")
    capability = permissions.CONSENT
    form = forms.ConsentForm
    done = _("已登记，本人可随时撤回。")

    def form_facts(self, row: Resident) -> dict[str, Any]:
        return {"person": row}

    def perform(self, form: forms.ConsentForm, row: Resident) -> Resident:
        facts = form.cleaned_data
        by = self.request.actor
        photos = [
            store_photo(upload, by=by, community=row.community, has_person=True)
            for upload in facts["evidence"]
        ]
        actions.give_consent(
            row,
            care_purpose(facts["kind"].code),
            by=by,
            channel=ConsentChannel(facts["channel"]),
            guardian=facts.get("guardian"),
            evidence=[{"kind": "photo", "file": str(photo.uuid)} for photo in photos],
        )
        return row


@require_POST
@door(permissions.CONSENT)
def withdraw(request: HttpRequest, uuid: str) -> HttpResponse:
    """Take a consent back on the person's word, at the desk."""
    rows = Consent.objects.filter(queries.seen(request.actor))
    consent = get_object_or_404(rows.select_related("person__community"), uuid=uuid)
    try:
        actions.withdraw_consent(consent, by=request.actor)
        say(request, str(_("已撤回：相关关爱即刻停止，资料24小时内销毁。")))
    except Outside:
        raise
    except Refused as refusal:
        say(request, refusal.message)
    return HttpResponseRedirect(person_care_at(consent.person))


@require_POST
@door(permissions.EDIT)
def open_portal(request: HttpRequest, uuid: str) -> HttpResponse:
    """Open the portal to somebody whose identity was just checked."""
    person = get_object_or_404(queries.visible_to(request.actor), uuid=uuid)
    try:
        actions.open_portal(person, by=request.actor)
        say(request, str(_("已开通：本人用登记的手机号和短信验证码登录居民端。")))
    except Outside:
        raise
    except Refused as refusal:
        say(request, refusal.message)
    return HttpResponseRedirect(person_care_at(person))


def kinds_crumb() -> Crumb:
    return Crumb(str(_("关爱需求种类")), reverse("registry:care_kinds"))


class Kinds(ListPage):
    title = _("关爱需求种类")
    capability = permissions.CARE_KINDS
    query = care.all_kinds
    table = tables.KindTable
    nothing = _("还没有种类。写明用途、依据、服务、间隔、查看范围和保存期限后才能发布。")

    def crumbs(self) -> list[Crumb]:
        return [needs_crumb()]

    def actions(self) -> list[Link]:
        return [Link(_("新增种类"), reverse("registry:care_kind_new"), "plus", True)]


class KindDetail(DetailPage):
    capability = permissions.CARE_KINDS
    query = care.all_kinds
    tabs = (Tab("kind", _("种类"), "registry/care/_kind.html"),)

    def crumbs(self) -> list[Crumb]:
        return [kinds_crumb()]

    def badge(self, row: CareKind) -> Badge:
        return tables.kind_badge(row)


class NewKind(FormPage):
    title = _("新增关爱需求种类")
    capability = permissions.CARE_KINDS
    form = forms.KindForm
    done = _("已存为草稿，发布后才能登记到人。")

    def crumbs(self) -> list[Crumb]:
        return [kinds_crumb()]

    def perform(self, form: forms.KindForm, row: None) -> CareKind:
        return actions.draft_kind(by=self.request.actor, values=form.cleaned_data)

    def done_at(self, row: CareKind) -> str:
        return reverse("registry:care_kind", args=[row.uuid])


@require_POST
@door(permissions.CARE_KINDS)
def publish(request: HttpRequest, uuid: str) -> HttpResponse:
    """Put a kind to use, if it is whole."""
    kind = get_object_or_404(care.all_kinds(request.actor), uuid=uuid)
    try:
        actions.publish_kind(kind, by=request.actor)
        say(request, str(_("已发布，可以登记到人。")))
    except Refused as refusal:
        say(request, refusal.message)
    return HttpResponseRedirect(reverse("registry:care_kind", args=[uuid]))
