"""The register for the phone and for partners: homes, visits, and what was done offline."""

from ninja import Router

from . import homes, people, sync, visits

router = Router()
for _part in (homes, people, visits, sync):
    router.add_router("", _part.router)
