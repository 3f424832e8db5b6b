"""The hamlets of the pages of households: units of the lowest level that stand on a day, in reach of a permission."""

from branches.models import Unit, UnitPlacement
from branches.querysets.households import HAMLET_LEVEL
from branches.querysets.scoping import within


def hamlets_written_by(scope, day):
    """Whose households the reader keeps."""
    return _hamlets(scope.reach("households.write"), day)


def hamlets_openable_by(scope, day):
    """Whose rows the reader may open with a reason."""
    return _hamlets(scope.reach("households.open"), day)


def _hamlets(reach, day):
    standing = UnitPlacement.objects.on(day).at_level(HAMLET_LEVEL).filter(within(reach))
    return Unit.objects.filter(pk__in=standing.values("unit"))
