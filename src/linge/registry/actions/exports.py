"""Ledgers that leave the house: taken at once, or asked for, agreed to and made for the asker."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from linge.accounts.actors import actor_of
from linge.accounts.models import User
from linge.files import actions as files
from linge.files import permissions as exporting
from linge.files.actions import Wanted
from linge.files.locking import locked, new_password
from linge.files.models import ExportRequest
from linge.files.papers import WRITERS, Paper
from linge.files.rules import SAMPLE_ROWS
from linge.kernel import clock
from linge.kernel.access import Actor, DataClass
from linge.kernel.refusals import Refused
from linge.territory.models import Region
from linge.territory.queries import communities

from ..ledgers import Ledger, LedgerColumn, find
from ..ledgers.printing import paper, plain
from ..ledgers.rows import day_of, narrowed


def wanted(
    ledger: Ledger,
    narrow: Mapping[str, str],
    *,
    by: Actor,
    columns: Sequence[LedgerColumn] = (),
    clear: Sequence[str] = (),
) -> Wanted:
    """What an export would take, with its class and its number of rows."""
    shown = columns or ledger.columns
    lines = {line for grant in by.holding(ledger.capability) for line in grant.lines}
    return Wanted(
        ledger=ledger.code,
        columns=[column.name for column in shown],
        rows=narrowed(ledger, by, narrow).count(),
        klass=ledger.klass(shown, clear),
        clear=list(clear),
        narrow=dict(narrow),
        lines=sorted(lines) if ledger.floor == DataClass.C4 else [],
    )


def community_of(by: Actor, narrow: Mapping[str, str]) -> Region:
    """The community an export is of. Refuses with ``registry.export_community`` among several."""
    offered = communities(by)
    asked = narrow.get("community", "")
    found = list((offered.filter(pk=asked) if asked.isdigit() else offered)[:2])
    if len(found) != 1:
        raise Refused("registry.export_community", _("请先选择一个社区再导出。"))
    return found[0]


@transaction.atomic
def take_ledger(
    ledger: Ledger, narrow: Mapping[str, str], *, by: Actor, order: Sequence[str] = ()
) -> tuple[ExportRequest, Paper]:
    """Take a ledger that needs nobody's approval, as masked as on the page."""
    told = wanted(ledger, narrow, by=by)
    row = files.take_export(told, by=by, community=community_of(by, narrow))
    return row, _paper(row, ledger, by, order)


def ask_for_ledger(
    ledger: Ledger,
    narrow: Mapping[str, str],
    *,
    by: Actor,
    columns: Sequence[str],
    clear: Sequence[str],
    reason: str,
    expires_on: date,
) -> ExportRequest:
    """Ask to take a ledger; the day is fixed, so that what is approved is what is made."""
    chosen = [column for column in ledger.columns if column.name in columns]
    if not chosen:
        raise Refused("registry.export_columns", _("请至少选一列。"), "columns")
    opened = [column.name for column in chosen if column.clear and column.name in clear]
    fixed = dict(narrow)
    if ledger.dated:
        fixed.setdefault("as_of", clock.today().isoformat())
    told = wanted(ledger, fixed, by=by, columns=chosen, clear=opened)
    community = community_of(by, narrow)
    return files.ask_export(told, by=by, community=community, reason=reason, expires_on=expires_on)


def make_file(row: ExportRequest, *, by: Actor) -> str:
    """Make the approved workbook as its asker sees it, locked; the password is told this once."""
    exporting.require(by, exporting.EXPORT, row)
    ledger = find(by, row.ledger)
    if ledger is None:
        raise Refused("registry.export_ledger", _("您已不能打开这份台账，请重新申请。"))
    printed = _paper(row, ledger, by)
    password = new_password()
    files.keep_export(
        row, locked(WRITERS["xlsx"](printed), password), by=by, rows=len(printed.rows)
    )
    return password


def _paper(row: ExportRequest, ledger: Ledger, by: Actor, order: Sequence[str] = ()) -> Paper:
    rows = narrowed(ledger, by, row.narrow)
    if order and not ledger.lead:
        rows = rows.order_by(*order)
    return paper(
        ledger,
        rows,
        unit=row.community.name,
        day=day_of(row.narrow),
        columns=[column for column in ledger.columns if column.name in row.columns],
        clear=row.clear,
        mark=_mark(row, by),
        number=row.pk,
    )


def _mark(row: ExportRequest, by: Actor) -> str:
    """姓名 工号 时间 申请号."""
    user = User.objects.filter(pk=by.user_id or 0).first()
    at = clock.now().astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
    parts = (by.name, user.staff_no if user else "", at, _("申请号%(n)s") % {"n": row.pk})
    return " ".join(filter(None, parts))


def sample(row: ExportRequest) -> tuple[list[str], list[list[str]]]:
    """The heads and ten rows of what is asked, as the asker sees them: every mask in place."""
    asker = actor_of(row.asked_by, how="desk") if row.asked_by else Actor()
    ledger = find(asker, row.ledger)
    if ledger is None:
        return [], []
    shown = [column for column in ledger.columns if column.name in row.columns]
    rows = narrowed(ledger, asker, row.narrow)[:SAMPLE_ROWS]
    lines = [[_words(column.value(each)) for column in shown] for each in rows]
    return [str(column.label) for column in shown], lines


def _words(value: object) -> str:
    told = plain(value)
    return "" if told is None else str(told)
