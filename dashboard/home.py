"""What somebody sees first."""


def is_only_cadre(scope) -> bool:
    """Whether he follows places and has no other role: then his month is his home."""
    return bool(scope.cadre_ids) and scope.roles <= {"cadre"}
