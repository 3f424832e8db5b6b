from django.core.management.commands import migrate


class Command(migrate.Command):
    """Django's own, on the owner's alias: the application's role may not make tables."""

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(database="owner")
