"""Sessions end after twelve idle hours, and not twelve hours after signing in: whoever works stays signed in."""

from datetime import timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

# A page more often than this does not write the session's row again: idle hours are counted to within half an hour.
RENEWED_EVERY = timedelta(minutes=30)


class SessionStore(DatabaseSessions):
    def load(self):
        """Reading a signed-in person's session renews it, when it was not renewed just now: the middleware saves what is
        `modified` and sends its cookie anew."""
        row = self._get_session_from_db()
        if row is None:
            return {}
        data = self.decode(row.session_data)
        if SESSION_KEY in data:
            begun = row.expire_date - timedelta(seconds=self.get_session_cookie_age())
            if timezone.now() - begun > RENEWED_EVERY:
                self.modified = True
        return data
