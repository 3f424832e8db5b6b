from django.urls import path  # noqa: F401

app_name = "reports"
writing_urls = []
review_urls = []
form_urls = []
expected_urls = []
reminder_urls = []
suggestion_urls = []
urlpatterns = [
    *writing_urls,
    *review_urls,
    *form_urls,
    *expected_urls,
    *reminder_urls,
    *suggestion_urls,
]
