"""Django's own command, on the owner's alias, and quicker where the database is still empty."""

from contextlib import contextmanager, nullcontext

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED
from pgtrigger.migrations import AddTrigger, RemoveTrigger


class Command(migrate.Command):
    """On the owner's alias: the application's role may not make tables."""

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args, **options):
        is_empty = not connections[options["database"]].introspection.table_names()
        with _each_model_rendered_once() if is_empty else nullcontext():
            super().handle(*args, **options)


@contextmanager
def _each_model_rendered_once():
    """A first migrate makes hundreds of tables, constraints and triggers. After each, Django makes the model anew in
    memory with all that are joined to it, so that operations which look back at them are right: nine tenths of the time.
    The first ones of an empty database look forward only (docs/decisions: a-first-migrate-looks-forward-only)."""
    short_ways = [
        (ProjectState, "add_model", _add_model),
        (ProjectState, "add_field", _add_field),
        (ProjectState, "_append_option", _append_option),
        (AddTrigger, "state_forwards", _add_trigger),
        (RemoveTrigger, "state_forwards", _remove_trigger),
    ]
    whole = [(where, name, getattr(where, name)) for where, name, _ in short_ways]
    for where, name, short_way in short_ways:
        setattr(where, name, short_way)
    try:
        yield
    finally:
        for where, name, way in whole:
            setattr(where, name, way)


def _add_model(self, model_state):
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:
        self.apps.render_multiple([model_state])


def _add_field(self, app_label, model_name, name, field, preserve_default):
    """The model that is there gets it, and so all that are joined to it see it."""
    if not preserve_default:
        field = field.clone()
        field.default = NOT_PROVIDED
    key = app_label, model_name
    self.models[key].fields[name] = field
    if self._relations is not None:
        self.resolve_model_field_relations(key, name, field)
    if "apps" in self.__dict__:
        self.apps.get_model(app_label, model_name).add_to_class(name, field.clone())


def _append_option(self, app_label, model_name, option_name, obj):
    """An index or a constraint."""
    options = self.models[app_label, model_name].options
    options[option_name] = [*options[option_name], obj]
    if "apps" in self.__dict__:
        meta = self.apps.get_model(app_label, model_name)._meta
        setattr(meta, option_name, [*getattr(meta, option_name), obj])


def _add_trigger(self, app_label, state):
    options = state.models[app_label, self.model_name].options
    options["triggers"] = [*options.get("triggers", []), self.trigger]


def _remove_trigger(self, app_label, state):
    options = state.models[app_label, self.model_name].options
    options["triggers"] = [each for each in options.get("triggers", []) if each.name != self.name]
