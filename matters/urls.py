app_name = "matters"
# Recommendations: the board's list and steps, and those of the place that raised them
recommendation_urls = []
# What is with an agency
handler_urls = []
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
    *category_urls,
    *urgent_urls,
    *conference_urls,
    *resource_urls,
    *bulletin_urls,
]
