from django.urls import path

from accounts.views import account, language, notices, resetting, signing_in

app_name = "accounts"
urlpatterns = [
    path("", account.account_page, name="account_page"),
    path("dang-nhap/", signing_in.sign_in, name="login"),
    path("dang-xuat/", signing_in.sign_out, name="sign_out"),
    path("kich-hoat/", signing_in.activate_login, name="activate"),
    path("doi-mat-khau/", account.change_password, name="change_password"),
    path("thoat-moi-noi/", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("quen-mat-khau/", resetting.ask_reset, name="ask_reset"),
    path("dat-lai/<str:user_id>/<str:token>/", resetting.reset_password, name="reset_password"),
    path("tin-bao/", notices.notice_list, name="notice_list"),
    path("tin-bao/da-doc/", notices.notices_read, name="notices_read"),
    path("tin-bao/mo/<int:pk>/", notices.notice_open, name="notice_open"),
    path("thu-bao/", account.letters_chosen, name="letters_chosen"),
    path("ngon-ngu/", language.set_language, name="set_language"),
]
