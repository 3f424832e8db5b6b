from assignments.models.assignments import Assignment, AssignmentDocument
from assignments.models.cadres import Cadre, CadreGroup, CadrePosition, Post, Team, TeamMember
from assignments.models.changes import ChangeLine, ChangeSet
from assignments.models.schemes import Scheme, SchemeDocument

__all__ = [
    "Assignment",
    "AssignmentDocument",
    "Cadre",
    "CadreGroup",
    "CadrePosition",
    "ChangeLine",
    "ChangeSet",
    "Post",
    "Scheme",
    "SchemeDocument",
    "Team",
    "TeamMember",
]
