"""Backups: the database and the attachments in one file that says of itself whether it is whole."""
