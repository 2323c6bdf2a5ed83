"""The three pages of a register: list, detail and form, declared instead of written.

A context declares a query, a filter, a table and a capability::

    class Residents(ListPage):
        title = _("居民")
        capability = permissions.READ
        query = queries.visible_to
        filter = ResidentFilter
        table = ResidentTable

and mounts ``Residents.as_view()``. The query begins at what the actor may see, so a row out of
scope is not found (404). Templates stand in ``ui/list.html``, ``ui/detail.html`` and
``ui/form.html``; a page that shows more extends one of them.
"""

from .base import Crumb, Link, Page, asked_by_htmx, open_links, say, toast
from .details import DetailPage, Tab
from .edits import FormPage
from .lists import ListPage

__all__ = [
    "Crumb",
    "DetailPage",
    "FormPage",
    "Link",
    "ListPage",
    "Page",
    "Tab",
    "asked_by_htmx",
    "open_links",
    "say",
    "toast",
]
