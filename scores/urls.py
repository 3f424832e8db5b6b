"""Rubrics, score sheets, indicators, targets: all under /cham-diem/, a list per noun."""

from django.urls import path

from scores.views import rubrics

app_name = "scores"
# Rubrics: drafts, opinions, issuing
rubric_urls = [
    path("bo-tieu-chi/", rubrics.rubric_list, name="rubric_list"),
    path("bo-tieu-chi/<slug:key>/", rubrics.rubric_page, name="rubric_page"),
]
# Sheets of meetings, by the branch and by the visiting superior
meeting_urls = []
# Monthly scores of organisations
month_urls = []
# Indicators, watch-lists
indicator_urls = []
# Targets, urgings, model branches, themes
target_urls = []
urlpatterns = [
    *rubric_urls,
    *meeting_urls,
    *month_urls,
    *indicator_urls,
    *target_urls,
]
