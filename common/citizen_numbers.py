"""Numbers of citizens' cards (số căn cước, số định danh): twelve digits, which no text of this product is to keep."""

import re

# Also with spaces between them; sums of money have dots.
_CITIZEN_NUMBER = re.compile(r"(?<![\d.,])\d(?: ?\d){11}(?![\d.,]*\d)")


def holds_citizen_number(text: str) -> bool:
    """Whether a number of a citizen's card stands in it."""
    return bool(_CITIZEN_NUMBER.search(text))
