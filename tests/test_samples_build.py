"""The invented samples: clean twins are right in every sum, dirty twins are wrong exactly where the manifest says."""
import importlib.util
import json
import re
import sys
from datetime import date
from itertools import combinations
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from num2words import num2words

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def _loaded():
    spec = importlib.util.spec_from_file_location("samples_build", SAMPLES / "build.py")
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build = _loaded()
ALL = build.samples()
NGO, OPERATOR = ALL["ngo_kk"].report.figures, ALL["operator_kk"].report.figures
LONG = [name for name in ALL if name != "bilingual"]  # the reports on the official form
TWINS = [(name, twin) for name in ALL for twin in ("clean", "dirty")]
KINDS = {"table-sum", "cross-table", "plan-fact", "text-table", "text-text", "text-sum", "list-count", "percent",
         "money", "date", "identity", "format", "duplicate"}
MONTHS = {**{word: number for number, word in enumerate(
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(), 1)},
          **{word: number for number, word in enumerate(
              "январ феврал март апрел мая июн июл август сентябр октябр ноябр декабр".split(), 1)}}
DATE = re.compile(r"(?<![\d.№-])(\d{1,2}) (%s)" % "|".join(sorted(MONTHS, key=len, reverse=True)), re.I)


def texts(name, twin="clean"):
    """The settled texts of a twin by key."""
    blocks = ALL[name].twins()[twin]
    return {text.key: text.text for text in build_content().texts(blocks)}


def build_content():
    return sys.modules["_build.content"]


def value(figures, name):
    """A figure as a number: '12 400 000' is 12400000, '93,4' is 93.4."""
    text = str(figures[name]).replace(" ", "").replace(",", ".")
    return float(text) if "." in text else int(text)


def statistics_rows(name, twin):
    """The rows of Markdown tables that hold nothing but whole numbers, a row of three or more cells each."""
    for line in (SAMPLES / name / f"{twin}.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in (line.strip("| ").split(" | ") if "|" in line else line.split("\t"))]
        if len(cells) >= 3 and all(re.fullmatch(r"\d+|-", cell) for cell in cells):
            yield [0 if cell == "-" else int(cell) for cell in cells]


@pytest.mark.parametrize("name", ALL)
def test_the_files_on_the_disk_are_what_the_script_builds(name):
    assert build.stale(ALL[name], SAMPLES / name) == []


@pytest.mark.parametrize(("name", "tables"), [("ngo_kk", 3), ("ngo_ru", 3), ("operator_kk", 9)])
def test_clean_statistics_tables_add_up_and_agree(name, tables):
    rows = list(statistics_rows(name, "clean"))
    assert len(rows) == tables
    for total, *parts in rows:
        assert sum(parts) == total
    for first in range(0, tables, 3):
        assert len({row[0] for row in rows[first:first + 3]}) == 1


@pytest.mark.parametrize("figures, prefix", [(NGO, ""), (OPERATOR, "p1_"), (OPERATOR, "p2_"), (OPERATOR, "p3_")])
def test_clean_statistics_are_possible(figures, prefix):
    def number(name):
        return value(figures, prefix + name)
    assert number("age59") <= number("elderly") <= number("age46") + number("age59")
    assert number("children") == number("age13")


SUMS = [  # total, parts
    (NGO, "a1_r1", "a1_e1 a1_e2"), (NGO, "a1_r2", "a1_e3 a1_e4"), (NGO, "a1_r3", "a1_e5 a1_e6"),
    (NGO, "a1_r4", "a1_e7 a1_e8"), (NGO, "a1_people", "a1_r1 a1_r2 a1_r3 a1_r4"),
    (NGO, "a2_people", "a2_e1 a2_e2 a2_e3 a2_e4 a2_e5"), (NGO, "a3_winners", "a3_p1 a3_p2 a3_p3 a3_p4"),
    (NGO, "a4_people", "a4_g1 a4_g2"), (NGO, "a5_people", " ".join(f"a5_e{number}" for number in range(1, 12))),
    (NGO, "a6_copies", "a6_copies1 a6_copies2"), (NGO, "a7_total", "a7_posts a7_stories a7_articles a7_live a7_tv"),
    (NGO, "people", "a1_people a2_people a3_people a4_people a5_people a7_people"),
    (NGO, "plan_people", "a1_plan a2_plan a3_plan a4_plan a5_plan a7_plan"), (NGO, "weak", "disabled jobless"),
    (NGO, "events", "a1_events a2_events a3_events a4_events a5_events a7_events"),
    (NGO, "experts", "a1_trainers a4_teachers a5_lecturers"),
    (OPERATOR, "sum", "p1_sum p2_sum p3_sum"), (OPERATOR, "people", "p1_people p2_people p3_people"),
    (OPERATOR, "p1_lessons", "p1_e1 p1_e2 p1_e3 p1_e4 p1_e5 p1_e6"), (OPERATOR, "p1_fund", "p1_m1 p1_m2 p1_m3"),
    (OPERATOR, "p1_nights", "p1_n1 p1_n2 p1_n3 p1_n4"), (OPERATOR, "p2_trainings", "p2_e1 p2_e2 p2_e3 p2_e4"),
    (OPERATOR, "p2_course", "p2_g1 p2_g2 p2_g3"), (OPERATOR, "p2_advice", "p2_c1 p2_c2 p2_c3 p2_c4 p2_c5"),
    (OPERATOR, "p2_media", "p2_posts p2_stories p2_articles p2_videos"),
    (OPERATOR, "p3_lectures", "p3_e1 p3_e2 p3_e3 p3_e4 p3_e5"), (OPERATOR, "p3_seminars", "p3_w1 p3_w2"),
    (OPERATOR, "p1_people", "p1_lessons p1_cup p1_nights p1_final"),
    (OPERATOR, "p2_people", "p2_trainings p2_course p2_advice p2_final"),
    (OPERATOR, "p3_people", "p3_lectures p3_seminars p3_parcels p3_feast p3_final"),
]


@pytest.mark.parametrize("figures, total, parts", SUMS, ids=lambda item: item if isinstance(item, str) else "")
def test_clean_totals_are_the_sum_of_their_parts(figures, total, parts):
    assert sum(value(figures, part) for part in parts.split()) == value(figures, total)


def test_clean_money_adds_up():
    assert value(NGO, "a6_copies") * value(NGO, "a6_price") == value(NGO, "a6_cost")
    prizes = sum(value(NGO, f"a3_p{place}") * value(NGO, f"a3_m{place}") for place in range(1, 5))
    assert prizes == value(NGO, "a3_fund")
    assert value(OPERATOR, "p3_parcels") * value(OPERATOR, "p3_price") == value(OPERATOR, "p3_cost")
    assert value(NGO, "pay") + value(NGO, "tax") + value(NGO, "bought") <= value(NGO, "grant")


@pytest.mark.parametrize("figures, parts, base", [(NGO, "share1 share2 share3 share4", "survey"),
                                                  (OPERATOR, "p2_s1 p2_s2 p2_s3", "p2_survey"),
                                                  (OPERATOR, "p2_t1 p2_t2 p2_t3 p2_t4", "p2_survey")])
def test_clean_answers_make_a_hundred_percent_of_whole_people(figures, parts, base):
    shares = [value(figures, part) for part in parts.split()]
    assert sum(shares) == pytest.approx(100)
    for share in shares:
        people = share * value(figures, base) / 100
        assert people == pytest.approx(round(people))


SATISFACTION = [(NGO, f"a{number}_sat", f"a{number}_people") for number in (1, 2, 4, 5, 7)] + [
    (OPERATOR, "p1_lessons_sat", "p1_lessons"), (OPERATOR, "p1_nights_sat", "p1_nights"),
    (OPERATOR, "p2_trainings_sat", "p2_trainings"), (OPERATOR, "p2_before", "p2_course"),
    (OPERATOR, "p2_after", "p2_course"), (OPERATOR, "p3_lectures_sat", "p3_lectures")]


@pytest.mark.parametrize("figures, share, base", SATISFACTION, ids=lambda item: item if isinstance(item, str) else "")
def test_clean_percentages_can_come_from_whole_people(figures, share, base):
    people = value(figures, base)
    assert value(figures, share) in {round(100 * count / people, 1) for count in range(people + 1)}


@pytest.mark.parametrize("name", LONG)
def test_clean_sums_in_words_agree_with_the_figures(name):
    words = {"kk": "kz", "ru": "ru"}[ALL[name].report.language]
    told = [re.findall(r"([\d ]+) \((.+?)\) те[ңн]ге", text) for text in texts(name).values()]
    told = [pair for found in told for pair in found]
    assert len(told) == (3 if name == "operator_kk" else 1)
    for number, spoken in told:
        assert spoken == num2words(int(number.replace(" ", "")), lang=words)


@pytest.mark.parametrize("name", LONG)
def test_clean_lists_are_as_long_as_announced(name):
    told = texts(name)
    def length(key):
        return sum(re.fullmatch(rf"{key}\.\d+", other) is not None for other in told)
    if name == "operator_kk":
        assert length("p1_a1_list") == OPERATOR["p1_schools"]
        assert length("p2_a1_parts") == OPERATOR["p2_places"]
        assert length("p3_a1_parts") == OPERATOR["p3_events"]
        assert len(re.findall(r"[А-ЯӘІҢҒҮҰҚӨҺ]\w+ [А-ЯӘІҢҒҮҰҚӨҺ]\w+", told["p3_a1_who"])) == OPERATOR["p3_lecturers"]
    else:
        assert length("a5_list") == NGO["a5_places"] == NGO["a5_events"]
        for key, figure in (("a1_who", "a1_trainers"), ("a5_who", "a5_lecturers"), ("a3_jury", "a3_jury")):
            names = re.findall(r"[А-ЯӘІҢҒҮҰҚӨҺ]\w+ [А-ЯӘІҢҒҮҰҚӨҺ]\w+", told[key].partition(":")[2])
            assert len(names) == NGO[figure]
        assert sum(re.fullmatch(r"partners\.r\d+\.c1", key) is not None for key in told) == NGO["partners"]


@pytest.mark.parametrize("name", LONG)
def test_clean_links_are_distinct_and_telephones_complete(name):
    text = "\n".join(texts(name).values())
    links = re.findall(r"https://\S+", text)
    assert links and len(links) == len(set(links))
    phones = re.findall(r"8 7[\d ]*\d", text)
    assert phones and all(len(re.sub(r"\D", "", phone)) == 11 for phone in phones)
    assert len(set(phones)) == len(phones)
    assert "___" not in text


@pytest.mark.parametrize("name", LONG)
def test_clean_dates_lie_in_the_period(name):
    checked = 0
    for key, text in texts(name).items():
        if key.startswith("s1"):  # the operator's competition, before the projects
            continue
        end = date(2025, 11, 28)
        if name == "operator_kk":
            end = date(2025, 11, 14) if key.startswith(("p3", "n3")) else date(2025, 10, 31)
        start = date(2025, 4, 7) if name != "operator_kk" else date(2025, 5, 12)
        for day, month in DATE.findall(text):
            assert start <= date(2025, MONTHS[month.lower()], int(day)) <= end, (key, text)
            checked += 1
        assert all(year == "2025" for year in re.findall(r"\b20[12]\d\b", text)), (key, text)
    assert checked > 15


@pytest.mark.parametrize("name", ALL)
def test_clean_texts_do_not_repeat_one_another(name):
    runs = {}
    for key, text in texts(name).items():
        words = re.findall(r"\w+", text.lower())
        runs[key] = {tuple(words[at:at + 16]) for at in range(len(words) - 15)}
    form = re.compile(r"n\d|s9|s10|projects|p\d_s\d|p\d_goal_head|.*head\d*$")  # the form repeats its own headings
    for first, second in combinations([key for key in runs if runs[key] and not form.match(key)], 2):
        assert not runs[first] & runs[second], (first, second)


@pytest.mark.parametrize("name", ALL)
def test_every_slip_changes_something_and_the_manifest_points_at_it(name):
    sample = ALL[name]
    clean = build.settle(sample.report)
    lines = (SAMPLES / name / "dirty.md").read_text(encoding="utf-8").splitlines()
    listed = json.loads((SAMPLES / name / "manifest.json").read_text(encoding="utf-8"))
    assert [entry["id"] for entry in listed] == [slip.id for slip in sample.slips]
    assert len({entry["id"] for entry in listed}) == len(listed) >= (25 if name in LONG else 5)
    for slip, entry in zip(sample.slips, listed):
        assert build.settle(sample.report, [slip]) != clean
        assert entry["kind"] in KINDS and entry["severity"] in {"error", "warning", "info"}
        shown = " ".join(lines[line - 1] for line in entry["lines"]).replace("\\_", "_")
        assert any(value in shown for value in entry["values"]), entry["id"]


@pytest.mark.parametrize("name", ALL)
def test_the_dirty_twin_differs_nowhere_else(name):
    clean, dirty = texts(name), texts(name, "dirty")
    changed = {key for key in clean if clean[key] != dirty.get(key)}
    assert changed == {edit.key for slip in ALL[name].slips for edit in slip.edits}


@pytest.mark.parametrize(("name", "wrong"), [("ngo_kk", 2), ("ngo_ru", 2), ("operator_kk", 2)])
def test_dirty_statistics_tables_are_wrong_where_the_manifest_says(name, wrong):
    assert sum(row[0] != sum(row[1:]) for row in statistics_rows(name, "dirty")) == wrong


def test_all_kinds_of_slips_are_there():
    for name in LONG:
        assert {slip.kind for slip in ALL[name].slips} == KINDS


def test_the_bilingual_versions_say_the_same_and_each_slip_stands_in_one_of_them():
    told = texts("bilingual")
    for key in (key.removeprefix("kk.") for key in told if key.startswith("kk.")):
        numbers = [sorted(re.findall(r"\d+(?:[ ,]\d+)*", told[f"{side}.{key}"])) for side in ("kk", "ru")]
        assert numbers[0] == numbers[1], key
    for slip in ALL["bilingual"].slips:
        (edited,) = {edit.key for edit in slip.edits}
        assert slip.against == ({"kk": "ru", "ru": "kk"}[edited[:2]] + edited[2:],)


def test_the_kazakh_and_the_russian_report_are_twins():
    kazakh, russian = ALL["ngo_kk"], ALL["ngo_ru"]
    def skeleton(sample):
        found = {text.key: sorted(re.findall(r"\{(\w+)\}", text.text))
                 for text in build_content().texts(sample.report.blocks)}
        return found
    assert skeleton(kazakh) == skeleton(russian)
    for one, other in zip(kazakh.slips, russian.slips, strict=True):
        assert (one.id, one.kind, one.severity, one.keys) == (other.id, other.kind, other.severity, other.keys)


def squeezed(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("name, twin", TWINS)
def test_the_word_file_says_the_same(name, twin):
    document = docx.Document(SAMPLES / name / f"{twin}.docx")
    said = {re.sub(r"^\d+\. ", "", paragraph.text) for paragraph in document.paragraphs}
    said |= {paragraph.text for paragraph in document.paragraphs}
    said |= {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert set(texts(name, twin).values()) <= said | {""}


@pytest.mark.parametrize("name, twin", [pair for pair in TWINS if ALL[pair[0]].book])
def test_the_workbook_says_the_same(name, twin):
    book = openpyxl.load_workbook(SAMPLES / name / f"{twin}.xlsx")
    said = {squeezed(str(cell)) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
            if cell is not None}
    said |= {re.sub(r"^(\d+\.|-)", "", cell) for cell in said}
    for text in texts(name, twin).values():
        assert {squeezed(line) for line in text.split("\n")} <= said | {""}, text


@pytest.mark.parametrize("name, twin", TWINS)
def test_the_pdf_says_the_same(name, twin):
    pdf = pypdfium2.PdfDocument(SAMPLES / name / f"{twin}.pdf")
    said = squeezed("".join(page.get_textpage().get_text_range() for page in pdf)).replace("\ufffe", "-")
    in_tables = re.compile(r"plan\.|ind\.|.*\.head\d|.*\.r\d+\.c\d|(p\d_)?(gender|social|age)\.")
    for key, text in texts(name, twin).items():
        if not in_tables.match(key):
            assert squeezed(text) in said, key


@pytest.mark.parametrize("name, twin", [pair for pair in TWINS if ALL[pair[0]].flattened])
def test_the_flattened_text_says_the_same(name, twin):
    flat = (SAMPLES / name / f"{twin}.txt").read_text(encoding="utf-8")
    said = squeezed(flat)
    told = texts(name, twin)
    for key, text in told.items():
        if not re.match(r"plan\.", key):
            assert squeezed(text) in said, key
    parts = " ".join(told[f"social.{part}"] for part in build.ngo.SOCIAL)
    assert re.search(rf"\n {{6}}{told['social.total']} \n+ \n+{parts} \n", flat)
    assert all(line == "" for line in flat.split("\n")[2::2][:20])


def test_check_reports_files_that_are_missing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(build, "HERE", tmp_path)
    assert build.main(["--check", "--only", "ngo_ru"]) == 1
    assert "ngo_ru/clean.md" in capsys.readouterr().err


def test_without_libreoffice_the_pdf_is_left_out_with_a_message(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(build, "HERE", tmp_path)
    monkeypatch.setattr(build.shutil, "which", lambda name: None)
    assert build.main(["--only", "ngo_kk"]) == 0
    assert "soffice is not installed" in capsys.readouterr().err
    assert sorted(path.name for path in (tmp_path / "ngo_kk").iterdir()) == sorted(
        ["clean.docx", "clean.md", "clean.txt", "clean.xlsx", "dirty.docx", "dirty.md", "dirty.txt", "dirty.xlsx",
         "manifest.json"])


def test_an_edit_that_fits_nothing_is_refused():
    content = build_content()
    report = ALL["ngo_kk"].report
    for edit in (content.Figure("a1_sum", "nothing", 1), content.Swap("f1", "nowhere", ""), content.Drop("no_key")):
        slip = content.Slip("X", "format", "info", (), "", (edit,))
        with pytest.raises(content.ContentError):
            content.settle(report, [slip])
