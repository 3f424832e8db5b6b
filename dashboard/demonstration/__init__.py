"""The demonstration: a made-up province, its people and its work, for a first look."""
