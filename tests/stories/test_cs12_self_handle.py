"""CS12: handling on the spot. The hash of the id picks one in ten; somebody else looks again; what was
not done after all is reopened by the desk.

王芳 clears a heap of rubbish herself and shows before and after. Nobody verifies it, so one case in
ten, whichever the hash says, waits for a second look.
"""

from datetime import timedelta

import pytest

from linge.cases import actions, queries, rules
from linge.cases.models import Case
from linge.cases.rules import State
from linge.cases.tests.factories import TEN, CaseFactory, kind_of, make_photo, make_town
from linge.kernel.clock import now
from linge.kernel.refusals import Refused


def clear_up(town, sampled):
    """A heap 王芳 reported and cleared, picked by the hash or not."""
    while True:
        case = CaseFactory(town=town, source="patrol", by=town.grid_a, code="0101")
        if rules.sampled(case.uuid, 10) == sampled:
            break
    category, standard = kind_of("0101")
    return actions.self_handle_case(
        case,
        by=town.grid_a,
        category=category,
        standard=standard,
        result="已清走",
        photos_before=[make_photo(town, taken_at=now() - timedelta(hours=1))],
        photos_after=[make_photo(town)],
    )


def look(case, by, town, **said):
    asked = {"outcome": "fail", "words": TEN, "photos": [make_photo(town)]} | said
    return actions.check_sample(case, by=by, **asked)


@pytest.mark.proves("C2")
@pytest.mark.django_db
def test_one_in_ten_is_looked_at_again(at):
    at("2026-06-15 10:00")
    town = make_town()
    picked, passed_over = clear_up(town, True), clear_up(town, False)
    assert (picked.state, picked.sampled, passed_over.sampled) == (State.CLOSED, True, False)
    assert list(queries.sample_queue(town.grid_b)) == [picked]
    assert list(queries.sample_queue(town.grid_a)) == [], "nobody judges own work"
    with pytest.raises(Refused, match=r"cases\.own_work"):
        look(picked, town.grid_a, town)
    with pytest.raises(Refused, match=r"cases\.not_sampled"):
        look(passed_over, town.grid_b, town)
    with pytest.raises(Refused, match=r"cases\.photo_needed"):
        look(picked, town.grid_b, town, photos=[])
    with pytest.raises(Refused, match=r"cases\.reason_needed"):
        look(picked, town.grid_b, town, words="没清")

    look(picked, town.grid_b, town)
    assert picked.state == State.CLOSED and not queries.sample_queue(town.grid_b).exists()
    assert list(queries.failed_samples(town.intake_clerk)) == [picked]
    actions.reopen_case(picked, by=town.intake_clerk, reason="抽查未清走，重新派遣")
    assert Case.objects.get(pk=picked.pk).state == State.ACCEPTED
    assert not queries.failed_samples(town.intake_clerk).exists()

    good = clear_up(town, True)
    look(good, town.grid_b, town, outcome="pass", words="")
    with pytest.raises(Refused, match=r"cases\.not_sampled"):
        look(good, town.grid_b, town)
    assert not queries.failed_samples(town.intake_clerk).exists()
