"""One file with the Kazakh and the Russian version of one report: recognised unaided, split, compared, and each audited by itself."""
import importlib.util
import json
import random
import re
from copy import deepcopy
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

import auditkit
from auditkit.cli import main
from auditkit.understanding.twin_split import language_of

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = {side: ROOT / "samples" / f"ngo_{side}" for side in ("kk", "ru")}
spec = importlib.util.spec_from_file_location("twins_of_two_files", Path(__file__).parent / "test_twins.py")
two_files = importlib.util.module_from_spec(spec)
spec.loader.exec_module(two_files)
KK, RU, changed = two_files.KK, two_files.RU, two_files.changed


def long(side):
    return (SAMPLES[side] / "clean.md").read_text(encoding="utf-8")


def as_docx(text, path):
    """Markdown as these tests write it, as a Word file: headings, paragraphs, lists and tables."""
    document = docx.Document()
    for part in text.strip().split("\n\n"):
        lines = part.strip().split("\n")
        if lines[0].startswith("|"):
            rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not line.startswith("|---")]
            table = document.add_table(len(rows), len(rows[0]))
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    table.cell(row, column).text = cell
            continue
        for line in lines:
            if line.startswith("#"):
                document.add_heading(line.lstrip("# "), line.count("#"))
            elif line.startswith("- "):
                document.add_paragraph(line[2:], style="List Bullet")
            else:
                document.add_paragraph(line)
    document.save(path)


@pytest.fixture
def audited(tmp_path):
    """Audits texts that stand in one file, one after the other; gives the one report of the result."""
    def run(*texts, ending="md"):
        path = tmp_path / f"report.{ending}"
        if ending == "docx":
            as_docx("\n\n".join(texts), path)
        else:
            path.write_text("\n\n".join(texts), encoding="utf-8")
        (report,) = auditkit.audit([path]).reports
        assert not report.incomplete
        return report
    return run


def accused(report):
    return [f"{finding.rule}: {finding.message}" for finding in report.findings if finding.severity != "info" and not finding.rule.startswith("FRM")]


def twin_findings(report):
    return [two_files.values(finding) for finding in report.findings if finding.rule.startswith("TWN")]


def compared(report):
    return sum(check.rule.startswith("TWN") and check.outcome == "passed" for check in report.checks)


@pytest.mark.parametrize("ending", ["md", "docx"])
@pytest.mark.parametrize("first", ["kk", "ru"])
def test_two_versions_that_agree(audited, ending, first):
    report = audited(*((KK, RU) if first == "kk" else (RU, KK)), ending=ending)
    assert accused(report) == [] and twin_findings(report) == []
    assert compared(report) >= 24
    assert set(report.languages) == {"kk", "ru"}


@pytest.mark.parametrize("ending", ["md", "docx"])
@pytest.mark.parametrize("old, new, expected", [
    ("| Музей | 60 | 64 |", "| Музей | 60 | 46 |", ("TWN001", 64, 46)),
    ("пришли 848 человек,", "пришли 884 человек,", ("TWN001", 848, 884)),
    ("более 500", "более 600", ("TWN001", 500, 600)),
    ("1 200 000", "1 300 000", ("TWN001", 1200000, 1300000)),
    ("58 человек", "85 человек", ("TWN001", 58, 85)),
    ("22 мая 2025", "23 мая 2025", ("TWN002", "22.05.2025", "23.05.2025")),
    ("5 июня", "5 июля", ("TWN002", "05.06", "05.07")),
    ("К. Жунусова", "К. Пономарёва", ("TWN003", "Қ. Жүнісова", "К. Пономарёва")),
])
def test_one_slip_is_found_once_with_both_values(audited, ending, old, new, expected):
    assert twin_findings(audited(KK, changed(RU, old, new), ending=ending)) == [expected]


@pytest.mark.parametrize("ending", ["md", "txt", "docx"])
@pytest.mark.parametrize("first", ["kk", "ru"])
def test_the_long_samples_in_one_file(tmp_path, ending, first):
    """They tell of two projects with the same numbers: what holds of each holds of both in one file."""
    path, order = tmp_path / f"both.{ending}", (first, "ru" if first == "kk" else "kk")
    if ending == "docx":
        one, other = (docx.Document(str(SAMPLES[side] / "clean.docx")) for side in order)
        for element in other.element.body.iterchildren():
            if not element.tag.endswith("sectPr"):
                one.element.body.insert(len(one.element.body) - 1, deepcopy(element))
        one.save(str(path))
    else:
        path.write_text("\n\n".join((SAMPLES[side] / f"clean.{ending}").read_text(encoding="utf-8") for side in order), encoding="utf-8")
    (report,) = auditkit.audit([path]).reports
    assert accused(report) == []
    assert compared(report) > 150
    assert report.coverage.untied < 0.15 * report.coverage.numbers


def test_a_slip_in_one_version_is_held_against_that_version_only(audited):
    ru = changed(long("ru"), "| 1289 | 541 | 748 |", "| 1289 | 541 | 784 |")
    report = audited(long("kk"), ru)
    assert twin_findings(report) == [("TWN001", 748, 784)]
    start = long("kk").count("\n") + 3
    own = [finding for finding in report.findings if finding.severity == "error" and not finding.rule.startswith("TWN")]
    assert [finding.rule for finding in own] == ["GEN001"]
    for finding in own:
        assert all(piece.place.line >= start for piece in finding.evidence)


def test_what_is_wrong_in_both_versions_is_said_of_each(audited):
    wrong = [changed(long(side), "| 1289 | 541 | 748 |", "| 1289 | 541 | 784 |") for side in ("kk", "ru")]
    report = audited(*wrong)
    assert [finding.rule for finding in report.findings if finding.severity == "error"] == ["GEN001", "GEN001"]
    assert len({finding.id for finding in report.findings}) == len(report.findings)


def renumbered(text, share, seed=1):
    """A text with a share of its numbers replaced."""
    chance = random.Random(seed)
    return re.sub(r"(?<![\d/\w])\d{2,4}(?![\d\w.])", lambda found: str(chance.randrange(10, 10 ** len(found.group())))
                  if chance.random() < share else found.group(), text)


def parts(text):
    return text.split("\n\n")


NO_TWINS = {
    "another report": lambda: (long("kk"), renumbered(long("ru"), 1)),
    "a report with half its numbers": lambda: (long("kk"), renumbered(long("ru"), 0.6)),
    "a short appendix": lambda: (long("kk"), "\n\n".join(parts(long("ru"))[:14])),
    "a long appendix": lambda: (long("kk"), "\n\n".join(parts(long("ru"))[:75])),
    "paragraphs by turns": lambda: ["\n\n".join(pair) for pair in zip(parts(long("kk")), parts(long("ru")))],
    "sections by turns": lambda: ["\n\n".join(parts(long(side))[at:at + 35]) for at in range(0, 140, 35) for side in ("kk", "ru")],
    "begun in one language and ended in the other": lambda: ("\n\n".join(parts(long("kk"))[:70]), "\n\n".join(parts(long("ru"))[70:])),
    "one language": lambda: (long("kk"), long("kk")),
    "short letters with hardly a number": lambda: (
        "Құрметті Айдос Серікұлы! Сіздің 2025 жылғы 4 наурыздағы сауалыңызға жауап береміз: ауылдағы жолды жөндеу осы жылы басталады, жұмысты "
        "бітіру мерзімі күзге белгіленген, оған 3 бригада тартылады. Сізге денсаулық пен жұмысыңызға табыс тілейміз, құрметпен аудан әкімі.",
        "Уважаемый Айдос Серикович! На Ваш запрос от 4 марта 2025 года отвечаем: ремонт дороги в селе начнётся в этом году, окончание работ "
        "назначено на осень, к нему привлекут 3 бригады. Желаем Вам здоровья и успехов в работе, с уважением аким района."),
}


@pytest.mark.parametrize("texts", NO_TWINS.values(), ids=NO_TWINS.keys())
def test_what_is_no_pair_of_versions_is_one_report(audited, texts):
    report = audited(*texts())
    assert not any(check.rule.startswith("TWN") for check in report.checks)


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "consistent").iterdir()) + [ROOT / "samples" / "operator_kk" / "clean.md"],
                         ids=lambda path: path.name)
def test_ordinary_reports_hold_one_version(path):
    assert len(auditkit.understand(auditkit.read(path)).versions) == 1


@pytest.mark.parametrize("text, language", [
    ("Тренингке 65 адам қатысты", "kk"), ("В тренинге участвовали 65 человек", "ru"), ("12 34 56", ""), ("", ""),
    ("Клуб «Жас өркен» провёл встречу в городе", "ru"), ("Савицкий Роман мен Ковальчук Ирина дәріс оқыды, оған студенттер келді", "kk")])
def test_the_language_of_a_text(text, language):
    assert language_of(text) == language


LETTERS = """Құрметті Қайрат Бекенұлы!

Сіздің 2025 жылғы 12 ақпандағы № 214 сауалыңызға байланысты мынаны хабарлаймыз.

2024 жылы облыста 346 жоба жүзеге асырылды, оған бюджеттен 1,84 млрд теңге бөлінді. Оның ішінде 212 жоба ауылдық жерде, 134 жоба қалада іске асты.

Жобаларға 18 450 адам қатысты, оның 9 730-ы – әйелдер. Қанағаттану деңгейі 87,6% құрады.

2025 жылғы 1 наурыздан бастап 12 ауданда 58 жаңа орталық ашылады, ол үшін 640 млн теңге қарастырылған.

Құрметпен, басқарма басшысы Р. Мәлікұлов

Уважаемый Кайрат Бекенович!

На Ваш запрос от 12 февраля 2025 года № 214 сообщаем следующее.

В 2024 году в области реализовано 346 проектов, на что из бюджета выделено 1,84 млрд тенге. Из них 212 проектов реализованы в сельской местности, 134 – в городе.

В проектах приняли участие 18 450 человек, из которых 9 370 – женщины. Уровень удовлетворенности составил 87,6%.

С 1 марта 2025 года в 12 районах откроются 58 новых центров, на эти цели предусмотрено 640 млн тенге.

С уважением, руководитель управления Р. Жаксыбеков"""


@pytest.mark.parametrize("ending", ["md", "txt", "docx"])
def test_a_reply_in_both_languages(audited, ending):
    report = audited(LETTERS, ending=ending)
    assert twin_findings(report) == [("TWN001", 9730, 9370)]
    assert accused(report) == ["TWN001: kk: 9730 ↔ ru: 9370 (difference 360)"]


def test_a_greeting_stays_with_its_letter(tmp_path):
    for text in (LETTERS, "\n\n".join(parts(LETTERS)[6:] + parts(LETTERS)[:6])):
        (tmp_path / "reply.md").write_text(text, encoding="utf-8")
        kk, ru = auditkit.understand(auditkit.read(tmp_path / "reply.md")).versions
        assert (kk.blocks[0].text, ru.blocks[0].text) == ("Құрметті Қайрат Бекенұлы!", "Уважаемый Кайрат Бекенович!")


def test_the_command_says_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("report.md").write_text(KK + "\n\n" + changed(RU, "37 учителей", "39 учителей"), encoding="utf-8")
    done = CliRunner().invoke(main, ["audit", "report.md", "--format", "json", "--select", "TWN"])
    (finding,) = json.loads(done.stdout)["reports"][0]["findings"]
    assert done.exit_code == 1
    assert [(piece["role"], piece["value"]) for piece in finding["evidence"]] == [("kk", 37), ("ru", 39)]
    assert "TWN001" in CliRunner().invoke(main, ["rules"]).stdout
    assert "Wrong:" in CliRunner().invoke(main, ["explain", "TWN001"]).stdout
