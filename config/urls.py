from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("quan-tri/", admin.site.urls),
    path("tai-khoan/", include("accounts.urls")),
    path("dia-ban/", include("branches.urls")),
    path("phan-cong/", include("assignments.urls")),
    path("", include("dashboard.urls")),
]
