"""Sessions end after twelve idle hours, and not twelve hours after signing in: whoever works stays signed in."""

from datetime import UTC, datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from common.prepared import Prepared

# A page more often than this does not write the session's row again: idle hours are counted to within half an hour.
RENEWED_EVERY = timedelta(minutes=30)


def _living(key, moment):
    sessions = DatabaseSessions.get_model_class().objects.filter(session_key=key, expire_date__gt=moment)
    return sessions.values_list("session_data", "expire_date")


LIVING = Prepared(_living, "the key", datetime(1901, 1, 7, tzinfo=UTC))


class SessionStore(DatabaseSessions):
    def load(self):
        """Reading a signed-in person's session renews it, when it was not renewed just now: the middleware saves what is
        `modified` and sends its cookie anew."""
        row = LIVING.row(self.session_key, timezone.now())
        if row is None:
            self._session_key = None
            return {}
        session_data, expire_date = row
        data = self.decode(session_data)
        if SESSION_KEY in data:
            begun = expire_date - timedelta(seconds=self.get_session_cookie_age())
            if timezone.now() - begun > RENEWED_EVERY:
                self.modified = True
        return data
