"""An invented operator's annual report in Kazakh: its blocks and its slips; the words are in operator_text.py."""
from .content import Block, Cell, Copy, Drop, Figure, Heading, Items, Para, Report, Slip, Swap, Table, Text
from .operator_figures import FIGURES, PARTS
from .operator_text import HEADERS, ORDER, PARTNERS, SHEETS, TABLES, TEXT, TORN


def report() -> Report:
    """The clean report."""
    return Report("operator_kk", "kk", tuple(_block(mark) for mark in ORDER.split()), FIGURES)


def _block(mark: str) -> Block:
    """An entry of ORDER: # heading, * bold, : label, + numbered list, - dashed list, | table."""
    key = mark.lstrip("#*:+-|")
    sign = mark[:len(mark) - len(key)]
    if sign == "|":
        return _table(key)
    if sign in ("+", "-"):
        items = tuple(Text(f"{key}.{number}", text) for number, text in enumerate(TEXT[key], 1))
        return Items(items, numbered=sign == "+")
    body = Text(key, TEXT[key])
    return Heading(body, len(sign)) if sign.startswith("#") else Para(body, bold=sign == "*", label=sign == ":")


def _head(key: str, texts: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(Cell(Text(f"{key}.head{number}", text)) for number, text in enumerate(texts, 1))


def _table(key: str) -> Table:
    """A table of ORDER: p1_gender and its like are statistics, the others are written out in operator_text.py."""
    project, _, kind = key.partition("_")
    if kind in PARTS:
        values = [("total", "{%s_people}" % project)] + [(part, "{%s_%s}" % (project, part)) for part in PARTS[kind]]
        row = tuple(Cell(Text(f"{key}.{part}", text)) for part, text in values)
        widths = {"gender": (6.0, 5.5, 5.5), "social": (1.6,) * 11, "age": (3.5,) + (2.0,) * 7}[kind]
        return Table(key, (_head(key, HEADERS[kind]), row), widths, kind=kind, title=SHEETS["statistics"][project],
                     caption=TEXT[f"{project}_{kind}_head"])
    if key == "partners":
        return _partners()
    widths, rows = TABLES[key]
    cells = [_head(key, HEADERS[key])]
    for number, row in enumerate(rows, 1):
        cells.append(tuple(Cell(Text(f"{key}.r{number}.c{column}", text)) for column, text in enumerate(row, 1)))
    return Table(key, tuple(cells), widths, title=SHEETS["tables"], caption=SHEETS[key], torn=TORN.get(key))


def _partners() -> Table:
    """The partners by grantee: number, grantee and project are merged over the rows of a grantee."""
    rows, count = [_head("partners", HEADERS["partners"])], 0
    for number, (grantee, project, lines) in enumerate(PARTNERS, 1):
        for line in lines:
            count += 1
            cells = [Cell(Text(f"partners.r{count}.c{column}", text)) for column, text in enumerate(line, 4)]
            if line is lines[0]:
                merged = enumerate((str(number), grantee, project), 1)
                cells[:0] = [Cell(Text(f"partners.r{count}.c{column}", text), len(lines)) for column, text in merged]
            rows.append(tuple(cells))
    widths = (0.9, 2.9, 2.4, 3.2, 2.8, 3.2, 2.7)
    return Table("partners", tuple(rows), widths, title=SHEETS["tables"], caption=SHEETS["partners"])


def slips() -> tuple[Slip, ...]:
    """Everything that is wrong in the dirty twin."""
    return tuple(Slip(name, kind, severity, tuple(values.split("|")), why, edits, tuple(against.split()))
                 for name, kind, severity, values, edits, against, why in _LINES)


_LINES = (
    ("Q01", "table-sum", "error", "380|83|425",
     (Figure("p1_age.age33", "p1_age33", 83),), "p1_age.total",
     "Project 1: the age bands add up to 425, the total says 380."),
    ("Q02", "table-sum", "error", "445|163|228|391",
     (Figure("p3_gender.women", "p3_women", 228),), "p3_gender.total p3_gender.men",
     "Project 3: 163 + 228 = 391, the total says 445."),
    ("Q03", "cross-table", "error", "49|65",
     (Figure("p2_social.elderly", "p2_elderly", 49), Figure("p2_social.budget", "p2_budget", 94)), "p2_age.age59",
     "Project 2: 49 people over 50 and 65 people of 59 and over is impossible; the row still adds up."),
    ("Q04", "cross-table", "error", "-|148",
     (Figure("p1_social.children", "p1_children", "-"), Figure("p1_social.youth", "p1_youth", 209)),
     "p1_age.age13 p1_numbers.1",
     "Project 1: no children in the social table, 148 people of 13-16 in the age table; the row still adds up."),
    ("Q05", "cross-table", "error", "454|445",
     (Figure("p3_age.total", "p3_people", 454), Figure("p3_age.age28", "p3_age28", 37)),
     "p3_gender.total p3_social.total p3_covered",
     "Project 3: the age table adds up to its own total, 454; the gender and the social table say 445."),
    ("Q06", "format", "info", "11 85|1185",
     (Figure("coverage.r4.c4", "people", "11 85"),), "s11_people",
     "A number broken by a space; read as 1185 the column adds up."),
    ("Q07", "table-sum", "error", "16 300 000|16 500 000",
     (Figure("grants.r4.c4", "sum", "16 300 000"),), "s5_text coverage.r4.c3",
     "The grants add up to 16 500 000, as section 5 says; the table's total row says 16 300 000."),
    ("Q08", "text-sum", "error", "84|94",
     (Figure("p2_media", "p2_media", 84),), "p2_media_parts.1 p2_media_parts.2 p2_media_parts.3 p2_media_parts.4",
     "48+26+12+8 = 94 publications, the stated total is 84."),
    ("Q09", "percent", "warning", "46,0|31,0|22,5|99,5",
     (Figure("p2_q1_parts.1", "p2_s1", "46,0"),), "p2_q1_parts.2 p2_q1_parts.3",
     "The answers add up to 99,5 %."),
    ("Q10", "text-text", "error", "190|109",
     (Figure("p1_goal_parts.1", "p1_lessons", 109),), "p1_a1_sum p1_res.1",
     "190 people in the narrative and the results, 109 in the goal section."),
    ("Q11", "text-sum", "error", "190|53|208",
     (Figure("p1_a1_e3", "p1_e3", 53),),
     "p1_a1_sum p1_a1_e1 p1_a1_e2 p1_a1_e4 p1_a1_e5 p1_a1_e6",
     "The six lessons add up to 208, the stated total is 190."),
    ("Q12", "list-count", "error", "6|5",
     (Drop("p1_a1_list.4"),), "p1_a1_list_head p1_a1_sum",
     "Six schools are announced, five are listed."),
    ("Q13", "list-count", "error", "5|4",
     (Figure("p3_a1_who", "p3_lecturers", 5),), "p3_res.1",
     "Five lecturers are announced, four are named, and the results say four."),
    ("Q14", "text-text", "error", "95|93",
     (Figure("p3_res.1", "p3_lectures_sat", 93),), "p3_a1_sat p3_goal_parts.1",
     "Satisfaction with the lectures: 95 % and 93 %."),
    ("Q15", "money", "error", "6 300 000|алты миллион екі жүз мың",
     (Swap("n2_6", "үш жүз мың", "екі жүз мың"),), "grants.r2.c4",
     "The sum in words is 6 200 000, in figures 6 300 000."),
    ("Q16", "money", "error", "90|12 500|1 125 000|1 152 000",
     (Figure("p3_a3_cost", "p3_cost", "1 152 000"),), "",
     "90 parcels at 12 500 are 1 125 000, the text says 1 152 000."),
    ("Q17", "money", "error", "180 000|190 000",
     (Figure("p1_a2_fund", "p1_fund", "190 000"),), "",
     "80 000 + 60 000 + 40 000 = 180 000, the text says 190 000."),
    ("Q18", "date", "error", "14 қараша|31 қазан",
     (Swap("p2_final_when", "29 қазанда", "14 қарашада"),), "n2_5",
     "The final presentation is dated 14 November, the project ended on 31 October."),
    ("Q19", "date", "error", "12.05.2024|2025",
     (Swap("contracts.r2.c6", "12.05.2025", "12.05.2024"),), "s1_text n2_5",
     "The contract is dated a year before the competition that it followed."),
    ("Q20", "identity", "error", "«Алтын қазына»|«Мейірім шуағы»",
     (Swap("p3_goal", "«Мейірім шуағы»", "«Алтын қазына»"),), "n3_4 p3_priority",
     "The goal section names another project."),
    ("Q21", "format", "error", "8 700 000 00 3",
     (Swap("partners.r3.c6", "8 700 000 00 33", "8 700 000 00 3"),), "",
     "The telephone number has ten digits instead of eleven."),
    ("Q22", "identity", "error", "Сейтқазы Марат Әлібекұлы|Сейтқазы Мұрат Әлібекұлы",
     (Swap("p1_final_who", "Мұрат", "Марат"),), "n1_2",
     "The head of the organisation has another first name."),
    ("Q23", "format", "warning", "_______________",
     (Swap("p3_stable", "еріктілер тобы қамқорлықты келесі жылы да жалғастырады.", "_______________"),), "",
     "A field is not filled in."),
    ("Q24", "format", "warning", "Таныстырылым туралы жарияланымның сілтемесі:",
     (Drop("p1_final_link.1"),), "p1_final_link_head",
     "A link is announced and does not follow."),
    ("Q25", "duplicate", "warning", "AqylAlany01",
     (Copy("p1_a1_e2_link.1", "p1_a1_e1_link.1"),), "p1_a1_e1_link.1",
     "The same post is the evidence of two different lessons."),
    ("Q26", "duplicate", "warning", "Жобаның ең маңызды ізі",
     (Copy("p3_long", "p2_long"),), "p2_long",
     "The long-term effect of project 3 is copied word for word from project 2."),
    ("Q27", "text-text", "error", "150|120",
     (Figure("p1_res.1", "p1_lessons_plan", 120),), "p1_a1_sum",
     "The plan is 150 in the narrative, 120 in the results."),
    ("Q28", "text-table", "error", "306|360",
     (Figure("p2_covered", "p2_people", 306),), "p2_gender.total p2_social.total p2_age.total coverage.r2.c4",
     "The text says that 306 people were covered, all three statistics tables 360."),
    ("Q29", "duplicate", "info", "Тренингтер: 160 адам", (Copy("p2_goal_parts.1", "p2_res.1"),
     Copy("p2_goal_parts.2", "p2_res.2"), Copy("p2_goal_parts.3", "p2_res.3")), "p2_res.1 p2_res.2 p2_res.3",
     "The goal section repeats the indicators of the results word for word."),
    ("Q30", "plan-fact", "warning", "12|15", (Figure("p2_articles", "p2_articles_plan", 15),), "s11_text",
     "12 articles instead of the planned 15, although section 11 claims that all plans were fulfilled."),
)
