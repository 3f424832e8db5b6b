"""The kinds of list that can be brought in, by the names that `commands.md` promises, and the road from file to rows."""

from branches.imports import units
from branches.imports.pipeline import Kind

# A plain list, on purpose: who adds a kind names it here.
KINDS: dict[str, Kind] = {kind.name: kind for kind in (units.KIND,)}
