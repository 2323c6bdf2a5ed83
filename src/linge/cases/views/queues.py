"""The queues of the desk, each with the deeds that take a case out of it, and the ledger."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.kernel.access import Actor, can
from linge.ui.pages import Crumb, Link, ListPage

from .. import filters, permissions, queries, tables
from ..models import Case


@dataclass(frozen=True, slots=True)
class Deed:
    """A button of each row: the move it leads to, and the key that presses it in the list.

    ``way`` tells how it opens: a ``page`` beside the list, a ``dialog``, or ``at_once``.
    """

    action: str
    label: str
    key: str = ""
    way: str = "dialog"


@dataclass(frozen=True, slots=True)
class View:
    """One of the parts a queue is divided into."""

    key: str
    label: str
    narrowed: dict[str, Any]


class Parted(ListPage):
    """A list divided into parts, one of which the address may name."""

    views: tuple[View, ...] = ()

    def rows(self) -> QuerySet[Case]:
        view = self.view()
        return super().rows().filter(**view.narrowed) if view else super().rows()

    def view(self) -> View | None:
        """The part that is open."""
        asked = self.request.GET.get("view", "")
        return next((view for view in self.views if view.key == asked), None)

    def frame(self, **more: Any) -> dict[str, Any]:
        return super().frame(**more) | {"view": self.view()}


class Queue(Parted):
    """A list of what waits, as cards with photo, words and due; the nearest due first."""

    template = "cases/queue.html"
    filter = filters.CaseFilter
    table = tables.QueueTable
    deeds: tuple[Deed, ...] = ()
    siblings: tuple[tuple[str, str, str], ...] = ()  # page, its title, the capability that opens it

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(pgettext_lazy("list", "事件")))]

    def frame(self, **more: Any) -> dict[str, Any]:
        return super().frame(**more) | {
            "deeds": self.deeds,
            "neighbours": self._neighbours(self.request.actor),
        }

    def _neighbours(self, actor: Actor) -> list[tuple[str, str, bool]]:
        """The pages this one shares its heading with: address, title, whether it is this one."""
        here = self.request.path
        shown = [(reverse(page), title) for page, title, door in self.siblings if can(actor, door)]
        return [(address, title, address == here) for address, title in shown]


class Intake(Queue):
    title = _("受理台")
    capability = permissions.ACCEPT
    query = queries.intake_queue
    nothing = _("没有待受理的事件。")
    views = (View("gridless", _("待定网格"), {"grid__isnull": True}),)
    deeds = (
        Deed("accept", _("受理"), "a", "page"),
        Deed("ask_confirm", _("请核实")),
        Deed("merge", _("并案"), "m"),
        Deed("ask_reporter", _("请补充")),
        Deed("reject", _("不予受理")),
    )

    def actions(self) -> list[Link]:
        return [
            Link(_("批量不予受理"), reverse("cases:batch_reject")),
            Link(_("登记事件"), reverse("cases:register"), "plus", True),
        ]


class Dispatching(Queue):
    title = _("派遣台")
    capability = permissions.DISPATCH
    query = queries.dispatch_queue
    nothing = _("都已派出。")
    views = (
        View("declined", _("被退单"), {"declines__gt": 0}),
        View("suspended", _("挂账中"), {"suspended_until__isnull": False}),
    )
    deeds = (Deed("dispatch", _("派遣"), "d"),)


OF_AGENCY = (
    ("cases:agency", _("我单位"), permissions.HANDLE),
    ("cases:helping", _("协同"), permissions.HANDLE),
)


class AgencyQueue(Queue):
    title = _("我单位")
    capability = permissions.HANDLE
    query = queries.agency_queue
    nothing = _("没有待办。")
    siblings = OF_AGENCY
    views = (
        View("unsigned", _("待签收"), {"signed_at__isnull": True}),
        View("handling", _("处置中"), {"signed_at__isnull": False}),
        View("returned", _("退回返工"), {"rework__gt": 0}),
        View("asked", _("申请中"), {"pending__gt": ""}),
        View("suspended", _("挂账中"), {"suspended_until__isnull": False}),
    )
    deeds = (
        Deed("sign", _("签收"), way="at_once"),
        Deed("handle", _("处置")),
        Deed("decline", _("退单")),
        Deed("ask_postpone", _("申请延期")),
        Deed("ask_suspend", _("申请挂账")),
    )

    def actions(self) -> list[Link]:
        return [Link(_("批量签收"), reverse("cases:batch_sign"))]


class Helping(Queue):
    title = _("协同")
    capability = permissions.HANDLE
    query = queries.helping_queue
    nothing = _("没有请我单位协同的事件。")
    siblings = OF_AGENCY
    deeds = (Deed("co_done", _("协同反馈")), Deed("co_decline", _("退单")))


CHECKS = (
    ("cases:verifying", _("待核查"), permissions.VERIFY),
    ("cases:desk_verifying", _("待核查"), permissions.VERIFY_DESK),
    ("cases:closing", _("待结案"), permissions.CLOSE),
    ("cases:samples", _("抽查"), permissions.VERIFY),
    ("cases:failed_samples", _("抽查未过"), permissions.REOPEN),
)


class Verifying(Queue):
    title = _("待核查")
    capability = permissions.VERIFY
    query = queries.verify_queue
    nothing = _("没有待核查的事件。")
    siblings = CHECKS
    deeds = (Deed("verify", _("核查")), Deed("send_back", _("退回")))


class DeskVerifying(Verifying):
    """What the desk may verify: matters without a site, and those nobody could see there."""

    capability = permissions.VERIFY_DESK


class Closing(Queue):
    title = _("核查结案")
    capability = permissions.CLOSE
    query = queries.closing_queue
    nothing = _("没有待结案的事件。")
    siblings = CHECKS
    deeds = (
        Deed("close", _("结案")),
        Deed("contact", _("记录联系")),
        Deed("send_back", _("退回")),
    )


class Samples(Queue):
    title = _("抽查")
    capability = permissions.VERIFY
    query = queries.sample_queue
    nothing = _("没有等待抽查的即时处置。")
    siblings = CHECKS
    deeds = (Deed("spot_check", _("抽查")),)


class FailedSamples(Queue):
    title = _("抽查未过")
    capability = permissions.REOPEN
    query = queries.failed_samples
    nothing = _("没有抽查未过的事件。")
    siblings = CHECKS
    deeds = (Deed("reopen", _("重开")),)


class Confirming(Queue):
    title = _("待核实")
    capability = permissions.CONFIRM
    query = queries.confirming_queue
    nothing = _("没有请您核实的事件。")
    deeds = (Deed("confirm", _("核实")),)


class Ledger(ListPage):
    title = _("事件台账")
    capability = permissions.LEDGER
    query = queries.ledger
    filter = filters.LedgerFilter
    table = tables.LedgerTable
    export = permissions.LEDGER
    nothing = _("还没有事件。居民上报或值守登记后会出现在这里。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(pgettext_lazy("list", "事件")))]

    def actions(self) -> list[Link]:
        new = reverse("cases:register")
        return [Link(_("登记事件"), new, "plus", True, capability=permissions.ACCEPT)]
