"""/ho-gia-dinh/: what a cadre does with his households, visits to them and their printed sheet. The pages about households
themselves stand at the same address, in the app that reads everything."""

from django.urls import path

from reports.views import household_paper, household_sheets, household_visit, household_visits

app_name = "household_visits"
urlpatterns = [
    path("cua-toi/", household_visits.own_households, name="own_households"),
    path("da-tham/", household_visits.own_visits_list, name="own_visits"),
    path("mau-giay/<slug:form>/", household_sheets.blank_sheet, name="blank_sheet"),
    path("lan-tham/<slug:key>/", household_visit.visit_page, name="visit_page"),
    path("lan-tham/<slug:key>/sua/", household_visit.visit_correct, name="visit_correct"),
    path("lan-tham/<slug:key>/huy/", household_visit.visit_void, name="visit_void"),
    path("<slug:key>/tham/", household_visits.visit_new, name="visit_new"),
    path("<slug:key>/nhap-phieu/", household_paper.visit_enter, name="visit_enter"),
    path("<slug:key>/phieu/<slug:form>/", household_sheets.sheet, name="household_sheet"),
]
