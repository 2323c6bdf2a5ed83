"""What runs in the background: checking and writing imports, destroying their files in time."""

from datetime import timedelta

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory.models import Region
from linge.territory.rules.kinds import Level

from . import actions
from .actions import imports, matches, reminding, syncing
from .models import ImportBatch, MatchSearch, Resident
from .queries.imports.batches import importer
from .rules.importing.states import BatchState

AFTER_WRITING = timedelta(minutes=45)
UNFINISHED = timedelta(hours=24)


def check_batch(pk: int) -> None:
    """Check a mapped batch; a file that cannot be read any more fails with its sentence."""
    batch = ImportBatch.objects.select_related("community").get(pk=pk)
    if batch.state != BatchState.MAPPED:
        return
    try:
        imports.check_batch(batch, by=importer(batch))
    except Refused as refusal:
        if refusal.code != "registry.import_moved_on":
            imports.fail_batch(batch, by=importer(batch), fault=refusal.message)


def apply_batch(pk: int) -> None:
    """Write a confirmed batch, or go on with one that was interrupted."""
    batch = ImportBatch.objects.select_related("community").get(pk=pk)
    if batch.state in (BatchState.CONFIRMED, BatchState.APPLYING):
        imports.apply_batch(batch, by=importer(batch))


def roll_back(pk: int) -> None:
    """Go on taking a batch back."""
    batch = ImportBatch.objects.select_related("community").get(pk=pk)
    if batch.state == BatchState.ROLLING_BACK:
        imports.roll_back(batch, by=importer(batch))


def destroy_workbooks() -> None:
    """Destroy senders' files: within an hour after writing, after a day when left unfinished."""
    now = clock.now()
    kept = ImportBatch.objects.filter(workbook__isnull=False).select_related("community")
    for batch in kept.filter(applied_at__lt=now - AFTER_WRITING):
        imports.destroy_workbook(batch, by=importer(batch))
    for batch in kept.filter(applied_at=None, uploaded_at__lt=now - UNFINISHED):
        imports.destroy_workbook(batch, by=importer(batch))


def run_overdue_edits() -> None:
    """Run edits of phones that waited 120 hours for one that never came."""
    syncing.run_overdue()


def forget_bookmarks() -> None:
    """Forget what phones held that have not come back for thirty days."""
    actions.forget_bookmarks()


def keep_care_in_time() -> None:
    """Pause the needs nobody reviewed, and destroy those whose time is over."""
    by = Actor.clock("visit")
    actions.pause_lapsed(by=by)
    actions.erase_ended(by=by)


def find_matches() -> None:
    """Every night: compare everybody of each community with everybody."""
    for community in _peopled():
        matches.find_matches(community, by=Actor.clock("service", node=community.path))


def search_matches(pk: int) -> None:
    """Search a community because somebody asked."""
    search = MatchSearch.objects.select_related("community").get(pk=pk)
    if search.ended_at is None:
        by = Actor.clock("service", node=search.community.path)
        matches.run_search(search, by=by)


def audit_records() -> None:
    """Every night: ask every rule of the record audit again, in each community."""
    for community in _peopled():
        actions.run_rules(community, by=Actor.clock("oversight", node=community.path))


def remind_checkers() -> None:
    """Tell who may check a change request, once, that it has waited ten days."""
    reminding.remind_checkers()


def _peopled() -> list[Region]:
    """The communities with anybody on record."""
    kept = Resident.objects.values("community")
    return list(Region.objects.filter(level=Level.COMMUNITY, until=None, pk__in=kept))
