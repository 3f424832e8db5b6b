"""Two roles of one database, told apart by alias."""


class OwnerMigrates:
    """Every query goes by the application's role; only the owner's alias makes tables.

    Where both aliases are the same role (an office with one role), migrating by either is the same.
    """

    def db_for_read(self, model, **hints):
        return "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True
