"""Lists in: cadres, their positions, teams, schemes, assignments, and the annex that offices really have."""
