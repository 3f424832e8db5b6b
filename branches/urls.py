from django.urls import path

from branches.views import grants

app_name = "branches"
grant_urls = [
    path("phan-quyen/", grants.grant_list, name="grant_list"),
    path("phan-quyen/cap/", grants.grant_place, name="grant_place"),
    path("phan-quyen/cap/<slug:kind>/<slug:key>/", grants.grant_new, name="grant_new"),
    path("phan-quyen/<slug:key>/ket-thuc/", grants.grant_end, name="grant_end"),
    path("phan-quyen/nguoi/<slug:key>/", grants.login_page, name="login_page"),
    path("phan-quyen/nguoi/<slug:key>/phieu-moi/", grants.login_reset, name="login_reset"),
    path("phan-quyen/nguoi/<slug:key>/khoa/", grants.login_lock, name="login_lock"),
    path("phan-quyen/nguoi/<slug:key>/mo-khoa/", grants.login_unlock, name="login_unlock"),
]
urlpatterns = [
    *grant_urls,
]
