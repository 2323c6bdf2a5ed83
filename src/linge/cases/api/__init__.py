"""Cases as JSON, for the phone and for partners: lists, one case, reports, every move, the outbox."""

from ninja import Router

from . import batch, moving, reading, reporting

router = Router(tags=["cases"])
router.add_router("", reading.router)
router.add_router("", reporting.router)
router.add_router("", moving.router)
router.add_router("", batch.router)

__all__ = ["router"]
