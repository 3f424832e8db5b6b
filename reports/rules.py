"""Due days and lateness of reports. Pure functions: no Django, no clock."""
