"""王芳 calls a home vacant. Without evidence she can't; with two people who know, 李强 decides."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from linge.registry import queries
from linge.registry.models import Visit
from linge.registry.tests.factories import collection_round, homes
from linge.staff.tests.factories import WorkerFactory
from linge.territory.rules.kinds import DwellingUseKind
from linge.territory.tests.actors import staff, worker
from linge.territory.tests.factories import GridFactory

WORDS = {
    "zh-hans": "登记为空置或非居住，请附一张照片，或写明两位知情人。",
    "en": "please add a photo or name two people who know",
}


@pytest.mark.django_db
@pytest.mark.proves("A5")
@pytest.mark.parametrize("language", WORDS)
def test_a_vacancy_counts_once_the_lead_accepted_it(language, as_actor):
    grid = GridFactory()
    home = homes(grid, floors=1, rooms=1)[0]
    collection_round(grid.community)
    fang, qiang = WorkerFactory(name="王芳"), WorkerFactory(name="李强")
    by_fang = worker(grid, user=fang)
    by_qiang = staff("grid_lead", grid.community.path, grid=grid.pk, user=qiang)
    page = reverse("registry:visit_new", args=[home.uuid])

    with override(language):
        client = as_actor(by_fang)
        client.cookies["django_language"] = language
        bare = client.post(page, {"outcome": "vacant"})
        assert bare.status_code == 422
        assert WORDS[language] in bare.content.decode()
        assert not Visit.objects.exists()

        same = {"outcome": "vacant", "source_1": "物业管家", "source_2": "物业管家"}
        assert client.post(page, same).status_code == 422
        told = {"outcome": "vacant", "source_1": "物业管家", "source_2": "对门邻居"}
        assert client.post(page, told).status_code == 302

    visit = Visit.objects.get()
    assert not queries.counted(by_fang).get().collected
    approve = reverse("registry:visit_approve", args=[visit.uuid])
    assert as_actor(by_fang).post(approve).status_code == 403
    assert not queries.counted(by_fang).get().collected

    as_actor(by_qiang).post(approve)
    home.refresh_from_db()
    assert home.use == DwellingUseKind.VACANT
    assert queries.counted(by_fang).get().collected
