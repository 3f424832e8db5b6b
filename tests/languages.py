"""What a page says, and in which of the two languages."""

import re
from html.parser import HTMLParser

from common.policy import PUBLIC
from tests.world import ROLES

LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
VIETNAMESE = re.compile(rf"[{LETTERS}]", re.IGNORECASE)
# Words that an English sentence of an interface can hardly do without and that no Vietnamese sentence has.
ENGLISH = re.compile(
    r"\b(the|this|that|these|please|enter|select|choose|required|invalid|valid|must|search|save|cancel|delete"
    r"|edit|your|you|not|and|with|from|password|field|page|next|previous|day|days|is|are|was|has)\b",
    re.IGNORECASE,
)


class Words(HTMLParser):
    """What a reader sees or hears of a page, piece by piece, without what is marked as the other language."""

    # A tspan is a line of a unit's name in a picture; the whole name stands in the title beside it.
    SILENT = {"script", "style", "template", "tspan"}
    VOID = {"input", "br", "img", "link", "meta", "hr", "use", "path", "col", "wbr", "source"}
    SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-label")

    def __init__(self, language):
        super().__init__()
        self.language, self.pieces, self.open = language, [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        other = attributes.get("lang", self.language) != self.language and tag != "html"
        silent = tag in self.SILENT or other or bool(self.open and self.open[-1][1])
        if not silent:
            self.pieces += [attributes[name] for name in self.SPOKEN if attributes.get(name)]
        if tag not in self.VOID:
            self.open.append((tag, silent))

    def handle_endtag(self, tag):
        while self.open:
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data):
        if data.strip() and not (self.open and self.open[-1][1]):
            self.pieces.append(data)


def words_of(response, language) -> list[str]:
    parser = Words(language)
    parser.feed(response.content.decode())
    return [" ".join(piece.split()) for piece in parser.pieces]


def has_words(response) -> bool:
    """A page that is only read answers a sending with an empty 405: no word to look at."""
    is_page = response.get("Content-Type", "").startswith("text/html")
    return is_page and response.status_code not in (302, 405)


def roles_for(rule):
    """Who is asked to read a page: the head of the Organisation Board, or else the first who may."""
    able = [role for role in ("org_head", *ROLES) if rule.may_open(role) and rule.finds(role, "own")]
    yield from able[:1]
    if rule.permission == PUBLIC:
        yield None
