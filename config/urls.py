from django.contrib import admin
from django.urls import include, path

from config import offline
from config.health import health

urlpatterns = [
    path("health/", health, name="health"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("ngoai-tuyen/", offline.offline_page, name="offline"),
    path("quan-tri/", admin.site.urls),
    path("tai-khoan/", include("accounts.urls")),
    path("dia-ban/", include("branches.urls")),
    path("phan-cong/", include("assignments.urls")),
    path("sinh-hoat/", include("meetings.urls")),
    path("bao-cao/", include("reports.urls")),
    path("ho-gia-dinh/", include("reports.household_urls")),
    path("viec/", include("matters.urls")),
    path("cham-diem/", include("scores.urls")),
    path("", include("dashboard.urls")),
]
