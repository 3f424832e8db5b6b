from django.urls import path

from matters.views import (
    ageing,
    bulletins,
    conferences,
    contributions,
    doubles,
    files,
    handlers,
    merging,
    obligations,
    opinions,
    own,
    practices,
    raising,
    recommendations,
    steps,
    topics,
    urgent,
    urgent_steps,
)

app_name = "matters"
# Recommendations: the board's list and steps, and those of the place that raised them
recommendation_urls = [
    path("", recommendations.recommendation_list, name="recommendation_list"),
    path("da-neu/", own.own_list, name="own_list"),
    # The board's numbers; each leads to the list
    path("so-lieu/", ageing.ageing_page, name="ageing_page"),
    path("kien-nghi/moi/", raising.recommendation_new, name="recommendation_new"),
    path("kien-nghi/gop/", merging.recommendation_merge, name="recommendation_merge"),
    path("kien-nghi/<slug:key>/khac/", merging.recommendation_different, name="recommendation_different"),
    path("kien-nghi/<slug:key>/", recommendations.recommendation_page, name="recommendation_page"),
    path(
        "kien-nghi/<slug:key>/phieu.<slug:kind>",
        recommendations.recommendation_paper,
        name="recommendation_paper",
    ),
    path("kien-nghi/<slug:key>/sua/", raising.recommendation_change, name="recommendation_change"),
    # steps of the committee's staff
    path(
        "kien-nghi/<slug:key>/tiep-nhan/",
        steps.recommendation_step,
        {"name": "receive"},
        name="recommendation_receive",
    ),
    path(
        "kien-nghi/<slug:key>/chuyen/",
        steps.recommendation_step,
        {"name": "hand"},
        name="recommendation_hand",
    ),
    path(
        "kien-nghi/<slug:key>/tra-loi/",
        steps.recommendation_step,
        {"name": "answer"},
        name="recommendation_answer",
    ),
    path(
        "kien-nghi/<slug:key>/bao-lai/",
        steps.recommendation_step,
        {"name": "tell"},
        name="recommendation_tell",
    ),
    path(
        "kien-nghi/<slug:key>/phan-hoi/",
        steps.recommendation_step,
        {"name": "feedback"},
        name="recommendation_feedback",
    ),
    path(
        "kien-nghi/<slug:key>/ket-thuc/",
        steps.recommendation_step,
        {"name": "close"},
        name="recommendation_close",
    ),
    path(
        "kien-nghi/<slug:key>/mo-lai/",
        steps.recommendation_step,
        {"name": "reopen"},
        name="recommendation_reopen",
    ),
    path(
        "kien-nghi/<slug:key>/ket-qua/",
        steps.recommendation_step,
        {"name": "outcome"},
        name="recommendation_outcome",
    ),
    path(
        "kien-nghi/<slug:key>/cap-tren/", steps.recommendation_step, {"name": "up"}, name="recommendation_up"
    ),
    path(
        "kien-nghi/<slug:key>/rut-lai/",
        steps.recommendation_step,
        {"name": "withdraw"},
        name="recommendation_withdraw",
    ),
    path(
        "kien-nghi/<slug:key>/doi-han/", steps.recommendation_step, {"name": "due"}, name="recommendation_due"
    ),
    path(
        "kien-nghi/<slug:key>/nghi-quyet/",
        steps.recommendation_step,
        {"name": "take_up"},
        name="recommendation_take_up",
    ),
    path(
        "kien-nghi/<slug:key>/tach-lai/",
        steps.recommendation_step,
        {"name": "part"},
        name="recommendation_part",
    ),
    path(
        "kien-nghi/<slug:key>/huy/", steps.recommendation_step, {"name": "void"}, name="recommendation_void"
    ),
    # of those who lead; of the place that raised it
    path("kien-nghi/<slug:key>/chi-dao/", steps.recommendation_direct, name="recommendation_direct"),
    path("kien-nghi/<slug:key>/da-nghe/", steps.recommendation_hear, name="recommendation_hear"),
]
# What is with an agency
handler_urls = [
    path("co-quan/", handlers.handler_list, name="handler_list"),
    path("co-quan/<slug:key>/", handlers.handler_page, name="handler_page"),
    path("giao/<slug:key>/nhan/", handlers.agency_receive, name="agency_receive"),
    path("giao/<slug:key>/tra-loi/", handlers.answer_new, name="answer_new"),
    path("giao/<slug:key>/xin-lui/", handlers.time_ask, name="time_ask"),
    path("giao/<slug:key>/tra-lai/", handlers.give_back, name="give_back"),
]
# Files of answers, urgent matters and conferences
file_urls = [path("tep/<slug:key>/", files.file, name="file")]
# Topics and deadlines
category_urls = [
    path("linh-vuc/", topics.topic_list, name="topic_list"),
    path("linh-vuc/moi/", topics.topic_new, name="topic_new"),
    path("linh-vuc/<slug:code>/sua/", topics.topic_edit, name="topic_edit"),
    path("linh-vuc/<slug:code>/ket-thuc/", topics.topic_end, name="topic_end"),
    path("thoi-han/", topics.deadline_list, name="deadline_list"),
    path("thoi-han/moi/", topics.deadline_new, name="deadline_new"),
    path("thoi-han/<slug:key>/ket-thuc/", topics.deadline_end, name="deadline_end"),
]
# The register of urgent matters
urgent_urls = [
    path("cap-bach/", urgent.urgent_list, name="urgent_list"),
    path("cap-bach/so.<slug:kind>", urgent.urgent_paper, name="urgent_paper"),
    path("cap-bach/theo-to-chuc/", urgent.urgent_bodies, name="urgent_bodies"),
    path("cap-bach/chua-dang-ky/", urgent.urgent_without, name="urgent_without"),
    path("cap-bach/them/", urgent_steps.urgent_new, name="urgent_new"),
    path("cap-bach/chuyen-nam/", urgent_steps.urgent_carry_all, name="urgent_carry_all"),
    path("cap-bach/<slug:key>/", urgent.urgent_page, name="urgent_page"),
    path("cap-bach/<slug:key>/sua/", urgent_steps.urgent_change, name="urgent_change"),
    path("cap-bach/<slug:key>/xong/", urgent_steps.urgent_step, {"name": "done"}, name="urgent_done"),
    path("cap-bach/<slug:key>/xac-nhan/", urgent_steps.urgent_confirm, name="urgent_confirm"),
    path("cap-bach/<slug:key>/mo-lai/", urgent_steps.urgent_step, {"name": "reopen"}, name="urgent_reopen"),
    path("cap-bach/<slug:key>/thoi/", urgent_steps.urgent_step, {"name": "drop"}, name="urgent_drop"),
    path("cap-bach/<slug:key>/chuyen-nam/", urgent_steps.urgent_step, {"name": "carry"}, name="urgent_carry"),
    path("cap-bach/<slug:key>/kien-nghi/", urgent_steps.urgent_links, name="urgent_links"),
    path("cap-bach/<slug:key>/minh-chung/", urgent_steps.urgent_evidence, name="urgent_evidence"),
    path("cap-bach/<slug:key>/huy/", urgent_steps.urgent_step, {"name": "void"}, name="urgent_void"),
]
# Conferences, and those that must come again
conference_urls = [
    path("hoi-nghi/", conferences.conference_list, name="conference_list"),
    path("hoi-nghi/moi/", conferences.conference_new, name="conference_new"),
    path("hoi-nghi/phai-to-chuc/", obligations.obligation_due, name="obligation_due"),
    path("hoi-nghi/quy-dinh/", obligations.obligation_list, name="obligation_list"),
    path("hoi-nghi/quy-dinh/moi/", obligations.obligation_new, name="obligation_new"),
    path("hoi-nghi/quy-dinh/<slug:key>/ket-thuc/", obligations.obligation_end, name="obligation_end"),
    path("hoi-nghi/<slug:key>/", conferences.conference_page, name="conference_page"),
    path("hoi-nghi/<slug:key>/sua/", conferences.conference_change, name="conference_change"),
    path("hoi-nghi/<slug:key>/da-hop/", conferences.conference_held, name="conference_held"),
    path("hoi-nghi/<slug:key>/tep/", conferences.conference_attach, name="conference_attach"),
    path("hoi-nghi/<slug:key>/bien-ban/", conferences.conference_record, name="conference_record"),
    path("hoi-nghi/<slug:key>/huy/", conferences.conference_void, name="conference_void"),
    path("hoi-nghi/<slug:key>/y-kien/", opinions.opinions_new, name="opinions_new"),
    path("y-kien/<slug:key>/sua/", opinions.opinion_change, name="opinion_change"),
    path("y-kien/<slug:key>/tra-loi/", opinions.opinion_answer, name="opinion_answer"),
    path("y-kien/<slug:key>/kien-nghi/", opinions.opinion_take, name="opinion_take"),
    path("y-kien/<slug:key>/huy/", opinions.opinion_void, name="opinion_void"),
]
# Resources mobilised, good practices
resource_urls = [
    path("nguon-luc/", contributions.contribution_list, name="contribution_list"),
    path("nguon-luc/cong/<slug:way>/", contributions.contribution_sums, name="contribution_sums"),
    path("nguon-luc/hien-vat/", contributions.contribution_goods, name="contribution_goods"),
    path("nguon-luc/them/", contributions.contribution_new, name="contribution_new"),
    path("nguon-luc/trung/", doubles.double_list, name="double_list"),
    path("nguon-luc/<slug:key>/la-mot/", doubles.double_same, name="double_same"),
    path("nguon-luc/<slug:key>/khong-phai-mot/", doubles.double_different, name="double_different"),
    path("nguon-luc/<slug:key>/sua/", contributions.contribution_change, name="contribution_change"),
    path("nguon-luc/<slug:key>/huy/", contributions.contribution_void, name="contribution_void"),
    path("mo-hinh/", practices.practice_list, name="practice_list"),
    path("mo-hinh/them/", practices.practice_new, name="practice_new"),
    path("mo-hinh/<slug:key>/", practices.practice_page, name="practice_page"),
    path("mo-hinh/<slug:key>/sua/", practices.practice_change, name="practice_change"),
    path("mo-hinh/<slug:key>/pho-bien/", practices.practice_publish, name="practice_publish"),
    path("mo-hinh/<slug:key>/thoi-pho-bien/", practices.practice_withdraw, name="practice_withdraw"),
    path("mo-hinh/<slug:key>/huy/", practices.practice_void, name="practice_void"),
]
# Information for those who follow
bulletin_urls = [
    path("thong-tin/", bulletins.bulletin_list, name="bulletin_list"),
    path("thong-tin/moi/", bulletins.bulletin_new, name="bulletin_new"),
    path("thong-tin/<slug:key>/", bulletins.bulletin_page, name="bulletin_page"),
    path("thong-tin/<slug:key>/sua/", bulletins.bulletin_change, name="bulletin_change"),
    path("thong-tin/<slug:key>/gui/", bulletins.bulletin_publish, name="bulletin_publish"),
    path("thong-tin/<slug:key>/rut/", bulletins.bulletin_withdraw, name="bulletin_withdraw"),
    path("thong-tin/<slug:key>/ai-da-doc/", bulletins.bulletin_readers, name="bulletin_readers"),
]
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
