from django.urls import path

from assignments.views import reference

app_name = "assignments"
reference_urls = [
    path("danh-muc/<slug:name>/", reference.reference_rows, name="reference_rows"),
    path("danh-muc/<slug:name>/them/", reference.reference_add, name="reference_add"),
    path("danh-muc/<slug:name>/sua/<slug:code>/", reference.reference_change, name="reference_change"),
]
urlpatterns = [
    *reference_urls,
]
