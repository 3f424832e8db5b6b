"""Whether the product serves: for whoever watches the machine."""

from django.db import connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from common.policy import PUBLIC, policy


@policy(PUBLIC)
@never_cache
def health(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
