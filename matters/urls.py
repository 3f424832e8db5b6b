from django.urls import path

from matters.views import files

app_name = "matters"
# Recommendations: the board's list and steps, and those of the place that raised them
recommendation_urls = []
# What is with an agency
handler_urls = []
# Files of answers, urgent matters and conferences
file_urls = [path("tep/<slug:key>/", files.file, name="file")]
# Topics and deadlines
category_urls = []
# The register of urgent matters
urgent_urls = []
# Conferences, and those that must come again
conference_urls = []
# Resources mobilised, good practices
resource_urls = []
# Information for those who follow
bulletin_urls = []
urlpatterns = [
    *recommendation_urls,
    *handler_urls,
    *file_urls,
    *category_urls,
    *urgent_urls,
    *conference_urls,
    *resource_urls,
    *bulletin_urls,
]
