"""指标: the figures of a month, each with its formula, its rows and what was told of it."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as say_now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from linge.kernel.access import can
from linge.kernel.refusals import Refused
from linge.kernel.trail import record
from linge.ui.pages import Crumb, FormPage, Link, ListPage, Page, say
from linge.ui.sheets import SHEETS

from .. import permissions, tables
from ..actions import figures as actions
from ..forms.appeals import AppealForm
from ..models import Case, CaseCount, FigureAppeal, FigureMonth, FrozenFigure
from ..queries import figures as queries
from ..queries import subjects, visible_to
from ..queries.figures import Line
from ..queries.subjects import Subject
from ..rules.indicators import INDICATORS, SPREAD, Figure

CUTS = {"grid": _("按网格"), "community": _("按社区"), "agency": _("按责任单位")}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a month, of one subject or of everything in scope."""

    month: FigureMonth
    subject: Subject | None
    facts: dict[str, str]

    def address(self, page: str, **more: str) -> str:
        return f"{reverse(page)}?{urlencode(self.facts | more)}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the table with the addresses of its rows and what was told when it froze."""

    line: Line
    upper: str
    lower: str
    compared: str
    told: Figure | None

    @property
    def restated(self) -> bool:
        """Whether it has come out differently since it was told."""
        now, told = self.line.figure, self.told
        return told is not None and (told.numerator, told.denominator) != (
            now.numerator,
            now.denominator,
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """A subject beside others; ``place`` is its rank, 0 where too few cases stand behind it."""

    name: str
    figure: Figure
    upper: str
    lower: str
    place: int = 0


def asked(request: HttpRequest) -> Asked | None:
    """What is asked for; None while nothing has been counted yet. Out of scope is not found."""
    months = list(queries.figure_months())
    wanted = request.GET.get("month", "")
    month = next((row for row in months if f"{row.month:%Y-%m}" == wanted), None)
    if month is None:
        if wanted or not months:
            return _nothing(wanted)
        month = months[0]
    facts = {"month": f"{month.month:%Y-%m}"}
    of = request.GET.get("of", "")
    if not of:
        return Asked(month, None, facts)
    subject = subjects.subject(request.actor, of)
    if subject is None:
        raise Http404
    return Asked(month, subject, facts | {"of": of})


def _nothing(wanted: str) -> None:
    if wanted:
        raise Http404


def rows_of(request: HttpRequest, question: Asked) -> QuerySet[CaseCount]:
    """What the cases of the question count for."""
    rows = queries.counts(request.actor, question.month.month)
    return rows.filter(question.subject.rows) if question.subject else rows


class Figures(Page):
    title = _("指标")
    capability = permissions.FIGURES
    template = "cases/figures.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        question = asked(request)
        if question is None:
            return render(request, self.template, self.frame(question=None))
        rows = rows_of(request, question)
        told = queries.told(rows)
        kept = queries.frozen(question.month.month, question.subject) if question.subject else {}
        lines = [_shown(line, question, kept) for line in told.lines]
        if request.GET.get("as") in SHEETS and can(request.actor, permissions.FIGURES_EXPORT):
            return self._file(request.GET["as"], lines)
        context = self.frame(
            question=question,
            months=queries.figure_months(),
            subjects=subjects.subjects(request.actor),
            lines=lines,
            spread=told.spread,
            spread_rows=question.address("cases:counted", code=SPREAD, part="d"),
            appeals=_appeals(request, question),
            **_comparison(request, question, rows),
        )
        return render(request, self.template, context)

    def actions(self) -> list[Link]:
        address = f"?{urlencode(self.request.GET.dict() | {'as': 'xlsx'})}"
        return [Link(_("导出"), address, "download", capability=permissions.FIGURES_EXPORT)]

    def _file(self, kind: str, lines: list[Shown]) -> HttpResponse:
        record(
            self.request.actor, permissions.FIGURES_EXPORT, CaseCount, rows=len(lines), kind=kind
        )
        return SHEETS[kind](tables.FigureTable(), lines, str(self.title))


def _shown(line: Line, question: Asked, kept: dict[str, list[FrozenFigure]]) -> Shown:
    code = line.indicator.code
    first = kept.get(code, [None])[0]
    told = first and Figure(code, first.numerator, first.denominator, first.formula)
    return Shown(
        line,
        question.address("cases:counted", code=code, part="n"),
        question.address("cases:counted", code=code, part="d"),
        question.address("cases:figures", code=code),
        told,
    )


def _comparison(request: HttpRequest, question: Asked, rows: QuerySet[CaseCount]) -> dict[str, Any]:
    """One indicator side by side for every grid, community or agency of the rows."""
    code = request.GET.get("code", "")
    if code not in INDICATORS:
        return {}
    by = request.GET.get("by", "grid")
    by = by if by in CUTS else "grid"
    found = queries.compared(rows, INDICATORS[code], by)
    names = subjects.names(by, [key for key, _figure in found])
    each = [
        Compared(names[key], figure, *_ways(question, code, f"{by}:{key}")) for key, figure in found
    ]
    cuts = [(question.address("cases:figures", code=code, by=cut), label, cut == by)
            for cut, label in CUTS.items()]  # fmt: skip
    return {"compared": _placed(each, code), "indicator": INDICATORS[code], "cuts": cuts}


def _ways(question: Asked, code: str, of: str) -> list[str]:
    return [question.address("cases:counted", code=code, part=part, of=of) for part in ("n", "d")]


def _placed(each: list[Compared], code: str) -> list[Compared]:
    """Ranks by the figure, the better first; equal figures share a place, small ones have none."""
    good = INDICATORS[code].high_is_good
    ranked = [one for one in each if one.figure.ranked]
    values = [one.figure.percent or Decimal() for one in ranked]
    places = {
        one.name: 1 + sum(other > value if good else other < value for other in values)
        for one, value in zip(ranked, values, strict=True)
    }
    return [replace(one, place=places.get(one.name, 0)) for one in each]


def _appeals(request: HttpRequest, question: Asked) -> list[tuple[FigureAppeal, bool]]:
    """The appeals of the month, each with whether this person may decide it now."""
    found = queries.exemptions(request.actor, question.month.month)
    reviews = can(request.actor, permissions.REVIEW_APPEAL)
    waiting = (FigureAppeal.Standing.ASKED, FigureAppeal.Standing.AGREED)
    return [
        (
            appeal,
            reviews
            and appeal.standing in waiting
            and request.actor.user_id not in (appeal.asked_by_id, appeal.first_by_id),
        )
        for appeal in found
    ]


class Counted(ListPage):
    """The cases behind a figure; as many rows as the figure says, or as many times."""

    capability = permissions.FIGURES
    query = visible_to
    table = tables.CountedTable
    export = permissions.LEDGER
    nothing = _("这个数是零，没有事件。")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.title = _name_of(*self._figure())
        return super().get(request, *args, **kwargs)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(Figures.title), reverse("cases:figures"))]

    def rows(self) -> QuerySet[Case]:
        code, part = self._figure()
        question = asked(self.request)
        if question is None:
            raise Http404
        return queries.cases_behind(rows_of(self.request, question), code, part)

    def total(self, rows: QuerySet[Case]) -> str:
        times = sum(rows.order_by().values_list("times", flat=True))
        return say_now("合计 %(times)s 次") % {"times": times} if times != rows.count() else ""

    def _figure(self) -> tuple[str, str]:
        code, part = self.request.GET.get("code", ""), self.request.GET.get("part", "")
        if code not in (*INDICATORS, SPREAD) or part not in ("n", "d"):
            raise Http404
        return code, part


def _name_of(code: str, part: str) -> str:
    if code == SPREAD:
        return say_now("处置用时")
    words = say_now("%(name)s的分子") if part == "n" else say_now("%(name)s的分母")
    return words % {"name": INDICATORS[code].name}


class Appeal(FormPage):
    """Ask that a case be left out of one indicator (申诉)."""

    title = _("申诉")
    capability = permissions.APPEAL
    form = AppealForm
    query = visible_to
    submit = _("提交申诉")
    done = _("申诉已提交，由两位负责人复核。")

    def crumbs(self) -> list[Crumb]:
        return [
            Crumb(str(pgettext_lazy("list", "事件")), reverse("cases:ledger")),
            Crumb(self.row().number, tables.case_address(self.row())),
        ]

    def initial(self, row: Case) -> dict[str, Any]:
        return {"code": self.request.GET.get("code", "")}

    def perform(self, form: AppealForm, row: Case) -> Case:
        return actions.appeal_figure(row, by=self.request.actor, **form.cleaned_data).case

    def done_at(self, row: Case) -> str:
        return tables.case_address(row)


@require_POST
def decide_appeal(request: HttpRequest, uuid: str) -> HttpResponse:
    """A reviewer's word on an appeal: 同意免计 or 不同意."""
    appeal = get_object_or_404(queries.appeals(request.actor), uuid=uuid)
    try:
        actions.decide_appeal(appeal, by=request.actor, agreed=request.POST.get("agreed") == "yes")
        say(request, say_now("已复核。"))
    except Refused as refusal:
        say(request, refusal.message)
    return redirect(request.POST.get("back") or reverse("cases:figures"))
