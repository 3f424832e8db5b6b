"""Due days and lateness of reports. Pure functions: no Django, no clock."""


# --- the way of a report to the board ---
def may_board_decide(*, leader_reads_first, is_seen, due_on, submitted_on, day) -> bool:
    """Whether the board may accept or return a report on `day`. Where the scheme sends it to the leader in charge first
    (Bến Tre 4.12) it waits for him, though not for ever: once its due day, and the day it was sent, are over it goes on."""
    return not leader_reads_first or is_seen or day > max(due_on or submitted_on, submitted_on)
