from django.urls import path

from dashboard.views import chain, coverage, overview

app_name = "dashboard"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("do-phu/", coverage.coverage_page, name="coverage"),
    path("do-phu/chua-co-can-bo/", coverage.vacant_list, name="coverage_vacant"),
    path("do-phu/da-co-can-bo/", coverage.covered_list, name="coverage_covered"),
    path("do-phu/nhieu-dia-ban/", coverage.several_list, name="coverage_several"),
    path("do-phu/can-bo-chua-co-dia-ban/", coverage.idle_list, name="coverage_idle"),
    path("ai-theo-doi/<slug:key>/", chain.who_follows, name="who_follows"),
]
