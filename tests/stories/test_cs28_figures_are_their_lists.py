"""CS28: twelve cases of June 2026 give the figures of the regulation, and every figure its list.

The twelve go every way a case can go: closed in time and late, sent back, declined, refused, waiting,
suspended, taken back, void and merged. 何建国 reads the month at the desk on Friday the 26th at five.
"""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from linge.cases import actions
from linge.cases.actions import figures
from linge.cases.actions.moving import write_step
from linge.cases.models import Case, CaseCount, FigureMonth, FrozenFigure
from linge.cases.queries.figures import (
    behind,
    compared,
    counts,
    exemptions,
    frozen,
    told,
)
from linge.cases.queries.subjects import Subject
from linge.cases.rules import State
from linge.cases.rules.indicators import INDICATORS
from linge.cases.rules.months import month_of
from linge.cases.tests.factories import (
    TEN,
    bearer,
    kind_of,
    make_photo,
    make_town,
    report,
)
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

F1 = {
    "K01": "8/9", "K02": "7/9", "K03": "8/9", "K04": "7/8", "K05": "6/8", "K06": "4/5",
    "K07": "3/5", "K08": "3/5", "K09": "2/5", "K10": "1/5", "K11a": "1/8", "K11c": "1/9",
    "K12": "2/5", "K20": "3/9",
}  # fmt: skip
STORIES = """
06-15 09:00 report 1 2 3 4 5 6 7 9 10 11 12
06-15 09:20 accept 1 3 6 7 9 11
06-15 09:30 reject 4
06-15 09:30 withdraw 10
06-15 09:40 void 11
06-15 09:40 merge 12
06-15 09:50 dispatch 1 3 6 7 9
06-15 10:30 decline 6
06-15 10:40 second 6
06-16 09:00 accept 2
06-16 09:20 dispatch 2
06-16 09:30 suspend 9
06-16 10:00 handle 1 3
06-16 11:00 send_back 3
06-16 14:30 handle 3
06-16 15:00 handle_there 6
06-16 15:30 verify 1 3
06-16 16:00 close 1 3
06-22 10:00 handle 2
06-22 10:30 verify 2
06-22 11:00 close 2
06-26 09:00 accept 5
06-26 09:00 report 8
06-26 09:20 accept 8
06-26 09:40 dispatch 8
"""


class Month:
    """The people of the town doing to the numbered cases what the stories say."""

    def __init__(self, at) -> None:
        at("2026-06-15 08:00")
        self.town, self.at = make_town(), at
        self.cases: dict[str, Case] = {}
        for line in STORIES.strip().splitlines():
            day, hour, deed, *numbers = line.split()
            at(f"2026-{day} {hour}")
            for number in numbers:
                getattr(self, deed)(number)
        at("2026-06-26 17:00")
        figures.fold()

    def report(self, number):
        words = f"第{number}盏路灯不亮"
        self.cases[number] = actions.report_case(
            report(self.town, words=words), by=Actor.public()
        ).case

    def accept(self, number):
        category, standard = kind_of("0201")
        actions.accept_case(
            self.cases[number], by=self.town.intake_clerk, category=category, standard=standard
        )

    def reject(self, number):
        actions.reject_case(
            self.cases[number], by=self.town.intake_clerk, reason_code="not_ours", words=TEN
        )

    def withdraw(self, number):
        actions.withdraw_case(self.cases[number], by=bearer(self.cases[number]))

    def void(self, number):
        self._declare(number, "void", State.VOID)

    def merge(self, number):
        self._declare(number, "merge", State.MERGED)

    def suspend(self, number):
        self._declare(number, "suspend", State.DISPATCHED)

    def dispatch(self, number):
        actions.dispatch_case(self.cases[number], by=self.town.dispatcher, agency=self.town.agency)

    def decline(self, number):
        actions.decline_case(
            self.cases[number], by=self.town.agency_handler, reason_code="not_ours", words=TEN
        )

    def second(self, number):
        actions.dispatch_case(self.cases[number], by=self.town.dispatcher, agency=self.town.rival)

    def handle(self, number, by=None):
        actions.handle_case(
            self.cases[number],
            by=by or self.town.agency_handler,
            result="已更换灯头",
            photos=[make_photo(self.town)],
            condition_met=True,
        )

    def handle_there(self, number):
        self.handle(number, self.town.actor("agency_handler", agency=self.town.rival))

    def send_back(self, number):
        actions.send_back_case(self.cases[number], by=self.town.grid_a, reason=TEN)

    def verify(self, number):
        photo = make_photo(self.town)
        actions.verify_case(self.cases[number], by=self.town.grid_a, photos=[photo], metres=9)

    def close(self, number):
        actions.close_case(self.cases[number], by=self.town.intake_clerk, condition_met=True)

    def _declare(self, number, action, lands):
        """A step whose page is not asked here, written as its action writes it."""
        case = self.cases[number]
        case.refresh_from_db()
        before, case.seq, case.state = case.state, case.seq + 1, lands
        case.save(update_fields=["seq", "state"])
        by = self.town.intake_clerk
        write_step(case, action, by=by, at=clock.now(), before=before)

    @property
    def leader(self) -> Actor:
        return self.town.community_leader

    def rows(self, actor=None):
        return counts(actor or self.leader, month_of(clock.now()))


@pytest.fixture
def june(db, at):
    return Month(at)


def parts(lines):
    return {
        line.indicator.code: f"{float(line.figure.numerator):g}/{line.figure.denominator}"
        for line in lines
    }


def listed(rows, code, part):
    """The same number added up from the rows it opens to."""
    indicator = INDICATORS[code]
    names = indicator.numerator if part == "n" else dict.fromkeys(indicator.denominator, 1)
    found = list(behind(rows, code, part))
    return sum(getattr(row, name) * weight for row in found for name, weight in names.items())


@pytest.mark.proves("A9")
def test_the_fixture_gives_the_figures_of_the_regulation_and_every_figure_is_its_list(june):
    lines = told(june.rows()).lines
    assert {code: parts(lines)[code] for code in F1} == F1
    for line in lines:
        code, figure = line.indicator.code, line.figure
        assert listed(june.rows(), code, "n") == figure.numerator, code
        assert listed(june.rows(), code, "d") == figure.denominator, code
    assert told(june.rows()).spread.count == 4

    by_agency = dict(compared(june.rows(), INDICATORS["K11a"], "agency"))
    assert {pk: str(figure) for pk, figure in by_agency.items()} == {
        june.town.agency.pk: "14.29%",  # one of seven; the other agency declined nothing
        june.town.rival.pk: "0.00%",
    }
    ((grid, figure),) = compared(june.rows(), INDICATORS["K02"], "grid")
    assert (grid, str(figure), figure.ranked) == (june.town.grid.pk, "77.78%", False)

    answer = StringIO()
    call_command("cases", "kpi", "--from=2026-06-01", "--to=2026-07-01", "--json", stdout=answer)
    (community,) = json.loads(answer.getvalue())["communities"]
    told_by_command = {
        code: f"{figure['numerator']:g}/{figure['denominator']}"
        for code, figure in community["figures"].items()
    }
    assert told_by_command == parts(lines)
    before = list(CaseCount.objects.order_by("pk").values())
    figures.fold()
    figures.fold_month(month_of(clock.now()))
    assert list(CaseCount.objects.order_by("pk").values()) == before


@pytest.mark.proves("A9")
def test_a_month_is_frozen_on_the_third_working_day_and_restated_beside(june, at):
    month = month_of(clock.now())
    june.at("2026-07-03 23:29")
    figures.fold()
    assert figures.freeze() == []
    june.at("2026-07-03 23:30")
    assert (figures.freeze(), figures.freeze()) == ([month], [])
    place = Subject("community", june.town.community.pk, "幸福里社区", june.town.community.pk)
    first = {row.code: row for row in FrozenFigure.objects.filter(community=place.pk, grid=None)
             if row.agency_id is None}  # fmt: skip
    late, times = first["K07"], first["K21"]
    assert (late.numerator, late.denominator) == (3, 6)  # the eighth was due on 30 June
    assert (times.numerator, times.denominator) == (580, 4)

    june.at("2026-07-06 09:00")
    june.handle("7")
    june.void("5")
    figures.fold()
    now = frozen(month, place)
    assert [(row.number, row.numerator, row.denominator) for row in now["K07"]] == [(0, 3, 6)]
    assert [(row.number, row.numerator, row.denominator) for row in now["K04"]] == [
        (0, 7, 8),
        (1, 7, 7),
    ]
    figures.fold()
    assert len(frozen(month, place)["K04"]) == 2
    assert FigureMonth.objects.get(month=month).frozen_at is not None


@pytest.mark.proves("A9")
def test_two_reviewers_exempt_a_case_from_one_figure_and_it_stays_on_the_list(june):
    town, case = june.town, june.cases["7"]
    head = town.agency_head
    appeal = figures.appeal_figure(case, by=head, code="K07", reason="材料停产，已书面说明并报街道")
    with pytest.raises(Refused, match="appealed_before"):
        figures.appeal_figure(case, by=head, code="K07", reason="材料停产，已书面说明并报街道")
    with pytest.raises(Refused, match="not_yours"):
        figures.decide_appeal(appeal, by=head, agreed=True)
    figures.decide_appeal(appeal, by=june.leader, agreed=True)
    with pytest.raises(Refused, match="second_reviewer"):
        figures.decide_appeal(appeal, by=june.leader, agreed=True)
    assert parts(told(june.rows()).lines)["K07"] == "3/5"

    figures.decide_appeal(appeal, by=town.street_officer, agreed=True)
    found = {line.indicator.code: line for line in told(june.rows()).lines}
    assert str(found["K07"].figure) == "75.00%"  # three of four
    assert (found["K07"].exempted, found["K06"].exempted) == (1, 0)
    assert parts(found.values())["K06"] == "4/5"
    assert listed(june.rows(), "K07", "d") == 4
    assert [row.case_id for row in exemptions(june.leader, month_of(clock.now()))] == [case.pk]
    assert case.counts.get(agency=town.agency).to_handle == 1


@pytest.mark.proves("X2")
def test_everybody_sees_the_figures_of_the_own_place(june):
    town = june.town
    assert parts(told(june.rows(town.grid_a)).lines)["K01"] == "8/9"
    assert parts(told(june.rows(town.actor("grid_a", grid=town.other_grid))).lines)["K01"] == "0/0"
    head = town.actor("agency_head", agency=town.rival)
    assert parts(told(june.rows(head)).lines)["K06"] == "1/1"
    assert not june.rows(town.verifier).exists()


@pytest.mark.proves("A9")
def test_the_page_opens_every_figure_to_its_rows_and_an_appeal_is_decided_there(june, as_actor):
    client = as_actor(june.leader)
    page = client.get("/desk/cases/figures/")
    assert page.status_code == 200
    words = page.content.decode()
    assert "88.89%" in words  # K01, eight of nine
    assert "末次处置不晚于当时处置时限的÷应处置的。" in words
    for code, part, count in (("K07", "d", 5), ("K07", "n", 3), ("K11a", "d", 7), ("K21", "d", 4)):
        listed_ = client.get("/desk/cases/figures/rows/", {"code": code, "part": part})
        assert listed_.context["slice"].paginator.count == count, code
    assert "合计 8 次" in client.get("/desk/cases/figures/rows/?code=K11a&part=d").content.decode()
    by_grid = client.get("/desk/cases/figures/", {"code": "K02", "by": "grid"}).content.decode()
    assert "77.78%" in by_grid
    of = f"grid:{june.town.grid.pk}"
    assert client.get("/desk/cases/figures/", {"of": of}).status_code == 200
    assert client.get("/desk/cases/figures/", {"of": "grid:0"}).status_code == 404
    assert client.get("/desk/cases/figures/", {"as": "xlsx"})["Content-Type"].endswith("sheet")

    asking = as_actor(june.town.agency_head)
    address = f"/desk/cases/{june.cases['7'].uuid}/appeal/"
    assert asking.get(address, {"code": "K07"}).status_code == 200
    sent = asking.post(address, {"code": "K07", "reason": "材料停产，已书面说明并报街道"})
    assert sent.status_code == 302
    client = as_actor(june.leader)
    assert "材料停产" in client.get("/desk/cases/figures/").content.decode()
    appeal = june.cases["7"].appeals.get()
    client.post(f"/desk/cases/figures/appeals/{appeal.uuid}/", {"agreed": "yes"})
    appeal.refresh_from_db()
    assert appeal.standing == "agreed"

    worker = as_actor(june.town.actor("grid_a", grid=june.town.other_grid))
    assert worker.get("/desk/cases/figures/", {"of": of}).status_code == 404
    assert worker.get("/desk/cases/figures/", {"as": "xlsx"})["Content-Type"].startswith(
        "text/html"
    )
