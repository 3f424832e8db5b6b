"""What the words and codes of these lists name: posts, groups, agencies and organisations, cadres."""

from collections import Counter
from collections.abc import Iterable

from django.utils.text import slugify
from django.utils.translation import gettext as _

from assignments.models import Cadre, CadreGroup, Post
from branches.imports.codes import (
    correct,
    find_known,
    in_chunks,
    not_there,
    offered,
    organisation_codes,
    with_zeros,
)
from branches.imports.pipeline import Context
from branches.imports.plan import Plan
from branches.models import Agency
from common.text import match_key, search_key

# What lists write for the groups that ship; staff add groups, and a word that nobody has used makes one.
_GROUP_WORDS = {
    "thuong truc": "standing",
    "ban thuong vu": "standing_board",
    "uvbtv": "standing_board",
    "ban chap hanh": "committee",
    "uvbch": "committee",
    "huyen uy vien": "committee",
    "thi uy vien": "committee",
    "thanh uy vien": "committee",
    "tinh uy vien": "committee",
    "dang uy vien": "committee",
    "uvubkt": "inspection",
    "uy vien ubkt": "inspection",
    "uy ban kiem tra": "inspection",
    "lanh dao ban dang": "party_boards",
    "lanh dao cac ban dang": "party_boards",
    "lanh dao phong ban": "departments",
    "lanh dao doan the": "mass",
    "lanh dao mat tran doan the": "mass",
    "mat tran doan the": "mass",
    "chuyen vien": "specialist",
    "can bo xa": "commune_cadres",
    "cong an": "police",
}


class Posts:
    """Posts by name, however it is spelt; one that nobody holds yet is made."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self._by_name = {match_key(post.name): post for post in Post.objects.select_related("group")}

    def named(self, row: dict, name: str) -> Post:
        key = match_key(name)
        if key not in self._by_name:
            self._by_name[key] = self.plan.make(row, Post(name=name))
        return self._by_name[key]


class Groups:
    """Groups by code or name; a word that nobody has used makes a new group, and the plan says so."""

    def __init__(self, plan: Plan):
        self.plan = plan
        groups = list(CadreGroup.objects.all())
        self.by_code = {group.code: group for group in groups}
        self._by_word = {search_key(group.code): group for group in groups}
        self._by_word |= {search_key(group.name): group for group in groups}
        for word, code in _GROUP_WORDS.items():
            if code in self.by_code:
                self._by_word.setdefault(word, self.by_code[code])

    def find(self, word: str) -> CadreGroup | None:
        return self._by_word.get(search_key(word))

    def named(self, row: dict, word: str) -> CadreGroup:
        key = search_key(word)
        if key not in self._by_word:
            group = CadreGroup(code=slugify(key)[:50] or "nhom", name=word)
            self._by_word[key] = self.plan.make(row, group)
            self.plan.notices.append(_("Nhóm cán bộ mới: “%(group)s”.") % {"group": word})
        return self._by_word[key]


class Bodies:
    """Agencies and organisations by code: where a cadre holds a post."""

    def __init__(self, plan: Plan, context: Context, codes: Iterable[str]):
        self.plan, self.context = plan, context
        codes = set(codes)
        agencies = in_chunks(Agency.objects.select_related("unit"), "code", with_zeros(codes))
        self._agencies = {each.code: each for each in agencies if context.may_write(each.unit)}
        # A list that has the agency's name where its code should be is understood, where only one is called so.
        named = [each for each in in_chunks(open_agencies(), "name", codes) if context.may_write(each.unit)]
        names = Counter(each.name for each in named)
        self._named = {each.name: each for each in named if names[each.name] == 1}
        self._organisations = organisation_codes(codes, context)

    def find(self, row: dict, key: str, on):
        """An Agency or an OrganisationVersion; None where the code names nothing, with an error said."""
        found = self._on(row[key], on)
        if found is not None:
            return found
        right = offered(row[key], lambda code: self._on(code, on) is not None)
        if right:
            correct(self.plan, self.context, row, key, right, self._on(right, on).name)
            return self._on(right, on)
        label = _("cơ quan, tổ chức")
        sentence = not_there(self.context, self._organisations, row[key], on, label)
        self.plan.error(row, key, sentence)
        return None

    def _on(self, code: str, on):
        if code in self._agencies or code in self._named:
            return self._agencies.get(code) or self._named[code]
        version = self._organisations.on(code, on) or self._organisations.on(code, self.context.on)
        if version is not None and not self.context.may_write(version.organisation.unit):
            return None
        return version


def open_agencies():
    return Agency.objects.select_related("unit").filter(closed_on=None)


def place_of(body) -> dict:
    """{"agency": …} or {"organisation": …}: the fields of a position in this body."""
    if isinstance(body, Agency):
        return {"agency": body, "organisation": None}
    return {"agency": None, "organisation": body.organisation}


def unit_of(body):
    return body.unit if isinstance(body, Agency) else body.organisation.unit


class Cadres:
    """Cadres by code. A record that was merged into another stands for the one that stays."""

    def __init__(self, plan: Plan, context: Context, codes: Iterable[str]):
        self.plan, self.context = plan, context
        rows = in_chunks(
            Cadre.objects.select_related("unit", "home_unit", "merged_into__unit"), "code", with_zeros(codes)
        )
        kept = {each.code: each.merged_into or each for each in rows}
        # One object for one person, so that what a plan alters in one row is seen in the next.
        people = {each.pk: each for each in kept.values()}
        self.everywhere = {code: people[each.pk] for code, each in kept.items()}
        self.known = {code: each for code, each in self.everywhere.items() if context.may_write(each.unit)}

    def find(self, row: dict, key: str) -> Cadre | None:
        return find_known(self.plan, self.context, self.known, row, key, _("cán bộ"))
