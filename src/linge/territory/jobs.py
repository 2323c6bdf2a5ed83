"""What the clock starts: divisions whose first day has come."""

from . import actions
from .models import Division
from .rules.kinds import DivisionState


def begin_divisions() -> int:
    """Apply every published division that begins by today; run a few minutes after midnight."""
    waiting = Division.objects.filter(state=DivisionState.IN_FORCE, applied_at__isnull=True)
    begun = [division for division in waiting if actions.apply_division(division)]
    return len(begun)
