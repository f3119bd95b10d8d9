"""Which project, section and activity a block belongs to, and which activity a sentence elsewhere speaks of."""
import pytest
from hypothesis import example, given, settings, strategies as st

from auditkit.readers import read
from auditkit.report import understand
from auditkit.understanding.anchors import same_name
from auditkit.understanding.row_matching import match_activities
from auditkit.understanding.sections import find_name
from auditkit.wording import squeeze

ACTIVITIES = """# 1 міндет. Жастарды қолдау
## 1 іс-шара. «Дала үні» ән кештерін өткізу
Кешке 120 адам қатысты.
## 2 іс-шара. «Ашық алаң» пікірталасын өткізу
Пікірталасқа 80 адам қатысты.
# 2 міндет. Табиғатты қорғау
## 1 іс-шара. Ауыл мектептерінде қоқысты сұрыптау дәрістерін оқу
Дәріске 60 адам келді.
"""
RUSSIAN = """# Задача 1. Поддержка молодежи
## Мероприятие 1. Вечера песни «Голос степи»
Пришли 120 человек.
## Мероприятие 2. Дебаты «Открытая площадь»
Пришли 80 человек.
"""


@pytest.fixture
def report(tmp_path):
    def of(text):
        path = tmp_path / "есеп.md"
        path.write_text(text, encoding="utf-8")
        return understand(read(path))
    return of


def activity_of(report, value):
    (claim,) = [claim for claim in report.claim_list if claim.value == value]
    return report.activity_of(claim)


def test_activities_have_their_task_and_number(report):
    found = report(ACTIVITIES).activities
    assert [(activity.task, activity.number) for activity in found] == [(1, 1), (1, 2), (2, 1)]
    assert [activity.title for activity in found][:2] == ["«Дала үні» ән кештерін өткізу", "«Ашық алаң» пікірталасын өткізу"]
    assert found[0].names == {squeeze("Дала үні")} and found[0].label.startswith("1.1 ")


@pytest.mark.parametrize("heading", [
    "**1 іс-шара. «Дала үні» ән кештері**", "1-іс-шара «Дала үні» ән кештері", "## Іс-шара №1. «Дала үні» ән кештері", "**Мероприятие 1. «Дала үні»**",
    "**Мероприятие № 1: «Дала үні»**", "# 1 ис-шара «Дала үні»"])
def test_how_activities_are_headed(report, heading):
    (activity,) = report(f"# 1 міндет. Жастар\n\n{heading}\n\nКешке 120 адам қатысты.\n").activities
    assert (activity.number, activity.names) == (1, {squeeze("Дала үні")})


def test_an_activity_ends_where_the_next_begins(report):
    read_report = report(ACTIVITIES)
    assert [activity_of(read_report, value) for value in (120, 80, 60)] == [0, 1, 2]
    assert all(scope.section == "activities" for scope in read_report.outline.scopes)


@pytest.mark.parametrize("heading, section", [
    ("# 2. Мақсатқа жету", "goal"), ("**5. Әлеуметтік жоба нәтижесі:**", "results"), ("# Результаты проекта:", "results"), ("## Достижение цели", "goal"),
    ("**4. Статистикалық ақпарат:**", "statistics"), ("## Ұзақ мерзімді әсері:", "impact"), ("## Долгосрочный эффект", "impact")])
def test_a_section_ends_the_activities(report, heading, section):
    read_report = report(f"{ACTIVITIES}\n{heading}\n\nКелесі жылы 33 ауыл қосылады.\n")
    (claim,) = [claim for claim in read_report.claim_list if claim.value == 33]
    assert (claim.scope.section, claim.scope.activity) == (section, None)


def test_words_of_a_heading_inside_a_sentence_head_nothing(report):
    text = ACTIVITIES + "Біз әрқашан осы өңірдегі әріптестермен ақылдаса отырып, алдағы жылдарда да мақсатқа жету үшін 33 ауылға барамыз деп шештік.\n"
    (claim,) = [claim for claim in report(text).claim_list if claim.value == 33]
    assert claim.scope.activity == 2


def test_projects_of_an_operator_are_kept_apart(report):
    text = "Кіріспе: 5 жоба.\n\n" + "".join(f"**Грант алушы: «{name}» қоры**\n\n{ACTIVITIES}\n" for name in ("Ақ қайың", "Көк аспан"))
    read_report = report(text)
    assert [project.grantee for project in read_report.outline.projects] == ["", "«Ақ қайың» қоры", "«Көк аспан» қоры"]
    assert [activity.project for activity in read_report.activities] == [1, 1, 1, 2, 2, 2]
    assert [claim.scope.project for claim in read_report.claim_list if claim.value == 120] == [1, 2]
    assert read_report.project_name(2) == "«Көк аспан» қоры" and read_report.scope_label(1, 0).startswith("«Ақ қайың» қоры · 1.1")


@pytest.mark.parametrize("text, sentence, activity", [
    (ACTIVITIES, "«Дала үні» ән кештеріне 500 адам қатысты.", 0), (ACTIVITIES, "«Ашық алаң» пікірталасына 500 адам келді.", 1),
    (ACTIVITIES, "Ауыл мектептерінде қоқысты сұрыптау дәрістеріне 500 адам келді.", 2), (ACTIVITIES, "Дәрістерге 500 адам келді.", 2),
    (ACTIVITIES, "Жоба аясында барлығы 500 адам қамтылды.", None), (ACTIVITIES, "«Дала үні» мен «Ашық алаң» шараларына 500 адам келді.", None),
    (ACTIVITIES, "Бюджетке 500 теңге үнемделді.", None),
    (RUSSIAN, "На вечера «Голос степи» пришли 500 человек.", 0), (RUSSIAN, "В дебатах «Открытая площадь» участвовали 500 человек.", 1),
    (RUSSIAN, "Всего в рамках проекта приняли участие 500 человек.", None)])
def test_which_activity_the_results_speak_of(report, text, sentence, activity):
    assert activity_of(report(f"{text}\n# 3. Жобаның нәтижелері:\n\n{sentence}\n"), 500) == activity


def test_what_follows_goes_on_with_the_same_activity_until_another_is_named(report):
    text = ACTIVITIES + "\n# 3. Жобаның нәтижелері:\n\n«Дала үні» кештері өтті. Оларға 500 адам келді. «Ашық алаң» пікірталасы да өтті. Оған 600 адам келді.\n"
    assert [activity_of(report(text), value) for value in (500, 600)] == [0, 1]


def test_the_name_of_a_project_names_no_activity(report):
    text = ("# 1 міндет. Жастар\n## 1 іс-шара. «Жасыл идея» жастар жобаларының байқауын өткізу\nБайқауға 86 адам қатысты.\n"
            "# 2. Мақсатқа жету\n\n«Жасыл көше – саналы қала» жобасының мақсаты – облыстың жастарын баулу. Барлығы 500 адам қамтылды.\n")
    assert activity_of(report(text), 500) is None


def test_a_sentence_under_one_activity_that_names_another(report):
    text = ACTIVITIES.replace("Пікірталасқа 80", "«Дала үні» кешіне 500 адам қатысты. Пікірталасқа 80")
    read_report = report(text)
    assert (activity_of(read_report, 500), activity_of(read_report, 80)) == (0, 1)


@pytest.mark.parametrize("one, other, same", [
    ("апталығы", "апталығын", True), ("далаүні", "далаүні", True), ("далаүні", "далажаңғырығы", False), ("ашықалаң", "ашықалаңпікірталасы", False)])
def test_names_are_the_same_but_for_their_endings(one, other, same):
    assert same_name(one, other) == same_name(other, one) == same


def test_a_name_is_found_however_it_is_wrapped():
    assert find_name("Кеше «Дала\nүні» кеші өтті", frozenset({"далаүні", "ашықалаң"})) == {"далаүні"}


def test_rows_go_to_activities_in_their_order(report):
    activities = report(ACTIVITIES).activities
    assert match_activities(["«Дала үні» ән кештері", "Ауыл мектептерінде қоқысты сұрыптау дәрістері"], activities) == [0, 2]
    assert match_activities(["Ұшақ құрастыру", "«Ашық алаң» пікірталасы"], activities) == [None, 1]
    assert match_activities([], activities) == [] and match_activities(["«Дала үні»"], []) == [None]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["# 1 міндет. А", "## 1 іс-шара. «Дала үні» кеші", "Мәтін 5 адам.", "**Грант алушы: «Қор»**", "# 2. Мақсатқа жету", "- 4 топ",
                                 "| А | Б |\n|---|---|\n| 1 | 2 |"]), min_size=1, max_size=14))
@example(["# 1 міндет. А", "**Грант алушы: «Қор»**", "# 1 міндет. А", "## 1 іс-шара. «Дала үні» кеші", "**Грант алушы: «Қор»**"])
def test_every_block_has_a_scope_and_spans_do_not_overlap(tmp_path_factory, pieces):
    path = tmp_path_factory.mktemp("outline") / "a.md"
    path.write_text("\n\n".join(pieces), encoding="utf-8")
    found = understand(read(path))
    assert len(found.outline.scopes) == len(found.blocks)
    assert [project.number for project in found.outline.projects] == list(range(len(found.outline.projects)))
    for activity in found.activities:
        assert activity.start < activity.end
        assert all(found.outline.scopes[index].activity == activity.index for index in range(activity.start, activity.end))
    for index, spans in found.anchors.items():
        assert all(0 <= start < end <= len(found.blocks[index].text) for start, end, _ in spans)
        assert all(one[1] <= other[0] for one, other in zip(spans, spans[1:]))


@pytest.mark.parametrize("text, labels", [
    ("#### 1.1. «Әліппе» оқыту семинарларын өткізу\n\n41 жас қатысты.\n\n#### 1.2. «Көмек» жәрмеңкесі\n\n30 адам келді.\n", ["1.1 «Әліппе» оқыту семинарларын өткізу", "1.2 «Көмек» жәрмеңкесі"]),
    ("**1.1 Правовые квесты**\n\nПришли 41.\n\n**1.2 Турнир «Право голоса»**\n\nПришли 30.\n", ["1.1 Правовые квесты", "1.2 Турнир «Право голоса»"]),
    ("## Опишите мероприятия\n\n### 2.1 Работа с родителями\n\nПришли 41.\n\n### 2.2 Помощь семьям\n\nПришли 30.\n", ["2.1 Работа с родителями", "2.2 Помощь семьям"]),
])
def test_a_number_alone_heads_an_activity(report, text, labels):
    assert [f"{activity.task}.{activity.number} {activity.title}" for activity in report(text).activities] == labels


@pytest.mark.parametrize("text", [
    "## 1.1 Ұйым туралы мәлімет\n\n41 адам.\n\n## 1.2 Ұйымның мекенжайы\n\nСемей қаласы.\n",
    "**2.1. Сведения об организации**\n\nВ штате 41 человек.\n\n**2.2. Цели и задачи**\n\nПомощь 30 семьям.\n",
    "## 5. Результат социального проекта:\n\n### 5.1 Семинары\n\nПришли 41.\n\n### 5.2 Тренинги\n\nПришли 30.\n",
    "1.1 Семинарға 41 адам қатысты.\n\n1.2 Тренингке 30 адам қатысты.\n",
])
def test_parts_of_a_form_with_numbers_are_no_activities(report, text):
    assert report(text).activities == ()


def test_a_row_of_the_table_makes_a_numbered_heading_sure(report):
    table = "| № | Іс-шара атауы | Көрсеткіш | Жоспар | Факт |\n|---|---|---|---|---|\n| 1 | Үйге барып көмек көрсету | Қамту | 40 | 46 |\n"
    heading = "**3.1. Үйге барып көмек көрсету**\n\n46 қартқа көмек берілді.\n\n"
    assert [activity.number for activity in report(heading + table).activities] == [1]
    assert report(heading).activities == ()


def test_a_report_with_a_table_alone_has_its_rows_as_activities(report):
    table = "| № | Мероприятие | Показатель | План | Факт |\n|---|---|---|---|---|\n| 1 | Десанты «Живой берег» | Охват | 40 | 46 |\n| | | Фото | 5 | 6 |\n"
    read_report = report(f"{table}\nДесанты «Живой берег» собрали 46 участников. В проекте заняты 9 человек.\n")
    assert [activity.title for activity in read_report.activities] == ["Десанты «Живой берег»"]
    found = {claim.value: read_report.activity_of(claim) for claim in read_report.claim_list if claim.cell is None and claim.role == "count"}
    assert found[46] == 0


def test_a_short_title_at_the_beginning_of_a_paragraph_is_a_heading(report):
    table = "| Іс-шара атауы | Өткізу күні | Жоспар | Факт |\n|---|---|---|---|\n| «Тіл алаңы» кеші | мамыр | 1 | 1 |\n| Қорытынды таныстырылым | қараша | 1 | 1 |\n"
    text = "# 1 міндет. Тіл\n\n## 1 іс-шара. «Тіл алаңы» кеші\n\nКешке 41 адам келді.\n\nЖобаның қорытынды таныстырылымы. Оған 60 адам қатысты.\n\n" + table
    read_report = report(text)
    assert [activity.title for activity in read_report.activities] == ["«Тіл алаңы» кеші", "Жобаның қорытынды таныстырылымы"]
    assert activity_of(read_report, 60) == 1


def test_the_list_of_indicators_ends_an_activity_in_bold(report):
    read_report = report("### Задача 1. Право\n\n**1.1 Форум «Голос»**\n\nПришли 110 человек.\n\n### Исполнение индикаторов\n\nФорум: 33 гостя.\n")
    assert [scope.activity for scope in read_report.outline.scopes] == [None, 0, 0, None, None]


@pytest.mark.parametrize("text, languages", [("Пришли 41.\n", ("ru",)), ("41 адам келді.\n", ("kk",)), ("| План | Факт |\n|---|---|\n| 5 | 6 |\n", ("ru",)),
                                             ("12\n", ("kk",)), ("Әженің үйі.\n\nДом.\n", ("kk",))])
def test_the_language_of_scraps(report, text, languages):
    assert report(text).languages == languages
