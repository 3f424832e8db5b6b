"""Which topic a row of a list names: by code or by name, of those that the importer may read. What another committee calls
its affairs is to him as if it were not there."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.pipeline import Context
from branches.imports.plan import Plan
from common.spreadsheets.columns import Column
from common.text import search_key
from matters.models import Topic


def topic_column(**more) -> Column:
    """No list of choices: a template would name the topics of every committee."""
    return Column(
        "field",
        gettext_lazy("Lĩnh vực"),
        max_length=150,
        note=gettext_lazy("Mã hoặc tên của một lĩnh vực trong danh mục."),
        **more,
    )


class Topics:
    """The topics that may be named. One query."""

    def __init__(self, plan: Plan, context: Context):
        self.plan = plan
        self.named: dict[str, Topic] = {}
        for topic in context.visible(Topic.objects.order_by("-sort", "-pk")):
            self.named |= {search_key(topic.code): topic, search_key(topic.name): topic}

    def find(self, row: dict) -> Topic | None:
        """What the row's “field” names; None where it names none, or one that there is not: then the row is bad."""
        if not row["field"]:
            return None
        topic = self.named.get(search_key(row["field"]))
        if topic is None:
            sentence = _("Không có lĩnh vực “%(text)s”; hãy ghi mã hoặc tên một lĩnh vực trong danh mục.")
            self.plan.error(row, "field", sentence % {"text": row["field"]})
        return topic
