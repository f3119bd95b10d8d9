"""The final report of a non-governmental organisation: figures, order of the form, and slips.

The Kazakh and the Russian report are told in different words (ngo_kk, ngo_ru: another organisation, region and theme)
but stand on the same figures and hold the same slips in the same places, so that the two can be compared.
"""
from types import ModuleType

from .content import Block, Cell, Copy, Drop, Edit, Figure, Heading, Items, Para, Report, Slip, Swap, Table, Text

FIGURES = {
    "grant": "12 400 000", "sat_plan": 80,
    "a1_e1": 34, "a1_e2": 31, "a1_r1": 65, "a1_e3": 28, "a1_e4": 27, "a1_r2": 55, "a1_e5": 33, "a1_e6": 30,
    "a1_r3": 63, "a1_e7": 29, "a1_e8": 32, "a1_r4": 61, "a1_trainers": 3, "a1_events": 8, "a1_people": 244,
    "a1_plan": 200, "a1_sat": "93,4", "a1_photo": 40, "a1_photo_plan": 24, "a1_video": 8,
    "a2_e1": 96, "a2_e2": 84, "a2_e3": 112, "a2_e4": 75, "a2_e5": 105, "a2_events": 5, "a2_people": 472,
    "a2_plan": 400, "a2_items": 350, "a2_items_plan": 300, "a2_sat": "95,1", "a2_photo": 60, "a2_photo_plan": 30,
    "a2_video": 5,
    "a3_events": 1, "a3_people": 86, "a3_plan": 60, "a3_jury": 5, "a3_winners": 9, "a3_p1": 1, "a3_p2": 2, "a3_p3": 3,
    "a3_p4": 3, "a3_m1": "150 000", "a3_m2": "100 000", "a3_m3": "50 000", "a3_m4": "20 000", "a3_fund": "560 000",
    "a3_photo": 15, "a3_video": 1,
    "a4_events": 1, "a4_lessons": 12, "a4_teachers": 2, "a4_g1": 27, "a4_g2": 28, "a4_people": 55, "a4_plan": 50,
    "a4_sat": "90,9", "a4_photo": 24, "a4_photo_plan": 12,
    "a5_lecturers": 4, "a5_e1": 38, "a5_e2": 42, "a5_e3": 27, "a5_e4": 35, "a5_e5": 31, "a5_e6": 45, "a5_e7": 29,
    "a5_e8": 33, "a5_e9": 40, "a5_e10": 36, "a5_e11": 28, "a5_places": 11, "a5_events": 11, "a5_people": 384,
    "a5_plan": 330, "a5_sat": "94,5", "a5_photo": 55, "a5_photo_plan": 33, "a5_video": 11,
    "a6_copies1": 1000, "a6_copies2": 500, "a6_copies": 1500, "a6_price": 420, "a6_cost": "630 000", "a6_rollers": 5,
    "a6_views": "18 600", "a6_views_plan": "15 000",
    "a7_events": 1, "a7_people": 48, "a7_plan": 40, "a7_sat": "97,9", "a7_total": 127, "a7_posts": 72,
    "a7_posts_plan": 60, "a7_stories": 30, "a7_articles": 15, "a7_articles_plan": 12, "a7_live": 6, "a7_tv": 4,
    "a7_banners": 5,
    "events": 27, "people": 1289, "plan_people": 1080, "weak": 75, "weak_plan": 60, "reach": "74 500",
    "reach_plan": "60 000", "staff": 3, "experts": 9, "pay": "3 720 000", "tax": "446 400", "bought": "7 310 000",
    "partners": 7,
    "survey": 500, "share1": "62,4", "share2": "24,2", "share3": "9,8", "share4": "3,6",
    "men": 541, "women": 748,
    "children": 172, "youth": 498, "civil": 64, "budget": 187, "disabled": 23, "elderly": 141, "jobless": 52,
    "public": 48, "business": 36, "other": 68,
    "age13": 172, "age17": 331, "age23": 214, "age28": 158, "age33": 203, "age46": 122, "age59": 89,
}
GENDER = ("men", "women")
SOCIAL = ("children", "youth", "civil", "budget", "disabled", "elderly", "jobless", "public", "business", "other")
AGE = ("age13", "age17", "age23", "age28", "age33", "age46", "age59")

ORDER = """annex1 annex2 #title f1 f2 f3 f4 f5 f6 ##s1 *t1
    *a1 a1_e1 a1_e2 a1_e3 a1_e4 a1_who a1_sum a1_sat a1_media a1_links +a1_link
    *a2 a2_e1 +a2_e1_link a2_e2 +a2_e2_link a2_e3 +a2_e3_link a2_e4 +a2_e4_link a2_e5 +a2_e5_link a2_sum a2_sat a2_media
    *a3 a3_when a3_sum a3_jury a3_win a3_fund a3_media *t2
    *a4 a4_when a4_sum a4_sat a4_media +a4_link
    *a5 a5_who a5_e1 a5_e2 a5_e3 a5_sum a5_list_head +a5_list a5_sat a5_media
    *a6 a6_sum a6_price a6_video
    *a7 a7_when a7_sat a7_total -a7_parts a7_banner a7_links +a7_link
    *sat_head sat_a1 sat_a2 sat_a4 sat_a5 *table_head |plan *ind_head |ind deviation
    ##s2 s2_goal s2_events s2_people ##s3 s3_base -s3_share s3_reach s3_after
    ##s4 *gender_head |gender *social_head |social *age_head |age
    ##s5 s5_a1 s5_a2 s5_a3 s5_a4 s5_a5 s5_a6 s5_a7 s5_long ##s6 s6_text *partners_head |partners *advice_head |advice
    sign signed_on""".split()


def report(words: ModuleType, name: str, language: str) -> Report:
    """The clean report told in the words of a language module."""
    tables = {"plan": _plan(words), "ind": _indicators(words), "partners": _plain(words, "partners", (1, 6.5, 6, 3.5)),
              "advice": _plain(words, "advice", (5.5, 7, 4.5)), **_statistics(words)}
    return Report(name, language, tuple(_block(mark, words, tables) for mark in ORDER), FIGURES)


def _block(mark: str, words: ModuleType, tables: dict[str, Table]) -> Block:
    """The block that an entry of ORDER stands for: # heading, * bold, + numbered list, - dashed list, | table."""
    key = mark.lstrip("#*+-|")
    sign = mark[:len(mark) - len(key)]
    if sign == "|":
        return tables[key]
    if sign in ("+", "-"):
        items = tuple(Text(f"{key}.{number}", text) for number, text in enumerate(words.TEXT[key], 1))
        return Items(items, numbered=sign == "+")
    body = Text(key, words.TEXT[key])
    return Heading(body, len(sign)) if sign.startswith("#") else Para(body, bold=sign == "*")


def _head(key: str, texts: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(Cell(Text(f"{key}.head{number}", text)) for number, text in enumerate(texts, 1))


def _plan(words: ModuleType) -> Table:
    """The plan/fact table: one row an activity, one paragraph in a cell for each indicator, task cells merged."""
    texts = [Text(f"plan.head{number}", text) for number, text in enumerate(words.PLAN_HEADER, 1)]
    top = [Cell(text, rows=2) for text in texts[:7]] + [Cell(texts[7], columns=2), Cell(texts[8], rows=2)]
    rows, begun = [tuple(top), tuple(Cell(text) for text in texts[9:])], set()
    for key, task, name, date, place, people, result, indicators in words.PLAN:
        parts = {"name": name, "date": date, "place": place, "who": people, "result": result,
                 "ind": "\n".join(title + "\n" * len(lines) for _, title, _, _, lines in indicators),
                 "plan": "\n".join("\n".join((plan, *lines)) for _, _, plan, _, lines in indicators),
                 "fact": "\n".join("\n".join((fact, *lines)) for _, _, _, fact, lines in indicators), "good": "+"}
        cells = [Cell(Text(f"plan.{key}.{part}", text)) for part, text in parts.items()]
        if task not in begun:
            begun.add(task)
            height = sum(row[1] == task for row in words.PLAN)
            cells.insert(0, Cell(Text(f"plan.task{task + 1}", words.TASKS[task]), rows=height))
        rows.append(tuple(cells))
    return Table("plan", tuple(rows), (1.5, 2.1, 1.5, 1.9, 0.75, 2.4, 2.4, 2.5, 2.4, 0.75), header=2, kind="plan-fact",
                 title=words.SHEETS["plan"])


def _indicators(words: ModuleType) -> Table:
    """The table of social and economic indicators."""
    rows = [_head("ind", words.IND_HEADER)]
    for key, name, unit, plan, fact in words.IND:
        parts = {"name": name, "unit": unit, "plan": plan, "fact": fact}
        rows.append(tuple(Cell(Text(f"ind.{key}.{part}", text)) for part, text in parts.items()))
    return Table("ind", tuple(rows), (8, 2.2, 3.4, 3.4), kind="indicators", title=words.SHEETS["ind"])


def _statistics(words: ModuleType) -> dict[str, Table]:
    """The three statistics tables by key; the total stands first in each."""
    tables = {}
    for key, header, parts, widths in (("gender", words.GENDER_HEADER, GENDER, (6, 5.5, 5.5)),
                                       ("social", words.SOCIAL_HEADER, SOCIAL, (1.6,) * 11),
                                       ("age", words.AGE_HEADER, AGE, (3.5,) + (2,) * 7)):
        values = [Cell(Text(f"{key}.{name}", "{%s}" % name)) for name in parts]
        rows = (_head(key, header), (Cell(Text(f"{key}.total", "{people}")), *values))
        tables[key] = Table(key, rows, widths, kind=key, title=words.SHEETS["statistics"],
                            caption=words.TEXT[f"{key}_head"])
    return tables


def _plain(words: ModuleType, key: str, widths: tuple[float, ...]) -> Table:
    """A table of plain texts; where its header begins with №, the rows are numbered."""
    header, lines = getattr(words, key.upper() + "_HEADER"), getattr(words, key.upper())
    rows = [_head(key, header)]
    for number, line in enumerate(lines, 1):
        line = (f"{number}", *line) if header[0] == "№" else line
        rows.append(tuple(Cell(Text(f"{key}.r{number}.c{column}", text)) for column, text in enumerate(line, 1)))
    return Table(key, tuple(rows), widths, title=words.SHEETS["other"], caption=words.TEXT[f"{key}_head"])


def slips(words: ModuleType) -> tuple[Slip, ...]:
    """Everything that is wrong in the dirty twin, in the words of a language module."""
    return tuple(_slip(words, *line) for line in _LINES)


def _slip(words: ModuleType, name: str, kind: str, severity: str, values: str, edits: tuple[Edit, ...], against: str,
          why: str) -> Slip:
    spoken = tuple(Swap(key, old.format_map(FIGURES), new) for key, old, new in words.WORDS.get(name, ()))
    shown = tuple(values.split("|")) if values else words.VALUES[name]
    return Slip(name, kind, severity, shown, why, edits + spoken, tuple(against.split()))


_LINES = (
    ("N01", "table-sum", "error", "1289|541|738|1279",
     (Figure("gender.women", "women", 738),), "gender.total gender.men",
     "Gender table: 541 + 738 = 1279, the total says 1289."),
    ("N02", "table-sum", "error", "1289|698|1489",
     (Figure("social.youth", "youth", 698),), "social.total",
     "The social categories add up to 1489, more than the 1289 participants of the same table; difference 200."),
    ("N03", "cross-table", "error", "1298|1289",
     (Figure("age.total", "people", 1298), Figure("age.age33", "age33", 212)),
     "gender.total social.total ind.people.fact",
     "The age table adds up to its own total, 1298, but the gender and the social table say 1289."),
    ("N04", "format", "info", "15 00|1500",
     (Figure("plan.a6.fact", "a6_copies", "15 00"),), "plan.a6.plan a6_sum",
     "A number broken by a space: 1500 copies everywhere else."),
    ("N05", "text-table", "error", "244|231",
     (Figure("plan.a1.fact", "a1_people", 231), Figure("plan.a1.who", "a1_people", 231)),
     "a1_sum plan.a1.result s2_people s5_a1",
     "Narrative, result cell and results section say 244 (65+55+63+61); fact cell and participants column say 231."),
    ("N06", "plan-fact", "error", "95,1|80",
     (Figure("plan.a2.fact", "a2_sat", 80),), "a2_sat sat_a2 plan.a2.result s5_a2 plan.a2.plan",
     "The fact cell repeats the planned 80 % although the survey gave 95,1 % in four places."),
    ("N07", "plan-fact", "warning", "60|30",
     (Figure("plan.a2.fact", "a2_photo", 30),), "a2_media plan.a2.result plan.a2.plan",
     "The fact cell repeats the planned 30 photos although 60 were taken."),
    ("N08", "text-table", "error", "384|348",
     (Figure("plan.a5.fact", "a5_people", 348),), "a5_sum plan.a5.who plan.a5.result s2_people s5_a5",
     "The fact cell says 348, the narrative and the participants column 384 (digits swapped)."),
    ("N09", "plan-fact", "error", "55|50",
     (Figure("plan.a4.fact", "a4_people", 50),), "a4_sum plan.a4.who plan.a4.result plan.a4.plan s2_people s5_a4",
     "The fact cell repeats the planned 50 although 55 took the course."),
    ("N10", "plan-fact", "warning", "5|3",
     (Figure("plan.a7.fact", "a7_banners", 3), Figure("plan.a7.result", "a7_banners", 3),
     Figure("a7_banner", "a7_banners", 3), Figure("s5_a7", "a7_banners", 3)), "plan.a7.plan",
     "Fewer banners than planned: 3 instead of 5, and no reason is given."),
    ("N11", "plan-fact", "error", "",
     (), "plan.a7.plan plan.a7.fact ind.people.plan ind.people.fact",
     "The report claims that there were no deviations from the plan: 1080 planned and 1289 reached, 5 banners "
     "and 3."),
    ("N12", "text-table", "error", "400|350",
     (Figure("plan.a2.result", "a2_plan", 350),), "plan.a2.plan",
     "The result cell says that 350 people were planned, the plan cell of the same row 400."),
    ("N13", "text-text", "error", "86|68",
     (Figure("s5_a3", "a3_people", 68),), "a3_sum plan.a3.fact s2_people",
     "86 contestants in the narrative and the table, 68 in the results section."),
    ("N14", "text-sum", "error", "472|121|112|481",
     (Figure("a2_sum", "a2_e3", 121),), "a2_e3",
     "The places add up to 481, the stated total is 472; the event itself had 112, not 121."),
    ("N15", "text-sum", "error", "117|127",
     (Figure("a7_total", "a7_total", 117),), "a7_parts.1 a7_parts.2 a7_parts.3 a7_parts.4 a7_parts.5",
     "72+30+15+6+4 = 127 materials, the stated total is 117."),
    ("N16", "list-count", "error", "5|4",
     (Figure("a5_who", "a5_lecturers", 5),), "plan.a5.fact",
     "Five lecturers are announced, four are named, and the table says 4."),
    ("N17", "list-count", "error", "11|10",
     (Drop("a5_list.6"),), "a5_list_head a5_sum",
     "11 institutions are announced, the list has 10."),
    ("N18", "list-count", "error", "14|9",
     (Figure("a3_win", "a3_winners", 14),), "plan.a3.fact s5_a3",
     "14 winners are announced, the places listed are 1+2+3+3 = 9, as the table and the results section say."),
    ("N19", "percent", "warning", "61,9|24,2|9,8|3,6|99,5",
     (Figure("s3_share.1", "share1", "61,9"),), "s3_share.2 s3_share.3 s3_share.4",
     "The answers add up to 99,5 %; rounding explains at most 0,2."),
    ("N20", "text-text", "error", "93,4|94,3",
     (Figure("sat_a1", "a1_sat", "94,3"),), "a1_sat plan.a1.fact plan.a1.result s5_a1",
     "Satisfaction with the trainings is 93,4 % everywhere, 94,3 % in the summary."),
    ("N21", "text-table", "error", "94,5|97,5",
     (Figure("plan.a5.fact", "a5_sat", "97,5"),), "a5_sat sat_a5 plan.a5.result s5_a5",
     "Satisfaction with the lectures: 94,5 % in the text, 97,5 % in the fact cell."),
    ("N22", "money", "error", "",
     (), "",
     "The sum in words is 12 200 000, in figures 12 400 000."),
    ("N23", "money", "error", "1500|420|630 000|650 000",
     (Figure("a6_price", "a6_cost", "650 000"),), "a6_sum",
     "1500 copies at 420 are 630 000, the text says 650 000."),
    ("N24", "money", "error", "560 000|580 000",
     (Figure("a3_fund", "a3_fund", "580 000"),), "a3_win",
     "1x150 000 + 2x100 000 + 3x50 000 + 3x20 000 = 560 000, the text says 580 000."),
    ("N25", "date", "error", "",
     (), "f5 signed_on",
     "The final event is dated 12 December, the project ended on 28 November."),
    ("N26", "date", "error", "",
     (), "f5",
     "A training of 29 May is dated 2024; the project began in April 2025."),
    ("N27", "date", "error", "",
     (), "a3_when",
     "The date column says August, the contest was held in September."),
    ("N28", "identity", "error", "",
     (), "f4",
     "The goal section names another project."),
    ("N29", "format", "error", "",
     (), "",
     "The telephone number has ten digits instead of eleven."),
    ("N30", "identity", "error", "",
     (), "f2",
     "The head's first name differs between the field and the signature."),
    ("N31", "format", "warning", "",
     (), "s6",
     "The analysis of partners is not filled in."),
    ("N32", "format", "warning", "",
     (), "",
     "The year of the contract is missing."),
    ("N33", "format", "warning", "",
     (Drop("a7_link.1"),), "a7_links",
     "A link is announced and does not follow."),
    ("N34", "duplicate", "warning", "",
     (Copy("a2_e4_link.1", "a2_e3_link.1"),), "a2_e3_link.1",
     "The same post is the evidence of two different events."),
    ("N35", "duplicate", "info", "",
     (Copy("s5_long", "s3_after"),), "s3_after",
     "The paragraph on long-term effect is a copy of a paragraph of section 3."),
)
