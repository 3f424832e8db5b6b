"""On which day a branch meets, who may choose what, and what is late. Pure functions: no Django, no clock."""
