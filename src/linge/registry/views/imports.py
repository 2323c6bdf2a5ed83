"""The import wizard: template → file → columns → preview → write → result, and back."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.kernel.refusals import Outside, Refused
from linge.territory import queries as territory
from linge.ui.pages import Crumb, Link, ListPage, say
from linge.ui.tables import Badge, Column, Table

from .. import permissions
from ..actions import imports as actions
from ..forms.imports import ConfirmForm, HeaderForm, MappingForm, UploadForm
from ..models import ImportBatch
from ..queries.imports import batches as queries
from ..queries.imports.marked import marked_workbook
from ..queries.imports.preview import LOOKS, heads, preview
from ..queries.imports.templates import template_workbook
from ..rules.importing.states import MOVES, TO_REPAIR, WRITTEN, BatchState, RowOutcome, Subject

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = tuple((step, "") for step in (_("上传"), _("对应列"), _("预览"), _("写入"), _("完成")))
AT_STEP = {
    BatchState.PARSED: 2,
    BatchState.MAPPED: 3,
    BatchState.CHECKED: 3,
    BatchState.CONFIRMED: 4,
    BatchState.APPLYING: 4,
    BatchState.STOPPED: 4,
    BatchState.ROLLING_BACK: 6,
    BatchState.APPLIED: 6,
    BatchState.ROLLED_BACK: 6,
}
STATE_LOOKS = {
    BatchState.APPLIED: "ok",
    BatchState.FAILED: "danger",
    BatchState.ROLLED_BACK: "muted",
    BatchState.CHECKED: "warn",
    BatchState.STOPPED: "warn",
}
ROWS_A_PAGE = 20
WAITING = (
    BatchState.MAPPED, BatchState.CONFIRMED, BatchState.APPLYING, BatchState.ROLLING_BACK,
)  # fmt: skip


def state_badge(batch: ImportBatch) -> Badge:
    state = BatchState(batch.state)
    return Badge(STATE_LOOKS.get(state, "info"), str(state.label))


def _count(outcome: RowOutcome) -> Callable[[ImportBatch], int]:
    return lambda batch: batch.counts.get(str(outcome), 0)


class ImportTable(Table):
    columns = (
        Column("filename", _("文件"), link=True),
        Column("subject", _("内容"), lambda batch: Subject(batch.subject).label),
        Column("state", _("状态"), state_badge, sort="state"),
        Column("total", _("行数"), number=True),
        Column("new", _("新增"), _count(RowOutcome.NEW), number=True),
        Column("updated", _("更新"), _count(RowOutcome.UPDATED), number=True),
        Column("error", _("错误"), _count(RowOutcome.ERROR), number=True),
        Column("parked", _("疑似重复"), _count(RowOutcome.PARKED), number=True),
        Column("sender_name", _("上传人")),
        Column("uploaded_at", _("上传时间"), sort="uploaded_at"),
    )
    order = ("-uploaded_at",)

    def link(self, row: ImportBatch) -> str:
        return reverse("registry:import", args=[row.uuid])


class Imports(ListPage):
    title = _("导入")
    capability = permissions.IMPORT
    query = queries.batches
    table = ImportTable
    nothing = _("还没有导入过表格。先下载模板，或直接上传手头的名册。")

    def actions(self) -> list[Link]:
        new = reverse("registry:import_new")
        return [Link(_("导入表格"), new, "upload", True, capability=permissions.IMPORT)]


def crumbs() -> list[Crumb]:
    return [Crumb(str(_("导入")), reverse("registry:imports"))]


def _batch(request: HttpRequest, uuid: str) -> ImportBatch:
    return get_object_or_404(queries.visible_batches(request.actor), uuid=uuid)


@door(permissions.IMPORT)
def new(request: HttpRequest) -> HttpResponse:
    """Take a template, send a file or paste cells."""
    communities = territory.communities(request.actor)
    start = {"subject": request.GET.get("subject", Subject.RESIDENTS)}
    form = UploadForm(
        request.POST or None, request.FILES or None, communities=communities, initial=start
    )
    if form.is_valid():
        with form.refusals():
            batch = _receive(request, form)
            return redirect("registry:import", batch.uuid)
    context = {
        "title": _("导入表格"), "crumbs": crumbs(), "form": form, "steps": STEPS,
        "templates": [
            (reverse(f"registry:import_template_{subject}"), subject.label) for subject in Subject
        ],
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "registry/imports/new.html", context, status=status)


def _receive(request: HttpRequest, form: UploadForm) -> ImportBatch:
    data, name = form.content()
    told = form.cleaned_data
    return actions.receive_workbook(
        data, name, by=request.actor, community=told["community"], subject=told["subject"]
    )


@door(permissions.IMPORT)
def template(request: HttpRequest, subject: str) -> HttpResponse:
    """The empty workbook."""
    name = gettext("导入模板-%(subject)s.xlsx") % {"subject": Subject(subject).label}
    return _download(template_workbook(subject), name)


def _download(data: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
    }
    return HttpResponse(data, content_type=XLSX, headers=headers)


@door(permissions.IMPORT)
def detail(request: HttpRequest, uuid: str) -> HttpResponse:
    """The step a batch stands at."""
    return _show(request, _batch(request, uuid))


def _show(
    request: HttpRequest, batch: ImportBatch, *, status: int = 200, **more: Any
) -> HttpResponse:
    parts = {
        BatchState.PARSED: _mapping,
        BatchState.CHECKED: _preview,
        BatchState.APPLIED: _roll_back if batch.undoes_id else _preview,
        BatchState.STOPPED: _preview,
        BatchState.ROLLED_BACK: _roll_back if batch.undoes_id else _preview,
    }
    part = parts.get(BatchState(batch.state))
    context = {
        "title": batch.filename,
        "batch": batch,
        "crumbs": crumbs(),
        "badge": state_badge(batch),
        "steps": STEPS,
        "at": AT_STEP.get(BatchState(batch.state), 2),
        "waiting": batch.state in WAITING,
        "may": {deed for deed, (states, _lands) in MOVES.items() if batch.state in states},
        **(part(request, batch) if part else {}),
        **more,
    }
    partial = request.headers.get("HX-Target") == "import-step"
    name = "_step" if partial else "detail"
    return render(request, f"registry/imports/{name}.html", context, status=status)


def _roll_back(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    """A roll-back shows the batch it took back."""
    return {"undone": batch.undoes}


def _mapping(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    if batch.header_row is None:
        return {"header_form": HeaderForm()}
    form = MappingForm(batch=batch)
    before = queries.earlier_batch(batch.community, batch.sha256, batch.subject, before=batch.pk)
    return {"form": form, "lines": _lines(batch, form), "before": before}


def _lines(batch: ImportBatch, form: MappingForm) -> list[dict[str, Any]]:
    """The form's fields with how each column was recognised."""
    return [
        {"column": column, "field": form[f"column_{column['index']}"]} for column in batch.columns
    ]


def _preview(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    shown = request.GET.get("show", "")
    shown = shown if shown in RowOutcome.values else _first_shown(batch)
    rows = Paginator(queries.batch_rows(batch, shown), ROWS_A_PAGE)
    slice_ = rows.get_page(request.GET.get("page"))
    return {
        "shown": shown,
        "counts": [
            (outcome.value, outcome.label, batch.counts.get(outcome.value, 0), LOOKS[outcome])
            for outcome in RowOutcome
            if outcome != RowOutcome.EXCLUDED or batch.counts.get(outcome.value)
        ],
        "undoing": queries.roll_back_of(batch),
        "heads": heads(batch),
        "lines": preview(batch, slice_.object_list),
        "slice": slice_,
        "pages": list(rows.get_elided_page_range(slice_.number, on_each_side=2, on_ends=1)),
        "faulty": sum(batch.counts.get(outcome, 0) for outcome in TO_REPAIR),
        "writable": sum(batch.counts.get(outcome, 0) for outcome in WRITTEN),
    }


def _first_shown(batch: ImportBatch) -> str:
    """What needs a person comes first."""
    order = (RowOutcome.ERROR, RowOutcome.PARKED, RowOutcome.UPDATED, RowOutcome.NEW)
    return next((str(o) for o in order if batch.counts.get(str(o))), str(RowOutcome.SAME))


@require_POST
@door(permissions.IMPORT)
def header(request: HttpRequest, uuid: str) -> HttpResponse:
    """Take the row a person points at as the header."""
    batch = _batch(request, uuid)
    form = HeaderForm(request.POST)
    if form.is_valid():
        with form.refusals():
            actions.point_at_header(batch, by=request.actor, row=form.cleaned_data["row"])
            return redirect("registry:import", uuid)
    return _show(request, batch, status=422, header_form=form)


@require_POST
@door(permissions.IMPORT)
def mapping(request: HttpRequest, uuid: str) -> HttpResponse:
    """Settle the columns and check the rows."""
    batch = _batch(request, uuid)
    form = MappingForm(request.POST, batch=batch)
    if form.is_valid():
        with form.refusals():
            actions.map_columns(batch, by=request.actor, choices=form.choices())
            actions.start_check(batch, by=request.actor)
            return redirect("registry:import", uuid)
    return _show(request, batch, status=422, form=form, lines=_lines(batch, form))


@require_POST
@door(permissions.IMPORT)
def remap(request: HttpRequest, uuid: str) -> HttpResponse:
    """Back to the columns from the preview."""
    batch = _batch(request, uuid)
    return _deed(request, batch, actions.reopen_mapping, "")


@require_POST
@door(permissions.IMPORT)
def confirm(request: HttpRequest, uuid: str) -> HttpResponse:
    """Write the right rows, or refuse until all are right."""
    batch = _batch(request, uuid)
    form = ConfirmForm(request.POST)
    mode = form.cleaned_data["mode"] if form.is_valid() else ""
    return _deed(request, batch, actions.confirm_batch, "", mode=mode)


@require_POST
@door(permissions.IMPORT)
def roll_back(request: HttpRequest, uuid: str) -> HttpResponse:
    """Take the batch back."""
    batch = _batch(request, uuid)
    done = gettext("已恢复这次导入。") if batch.undoes_id else gettext("已撤销本次导入。")
    return _deed(request, batch, actions.start_roll_back, done)


@require_POST
@door(permissions.IMPORT)
def stop(request: HttpRequest, uuid: str) -> HttpResponse:
    """Pause the writing."""
    return _deed(request, _batch(request, uuid), actions.stop_batch, gettext("已暂停写入。"))


@require_POST
@door(permissions.IMPORT)
def resume(request: HttpRequest, uuid: str) -> HttpResponse:
    """Go on writing."""
    return _deed(request, _batch(request, uuid), actions.resume_batch, "")


@require_POST
@door(permissions.IMPORT)
def discard(request: HttpRequest, uuid: str) -> HttpResponse:
    """Give the batch up."""
    batch = _batch(request, uuid)
    response = _deed(request, batch, actions.discard_batch, gettext("已放弃，上传的文件已删除。"))
    return redirect("registry:imports") if response.status_code == 302 else response


def _deed(
    request: HttpRequest, batch: ImportBatch, deed: Callable[..., Any], told: str, **facts: Any
) -> HttpResponse:
    """Do it and show the batch again; a refusal stands on top of the page."""
    try:
        deed(batch, by=request.actor, **facts)
    except Outside:
        raise
    except Refused as refusal:
        batch.refresh_from_db()
        return _show(request, batch, status=422, refusal=refusal.message)
    if told:
        say(request, told)
    return redirect("registry:import", batch.uuid)


@door(permissions.IMPORT)
def workbook(request: HttpRequest, uuid: str) -> HttpResponse:
    """The sender's own workbook with words; ``?only=faulty`` only the rows to repair."""
    batch = _batch(request, uuid)
    only = request.GET.get("only") == "faulty"
    try:
        data = marked_workbook(batch, only_faulty=only)
    except Refused as refusal:
        return _show(request, batch, status=410, refusal=refusal.message)
    stem = batch.filename.rpartition(".")[0] or batch.filename
    word = gettext("错误行") if only else gettext("处理结果")
    return _download(data, f"{stem}-{word}.xlsx")


urls = [
    path("imports/", Imports.as_view(), name="imports"),
    path("imports/new/", new, name="import_new"),
    *(
        path(
            f"imports/template/{subject}/",
            template,
            {"subject": subject},
            name=f"import_template_{subject}",
        )
        for subject in Subject.values
    ),
    path("imports/<uuid:uuid>/", detail, name="import"),
    path("imports/<uuid:uuid>/header/", header, name="import_header"),
    path("imports/<uuid:uuid>/mapping/", mapping, name="import_mapping"),
    path("imports/<uuid:uuid>/remap/", remap, name="import_remap"),
    path("imports/<uuid:uuid>/confirm/", confirm, name="import_confirm"),
    path("imports/<uuid:uuid>/roll-back/", roll_back, name="import_roll_back"),
    path("imports/<uuid:uuid>/stop/", stop, name="import_stop"),
    path("imports/<uuid:uuid>/resume/", resume, name="import_resume"),
    path("imports/<uuid:uuid>/discard/", discard, name="import_discard"),
    path("imports/<uuid:uuid>/workbook/", workbook, name="import_workbook"),
]
