"""Filters of the list of change sets."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter

from assignments.models import ChangeSet, Scheme
from common.filters import ListFilter


class ChangeSetFilter(ListFilter):
    scheme = ModelChoiceFilter(
        label=_("Chủ trương"),
        queryset=lambda request: Scheme.objects.visible_to(request.scope),
        empty_label=_("Mọi chủ trương"),
    )
    state = ChoiceFilter(
        label=_("Tình trạng"), choices=ChangeSet.State.choices, empty_label=_("Mọi tình trạng")
    )

    class Meta:
        model = ChangeSet
        fields = []
