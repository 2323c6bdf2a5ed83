"""What follows a visit, in words."""

from django.utils.translation import gettext

from linge.ui import words

from ..queries import Guidance


def next_words(told: Guidance) -> str:
    """When to call again, and how."""
    follows = told.next
    facts = {"day": words.day(follows.on), "part": follows.not_in and follows.not_in.label}
    if follows.card:
        return gettext("14天内已三次未遇，请在门口留下联系卡。")
    if follows.not_in:
        return gettext("请从%(day)s起再去，避开%(part)s。") % facts
    if follows.other_worker:
        return gettext("请从%(day)s起由另一位网格员再去。") % facts
    return gettext("请从%(day)s起再去。") % facts
