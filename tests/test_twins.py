"""The Kazakh and the Russian version of one report: what differs is found once, what agrees or cannot be aligned is not accused."""
import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

import auditkit
from auditkit.cli import FORMATS, main
from auditkit.errors import AuditkitError
from auditkit.quantity import Quantity
from auditkit.understanding.twin_values import agree, match_names, points_of

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = [ROOT / "samples" / folder for folder in ("ngo_kk", "ngo_ru")]
KK = """# «Ашық алаң» жобасының есебі

Жоба жетекшісі: Сәрсенов Ғалым Өмірұлы

Есепші: Қ. Жүнісова

Жоба 2025 жылғы 3 наурыз бен 14 қараша аралығында жүрді, оған 500-ден астам адам қатысты.

## Іс-шаралар

2025 жылғы 22 мамырда екі шеберлік сағаты өтті, оларға 848 адам келді, қанағаттану деңгейі 92,7% болды.

5 маусымда 64 оқушы мұражайға барды, бағасы 1,2 млн теңге болды.

Үш семинарға 37 мұғалім жиналды.

- Абай ауданы: 41 адам
- Шет ауданы: 58 адам
- Ұлытау ауданы: 77 адам

| Іс-шара | Жоспар | Факт |
|---|---|---|
| Шеберлік сағаты | 800 адам | 848 адам |
| Мұражай | 60 | 64 |
| Семинар | 30 | 37 |

Есепті тапсырды: Ержанова Мәншүк Тілеуқызы
"""
RU = """# Отчёт о проекте «Открытая площадка»

Руководитель проекта: Сарсенов Галым Омирович

Бухгалтер: К. Жунусова

Проект шёл с 3 марта по 14 ноября 2025 года, в нём участвовали более 500 человек.

## Мероприятия

22 мая 2025 года прошли 2 мастер-класса, на них пришли 848 человек, уровень удовлетворённости составил 92,7%.

5 июня 64 школьника побывали в музее, это стоило 1 200 000 тенге.

На три семинара собрались 37 учителей.

- Абайский район: 41 человек
- Шетский район: 58 человек
- Улытауский район: 77 человек

| Мероприятие | План | Факт |
|---|---|---|
| Мастер-класс | 800 человек | 848 человек |
| Музей | 60 | 64 |
| Семинар | 30 | 37 |

Отчёт сдала: Ержанова Маншук Тлеуовна
"""


@pytest.fixture
def compared(tmp_path):
    """Compares two texts; gives the one report of the result."""
    def run(kk=KK, ru=RU):
        paths = tmp_path / "есеп.md", tmp_path / "отчёт.md"
        for path, text in zip(paths, (kk, ru)):
            path.write_text(text, encoding="utf-8")
        (report,) = auditkit.compare(*paths).reports
        return report
    return run


def changed(text, old, new):
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)


def values(finding):
    assert [piece.role for piece in finding.evidence] == ["kk", "ru"]
    return finding.rule, *(piece.value for piece in finding.evidence)


def passed(report, rule):
    return sum(check.outcome == "passed" and check.rule == rule for check in report.checks)


@pytest.mark.parametrize("ending", ["md", "docx", "xlsx", "pdf", "txt"])
def test_the_samples_of_both_languages_agree(ending):
    """They tell of two projects with the same numbers and dates, and with other names: names are so not compared."""
    (report,) = auditkit.compare(*(folder / f"clean.{ending}" for folder in SAMPLES)).reports
    assert report.findings == ()
    assert passed(report, "TWN001") > 150 and passed(report, "TWN002") > 30


def test_true_twins_agree(compared):
    report = compared()
    assert report.findings == ()
    assert passed(report, "TWN001") >= 17 and passed(report, "TWN002") >= 4 and passed(report, "TWN003") == 3
    assert report.coverage.untied <= 3


@pytest.mark.parametrize("old, new, expected", [
    ("| Музей | 60 | 64 |", "| Музей | 60 | 46 |", ("TWN001", 64, 46)),
    ("пришли 848 человек,", "пришли 884 человек,", ("TWN001", 848, 884)),
    ("более 500", "более 600", ("TWN001", 500, 600)),
    ("92,7%", "97,2%", ("TWN001", 92.7, 97.2)),
    ("1 200 000", "1 300 000", ("TWN001", 1200000, 1300000)),
    ("37 учителей", "39 учителей", ("TWN001", 37, 39)),
    ("58 человек", "85 человек", ("TWN001", 58, 85)),
    ("22 мая 2025", "23 мая 2025", ("TWN002", "22.05.2025", "23.05.2025")),
    ("22 мая 2025", "22 мая 2024", ("TWN002", "22.05.2025", "22.05.2024")),
    ("5 июня", "5 июля", ("TWN002", "05.06", "05.07")),
    ("14 ноября", "15 ноября", ("TWN002", "14.11.2025", "15.11.2025")),
    ("Сарсенов Галым", "Бекмухамбетов Галым", ("TWN003", "Сәрсенов Ғалым Өмірұлы", "Бекмухамбетов Галым Омирович")),
    ("К. Жунусова", "К. Пономарёва", ("TWN003", "Қ. Жүнісова", "К. Пономарёва")),
])
def test_one_difference_is_found_once_with_both_values(compared, old, new, expected):
    (finding,) = compared(ru=changed(RU, old, new)).findings
    assert values(finding) == expected
    assert finding.severity == ("info" if expected[0] == "TWN003" else "error")
    assert [piece.place.file for piece in finding.evidence] == ["есеп.md", "отчёт.md"]


@pytest.mark.parametrize("old, new, expected", [
    ("| 1289 | 541 | 748 |", "| 1289 | 541 | 784 |", ("TWN001", 748, 784)),
    ("слушали 384 человека", "слушали 348 человека", ("TWN001", 384, 348)),
    ("29 мая 2025 года в центральной", "28 мая 2025 года в центральной", ("TWN002", "29.05.2025", "28.05.2025")),
    ("| 1080 | 1289 |", "| 1090 | 1289 |", ("TWN001", 1080, 1090)),
    ("| 6. Налоги | тенге | 446 400 | 446 400 |", "| 6. Налоги | тенге | 446 400 | 464 400 |", ("TWN001", 446400, 464400)),
    ("более 1200 жителей", "более 1300 жителей", ("TWN001", 1200, 1300)),
    ("11 октября 2025 года", "11 ноября 2025 года", ("TWN002", "11.10.2025", "11.11.2025")),
])
def test_one_difference_in_a_long_report_is_found_once(compared, old, new, expected):
    kk, ru = ((folder / "clean.md").read_text(encoding="utf-8") for folder in SAMPLES)
    (finding,) = compared(kk, changed(ru, old, new)).findings
    assert values(finding) == expected


@pytest.mark.parametrize("kk, ru", [
    (KK, RU.replace("- Абайский район: 41 человек\n- Шетский район: 58 человек\n", "- Шетский район: 58 человек\n- Абайский район: 41 человек\n")),
    (KK, RU.replace("| Музей | 60 | 64 |\n| Семинар | 30 | 37 |", "| Семинар | 30 | 37 |\n| Музей | 60 | 64 |")),
    (KK, RU.replace("На три семинара собрались 37 учителей.\n\n", "")),
    (KK, RU.replace("## Мероприятия", "Ниже сказано о 12 встречах с 90 родителями, о которых казахская версия молчит.\n\n## Мероприятия")),
    (KK.replace("64 оқушы", "алпыс төрт оқушы"), RU),
    (KK, RU.replace("более 500 человек", "свыше 500 человек")),
    (KK, RU.replace("Ержанова Маншук Тлеуовна", "Ержановой Маншук Тлеукызы")),
    (KK, RU.replace("| Музей | 60 | 64 |\n", "")),
    (KK, RU.replace("| План | Факт |", "| Факт | План |").replace("800 человек | 848 человек", "848 человек | 800 человек")
         .replace("60 | 64", "64 | 60").replace("30 | 37", "37 | 30")),
], ids=["list in another order", "rows in another order", "paragraph missing", "paragraph added", "number in words", "another word for a hedge",
        "name in another case", "row missing", "columns in another order"])
def test_what_is_only_told_otherwise_is_not_accused(compared, kk, ru):
    assert [str(finding.message) for finding in compared(kk, ru).findings if finding.severity == "error"] == []


@pytest.mark.parametrize("kk, ru", [("docx", "pdf"), ("pdf", "md"), ("md", "xlsx"), ("txt", "docx"), ("xlsx", "txt")])
def test_two_formats_do_not_make_a_difference(kk, ru):
    (report,) = auditkit.compare(SAMPLES[0] / f"clean.{kk}", SAMPLES[1] / f"clean.{ru}").reports
    assert report.findings == () and passed(report, "TWN001") > 100


def shuffled(text, seed, times=12):
    """A text with paragraphs left out, swapped, moved, joined, split and told twice, its sentences and the rows of tables in another order."""
    chance, parts = random.Random(seed), text.split("\n\n")
    for _ in range(times):
        at, what = chance.randrange(len(parts) - 2), chance.choice(["leave out", "swap", "far", "join", "split", "again", "rows", "sentences"])
        prose = not any(part.startswith(("|", "#", "1.")) for part in parts[at:at + 2])
        if what == "leave out":
            del parts[at]
        elif what == "swap":
            parts[at:at + 2] = parts[at + 1], parts[at]
        elif what == "far":
            parts.insert(chance.randrange(len(parts)), parts.pop(at))
        elif what == "sentences" and prose:
            parts[at] = ". ".join(chance.sample(parts[at].split(". "), parts[at].count(". ") + 1))
        elif what == "join" and prose:
            parts[at:at + 2] = [" ".join(parts[at:at + 2])]
        elif what == "split" and prose:
            parts[at] = parts[at].replace(". ", ".\n\n", 1)
        elif what == "again":
            parts.insert(at + chance.randrange(1, 6), parts[at])
        elif what == "rows" and parts[at].startswith("|"):
            rows = parts[at].split("\n")
            parts[at] = "\n".join(rows[:2] + chance.sample(rows[2:], len(rows) - 2))
    return "\n\n".join(parts)


@pytest.mark.parametrize("seed", range(12))
def test_another_order_is_no_difference(compared, seed):
    kk, ru = ((folder / "clean.md").read_text(encoding="utf-8") for folder in SAMPLES)
    report = compared(kk, shuffled(ru, seed))
    assert [str(finding.message) for finding in report.findings] == []
    assert passed(report, "TWN001") > 100


@pytest.mark.parametrize("seed", range(13, 18))
def test_a_text_that_was_turned_upside_down_is_not_accused(compared, seed):
    kk, ru = ((folder / "clean.md").read_text(encoding="utf-8") for folder in SAMPLES)
    assert [str(finding.message) for finding in compared(kk, shuffled(ru, seed, 120)).findings] == []


def test_a_number_that_one_version_lacks_is_a_warning(compared):
    (finding,) = compared(ru=changed(RU, "На три семинара собрались 37 учителей.", "На три семинара собрались учителя.")).findings
    assert (finding.severity, finding.rule, finding.evidence[0].value, finding.evidence[0].role) == ("warning", "TWN001", 37, "kk")


def test_what_was_not_compared_is_said(compared):
    report = compared(ru=RU.replace("На три семинара собрались 37 учителей.\n\n", ""))
    assert any(check.outcome == "not-applicable" and check.evidence[0].value == 37 for check in report.checks)
    assert "1 of" in auditkit.render(auditkit.Result((report,)), "table", "en")


def test_files_in_the_other_order_are_put_right(compared):
    finding, = compared(RU.replace("37 учителей", "39 учителей"), KK).findings
    assert values(finding) == ("TWN001", 37, 39)


def test_two_reports_that_are_no_twins_are_refused(compared):
    other = "# Отчёт\n\n" + "\n\n".join(f"В селе № {n} в день {n} июня 2024 года было {n * 13} человек." for n in range(1, 25))
    with pytest.raises(AuditkitError, match="two versions of one report"):
        compared(KK, other)


@pytest.mark.parametrize("one, other, same", [
    (Quantity.exact(500).hedged("above"), Quantity.exact(500).hedged("above"), True),
    (Quantity.exact(500).hedged("above"), Quantity.exact(600).hedged("above"), False),
    (Quantity.exact(500).hedged("at-least"), Quantity.exact(500).hedged("above"), True),
    (Quantity.exact(500).hedged("above"), Quantity.exact(512), True),
    (Quantity.exact(500).hedged("above"), Quantity.exact(488), False),
    (Quantity.written(1.2, 1, 1_000_000), Quantity.exact(1_200_000), True),
    (Quantity.between(80, 100), Quantity.between(80, 100), True), (Quantity.between(80, 100), Quantity.between(80, 90), False),
])
def test_numbers_are_read_as_intervals(one, other, same):
    assert agree(one, other) is agree(other, one) is same


@pytest.mark.parametrize("kk, ru, same", [
    ("Қасымов Әлихан Жүсіпұлы", "Касымов Алихан Жусупович", True), ("Ғ. Нұрғалиева", "Г. Нургалиева", True),
    ("Һ. Өтегенов", "Х. Утегенов", True), ("Ш. Айтбаевтың сөзі", "речь Ш. Айтбаева", True), ("А. Серіков", "А. Мухамедиев", False),
    ("А. Петров", "Д. Петров", False),
])
def test_names_are_compared_across_both_alphabets(kk, ru, same):
    (pair,) = match_names(kk, ru)
    assert pair.same is same


def test_the_ends_of_a_span_are_points():
    assert [point.text for point in points_of("2025 жылғы 1 қыркүйек пен 18 қыркүйек аралығында")] \
        == [point.text for point in points_of("с 1 сентября по 18 сентября 2025 года")] == ["01.09.2025", "18.09.2025"]


# --- the command -----------------------------------------------------------------------------------------------------

@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs `auditkit compare --twin` on KK and a Russian text."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kk.md").write_text(KK, encoding="utf-8")

    def invoke(ru, *arguments):
        (tmp_path / "ru.md").write_bytes(ru if isinstance(ru, bytes) else ru.encode())
        return CliRunner().invoke(main, ["compare", "--twin", "kk.md", "ru.md", *arguments], catch_exceptions=False)
    return invoke


WRONG = RU.replace("пришли 848 человек,", "пришли 884 человек,")


def test_exit_codes(run):
    assert run(RU).exit_code == 0
    assert run(WRONG).exit_code == 1
    assert run(WRONG, "--fail-on", "never").exit_code == 0
    unreadable = run(b"PK\x03\x04 no report")
    assert unreadable.exit_code == 2 and len(unreadable.stderr.strip().splitlines()) == 1 and unreadable.stderr.startswith("ru.md: ")
    assert run("").exit_code == 2


def test_the_table_says_which_file_a_place_belongs_to(run):
    text = run(WRONG, "--lang", "en").stdout
    assert "kk.md, line 11" in text and "ru.md, line 11" in text
    assert "kk: 848 ↔ ru: 884 (difference 36)" in " ".join(text.split())
    assert "каз.: 848 ↔ рус.: 884 (разница 36)" in " ".join(run(WRONG, "--lang", "ru").stdout.split())


@pytest.mark.parametrize("format", FORMATS)
def test_every_format(run, tmp_path, format):
    done = run(WRONG, "--format", format, "-o", "out")
    assert done.exit_code == 1 and (tmp_path / "out").stat().st_size > 500


def test_json_names_both_files_and_keeps_to_the_schema(run):
    jsonschema = pytest.importorskip("jsonschema")
    data = json.loads(run(WRONG, "--format", "json").stdout)
    (finding,) = data["reports"][0]["findings"]
    assert [(piece["role"], piece["value"], piece["location"]["file"]) for piece in finding["evidence"]] \
        == [("kk", 848, "kk.md"), ("ru", 884, "ru.md")]
    jsonschema.validate(data, json.loads((ROOT / "auditkit" / "audit.schema.json").read_text(encoding="utf-8")))


def test_html_marks_each_value_in_its_own_text(run):
    page = run(WRONG, "--format", "html").stdout
    marks = [line for line in page.split("<mark")[1:]]
    assert [mark.split(">")[1].split("<")[0] for mark in marks] == ["848", "884"]
