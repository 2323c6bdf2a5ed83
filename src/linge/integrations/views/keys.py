"""对接: which communities are open to other systems, and who holds a key."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.ui.pages import Crumb, FormPage, Link, Page, say

from .. import actions, permissions, queries
from ..forms.keys import JurisdictionForm, KeyForm, KindForm


class Board(Page):
    """Open communities, their address for other systems, and the keys."""

    title = _("对接")
    capability = permissions.KEYS

    def actions(self) -> list[Link]:
        return [
            Link(_("添加对接系统"), reverse("integrations:server_new")),
            Link(_("答复方式"), reverse("integrations:service_kind")),
            Link(_("开放社区"), reverse("integrations:jurisdiction_new")),
            Link(_("新建密钥"), reverse("integrations:key_new"), primary=True),
        ]

    def get(self, request: HttpRequest) -> HttpResponse:
        context = self.frame(
            jurisdictions=queries.jurisdictions(request.actor),
            keys=queries.keys(request.actor),
            servers=queries.servers(request.actor),
            address=request.build_absolute_uri(reverse("open311:discovery", args=["xml"])),
        )
        return render(request, "integrations/board.html", context)


class Deed(FormPage):
    """A form that leads back to the board."""

    capability = permissions.KEYS

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("对接")), reverse("integrations:board"))]

    def form_facts(self, row: None) -> dict[str, Any]:
        return {"actor": self.request.actor}

    def done_at(self, row: Any) -> str:
        return reverse("integrations:board")


class OpenJurisdiction(Deed):
    title = _("开放社区")
    form = JurisdictionForm
    submit = _("开放")
    done = _("已开放，持密钥的系统可以上报到这个社区。")

    def perform(self, form: JurisdictionForm, row: None) -> Any:
        facts = form.cleaned_data
        return actions.open_jurisdiction(
            facts["community"], by=self.request.actor, contact=facts["contact"]
        )


class NewKey(Deed):
    """The secret is on the next page and nowhere after it: not in the address, not in the session."""

    title = _("新建密钥")
    form = KeyForm
    submit = _("生成密钥")

    def perform(self, form: KeyForm, row: None) -> Any:
        facts = dict(form.cleaned_data)
        return actions.create_key(facts.pop("name"), by=self.request.actor, **facts)

    def answer(self, row: Any) -> HttpResponse:
        context = self.frame(title=_("密钥只显示这一次"), key=row.key, secret=row.secret)
        return never_cache(render)(self.request, "integrations/key_once.html", context)


class SetKind(Deed):
    title = _("答复方式")
    form = KindForm
    done = _("已保存，之后的上报按新方式答复。")

    def form_facts(self, row: None) -> dict[str, Any]:
        return {}

    def perform(self, form: KindForm, row: None) -> Any:
        facts = form.cleaned_data
        return actions.set_service_kind(facts["code"], facts["kind"], by=self.request.actor)


@require_POST
@door(permissions.KEYS)
def revoke(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a key back at once."""
    key = get_object_or_404(queries.keys(request.actor), uuid=uuid)
    actions.revoke_key(key, by=request.actor)
    say(request, _("已停用“%(name)s”的密钥。") % {"name": key.name})
    return redirect("integrations:board")


@require_POST
@door(permissions.KEYS)
def close_jurisdiction(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Close a community to other systems."""
    row = get_object_or_404(queries.jurisdictions(request.actor), uuid=uuid)
    actions.close_jurisdiction(row, by=request.actor)
    say(request, _("已关闭%(name)s的开放接口。") % {"name": row.community.name})
    return redirect("integrations:board")
