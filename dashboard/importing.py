"""The kinds of list that can be brought in, by the names that `commands.md` promises, and the road from file to rows."""

from assignments.imports import annex, assignments, cadres, positions, schemes, teams
from branches.imports import agencies, documents, office_holders, organisations, units, zones
from branches.imports.pipeline import Kind

# A plain list, on purpose: who adds a kind names it here, in the order in which an office brings them in.
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        units.KIND,
        organisations.KIND,
        office_holders.KIND,
        agencies.KIND,
        cadres.KIND,
        positions.KIND,
        teams.KIND,
        zones.KIND,
        documents.KIND,
        schemes.KIND,
        assignments.KIND,
        annex.KIND,
    )
}
