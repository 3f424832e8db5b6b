"""Reference rows come after every migrate that goes forward (docs/decisions: reference-rows-come-after-every-migrate)."""

from functools import wraps


def going_forward(load):
    """`load(using=)` as a receiver of `post_migrate`. After a migrate that went back the models of the code say more than the
    tables hold, and nothing is added."""

    @wraps(load)
    def receiver(sender=None, using="default", plan=(), **kwargs):
        if not any(is_backwards for _migration, is_backwards in plan or ()):
            load(sender=sender, using=using)

    return receiver
