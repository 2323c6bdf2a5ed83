"""Cases as JSON, for the phone and for partners: lists, one case, reports, every move, the outbox.

Reading and reporting share one router: an address belongs to one router, and both have ``/cases``.
"""

from ninja import Router

from . import batch, moving, reporting

router = Router(tags=["cases"])
router.add_router("", reporting.router)
router.add_router("", moving.router)
router.add_router("", batch.router)

__all__ = ["router"]
