"""The portal's five tabs. A tab shows once its page exists; 上报 stands in the middle."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its word, its icon and the names its page may have."""

    title: str
    icon: str
    page: str
    main: bool = False

    @property
    def address(self) -> str:
        try:
            return reverse(self.page)
        except NoReverseMatch:
            return ""


TABS = (
    Tab(_("首页"), "home", "portal:home"),
    Tab(_("办事"), "service", "services_portal:hall"),
    Tab(_("上报"), "plus", "cases_portal:report", main=True),
    Tab(_("参与"), "council", "participation_portal:home"),
    Tab(_("查进度"), "list", "cases_portal:progress"),
    Tab(_("我的"), "person", "portal:mine"),
)


def tabs() -> list[Tab]:
    """The tabs whose page exists."""
    return [tab for tab in TABS if tab.address]


def current(shown: list[Tab], path: str) -> Tab | None:
    """The tab whose address is the longest beginning of ``path``."""
    within = [tab for tab in shown if path.startswith(tab.address)]
    return max(within, key=lambda tab: len(tab.address), default=None)
