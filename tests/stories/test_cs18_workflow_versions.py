"""CS18: a new workflow in the middle of a case. The old case keeps the version it began with; a bad
version is explained line by line and never kept.

区 wants reports accepted within one working hour and no more questions about withdrawing.
"""

from copy import deepcopy

import pytest

from linge.cases import actions, queries, rules
from linge.cases.actions.workflows import draft_workflow, publish_draft
from linge.cases.models import CaseWorkflow, WorkflowDraft
from linge.cases.queries.workflow_versions import compare, trial
from linge.cases.tests.factories import CaseFactory, bearer, kind_of, make_town
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.kernel.tests.test_worktime import at as moment


@pytest.mark.proves("C2")
@pytest.mark.django_db
def test_an_old_case_keeps_its_version(at):
    at("2026-06-15 09:00")
    town, clock = make_town(), Actor.clock("case")
    old = CaseFactory(town=town)
    at("2026-06-15 10:30")
    category, standard = kind_of("0201")
    slow = CaseFactory(town=town)
    at("2026-06-15 11:45")
    actions.accept_case(slow, by=town.intake_clerk, category=category, standard=standard)

    wanted = deepcopy(rules.shipped())
    wanted["stages"]["accept"]["normal"] = ["1", "work_hour"]
    del wanted["moves"]["withdraw"]
    draft = draft_workflow(wanted, by=clock)
    told = {line.where: (line.before, line.after) for line in compare(rules.shipped(), draft.data)}
    assert told["stages.accept.normal"] == ("2、work_hour", "1、work_hour")
    assert told["moves.withdraw"][1] == "—"
    (accepting,) = [row for row in trial(draft, rules.shipped()) if row.stage == "accept"]
    assert (accepting.count, accepting.before, accepting.after) == (1, 1, 0)

    publish_draft(draft, by=clock)
    published = CaseWorkflow.objects.latest("number")
    assert (published.number, published.effective_from) == (2, moment("2026-06-16 00:00"))
    with pytest.raises(Refused, match=r"cases\.moved_on"):
        publish_draft(draft, by=clock)
    assert CaseFactory(town=town).workflow.number == 1, "not before midnight"

    at("2026-06-16 09:00")
    new = CaseFactory(town=town)
    assert (old.workflow.number, new.workflow.number) == (1, 2)
    assert new.current_due_at == moment("2026-06-16 10:00")
    offers = [o.action for o in queries.moves_possible(bearer(new), new)]
    assert "withdraw" not in offers
    with pytest.raises(Refused, match=r"cases\.not_yours"):
        actions.withdraw_case(new, by=bearer(new))
    actions.withdraw_case(old, by=bearer(old))


@pytest.mark.proves("C2")
@pytest.mark.django_db
def test_a_bad_version_is_explained_line_by_line(at):
    at("2026-06-15 09:00")
    town, clock = make_town(), Actor.clock("case")
    bad = deepcopy(rules.shipped())
    del bad["moves"]["close"]
    bad["moves"]["accept"]["to"] = "closed"
    bad["moves"]["verify"]["guards"] = []
    bad["moves"]["fly"] = bad["moves"]["sign"]
    bad["moves"]["sign"] = {"label": "签收"}
    bad["numbers"]["undo_seconds"] = 0
    bad["stages"]["close"]["normal"] = ["0.3", "work_hour"]
    with pytest.raises(Refused, match=r"cases\.workflow_problems") as refused:
        draft_workflow(bad, by=clock)
    assert refused.value.message.splitlines() == [
        "fly 没有这个动作",
        "accept 起止状态不能改",
        "sign 这一行不完整，请对照现行流程补上",
        "verify 检查条件不能减少",
        "close 不能关闭这个动作",
        "undo_seconds 请填写大于0的数",
        "close 时限要写成0.25的倍数并带单位",
    ]
    assert not WorkflowDraft.objects.exists()
    with pytest.raises(Refused, match=r"access\.|cases\."):
        draft_workflow(rules.shipped(), by=town.dispatcher)
