"""What went wrong, as a sentence for the person at the terminal."""


class BackupError(Exception):
    """The message is the sentence. Nothing was changed."""
