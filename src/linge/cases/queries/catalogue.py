"""The catalogue as it holds today."""

from django.db.models import QuerySet

from linge.kernel.clock import today

from ..models import Category, Standard


def larges() -> QuerySet[Category]:
    """The large categories (大类) of today."""
    return Category.objects.on(today()).filter(parent__isnull=True).order_by("code")


def smalls(large: Category | None = None) -> QuerySet[Category]:
    """The small categories (小类) of today, of one large category or all."""
    rows = Category.objects.on(today()).filter(parent__isnull=False).select_related("parent")
    return (rows.filter(parent=large) if large else rows).order_by("code")


def public_smalls() -> QuerySet[Category]:
    """Small categories a resident may choose and everybody may read."""
    return smalls().filter(public=True)


def standards_of(category: Category) -> QuerySet[Standard]:
    """The criteria of a small category today, in their order."""
    return Standard.objects.on(today()).filter(category=category).order_by("number")
