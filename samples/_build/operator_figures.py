"""The figures of the operator's report; each project's begin with p1_, p2_ or p3_."""

PARTS = {
    "gender": ("men", "women"),
    "social": ("children", "youth", "civil", "budget", "disabled", "elderly", "jobless", "public", "business", "other"),
    "age": ("age13", "age17", "age23", "age28", "age33", "age46", "age59"),
}
FIGURES = {
    "grants": 3, "sum": "16 500 000", "p1_sum": "4 800 000", "p2_sum": "6 300 000", "p3_sum": "5 400 000",
    "people": 1185,
    # chess
    "p1_e1": 32, "p1_e2": 28, "p1_e3": 35, "p1_e4": 30, "p1_e5": 27, "p1_e6": 38, "p1_schools": 6, "p1_lessons": 190,
    "p1_lessons_plan": 150, "p1_lessons_sat": "92,6", "p1_cup": 64, "p1_cup_plan": 50, "p1_m1": "80 000",
    "p1_m2": "60 000", "p1_m3": "40 000", "p1_fund": "180 000", "p1_n1": 24, "p1_n2": 26, "p1_n3": 21, "p1_n4": 25,
    "p1_nights": 96, "p1_nights_plan": 80, "p1_nights_sat": "96,9", "p1_final": 30, "p1_people": 380,
    "p1_men": 212, "p1_women": 168,
    "p1_children": 148, "p1_youth": 61, "p1_civil": 14, "p1_budget": 37, "p1_disabled": 12, "p1_elderly": 74,
    "p1_jobless": 9, "p1_public": 11, "p1_business": 6, "p1_other": 8,
    "p1_age13": 148, "p1_age17": 52, "p1_age23": 24, "p1_age28": 22, "p1_age33": 38, "p1_age46": 41, "p1_age59": 55,
    # digital literacy
    "p2_e1": 41, "p2_e2": 39, "p2_e3": 44, "p2_e4": 36, "p2_places": 4, "p2_trainings": 160, "p2_trainings_plan": 120,
    "p2_trainings_sat": "93,1", "p2_g1": 18, "p2_g2": 17, "p2_g3": 20, "p2_course": 55, "p2_course_plan": 45,
    "p2_before": "41,8", "p2_after": "89,1", "p2_c1": 21, "p2_c2": 18, "p2_c3": 24, "p2_c4": 26, "p2_c5": 23,
    "p2_advice": 112, "p2_advice_plan": 100, "p2_survey": 200, "p2_s1": "46,5", "p2_s2": "31,0", "p2_s3": "22,5",
    "p2_t1": "52,0", "p2_t2": "27,5", "p2_t3": "14,5", "p2_t4": "6,0", "p2_media": 94, "p2_posts": 48, "p2_stories": 26,
    "p2_articles": 12, "p2_articles_plan": 10, "p2_videos": 8, "p2_final": 33, "p2_people": 360,
    "p2_men": 158, "p2_women": 202,
    "p2_children": 24, "p2_youth": 96, "p2_civil": 18, "p2_budget": 64, "p2_disabled": 21, "p2_elderly": 79,
    "p2_jobless": 31, "p2_public": 12, "p2_business": 9, "p2_other": 6,
    "p2_age13": 24, "p2_age17": 58, "p2_age23": 41, "p2_age28": 36, "p2_age33": 62, "p2_age46": 74, "p2_age59": 65,
    # care for the elderly
    "p3_e1": 34, "p3_e2": 29, "p3_e3": 31, "p3_e4": 36, "p3_e5": 30, "p3_lecturers": 4, "p3_events": 5,
    "p3_lectures": 160, "p3_lectures_plan": 125, "p3_lectures_sat": 95, "p3_w1": 26, "p3_w2": 24, "p3_seminars": 50,
    "p3_seminars_plan": 40, "p3_parcels": 90, "p3_price": "12 500", "p3_cost": "1 125 000", "p3_feast": 120,
    "p3_feast_plan": 100, "p3_final": 25, "p3_people": 445,
    "p3_men": 163, "p3_women": 282,
    "p3_children": 18, "p3_youth": 92, "p3_civil": 11, "p3_budget": 46, "p3_disabled": 34, "p3_elderly": 187,
    "p3_jobless": 22, "p3_public": 16, "p3_business": 7, "p3_other": 12,
    "p3_age13": 18, "p3_age17": 57, "p3_age23": 33, "p3_age28": 28, "p3_age33": 54, "p3_age46": 96, "p3_age59": 159,
}
