from django.urls import path  # noqa: F401

app_name = "meetings"
day_rule_urls = []
schedule_urls = []
meeting_urls = []
branch_urls = []
feed_urls = []
visit_urls = []
letter_urls = []
urlpatterns = [
    *day_rule_urls,
    *schedule_urls,
    *meeting_urls,
    *branch_urls,
    *feed_urls,
    *visit_urls,
    *letter_urls,
]
