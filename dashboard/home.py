"""What somebody sees first."""


def is_only_cadre(scope) -> bool:
    """Whether he follows places and has no other role: then his month is his home."""
    return bool(scope.cadre_ids) and scope.roles <= {"cadre"}


def is_only_handler(scope) -> bool:
    """Whether he answers for an agency and does nothing else here: then what is with it is his home."""
    return not scope.cadre_ids and scope.roles == {"handler"}
