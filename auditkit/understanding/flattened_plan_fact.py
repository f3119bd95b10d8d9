"""The plan/fact table of a report, flattened into lines page by page and column by column, put together again."""
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from auditkit.understanding.flattened_columns import Columns, Stretch
from auditkit.understanding.flattened_counted import add_counted
from auditkit.understanding.flattened_dates import find_dates, is_in_month
from auditkit.understanding.flattened_groups import counts_people, label_starts, labels_before, labels_of, value_starts
from auditkit.understanding.flattened_header import Header, extent, find_headers
from auditkit.understanding.flattened_lexicon import lexicon
from auditkit.understanding.flattened_lines import Draft, Fragment, Lines, letters_of
from auditkit.understanding.flattened_odds import Evidence
from auditkit.understanding.flattened_pages import mark_cuts
from auditkit.understanding.flattened_tandem import Piece, Tandem, cut_where_repeated, find_tandems, masks_of
from auditkit.understanding.flattened_tasks import OPENING, Narrative, TaskLines, repeated_tasks

_WIDER = 1.25  # than the longest line of its heading, a column usually is
_TAIL = 14  # letters by which the end of a page is found again in the narrative
_TASK_LINES = 24  # of a task, at most, where no date ends the search for it
_NUMBER_ONLY = re.compile(r"\d{1,5}\s*$|\d{1,3}[ \u00a0]\d{3}$|[-–—]$")
_SQUEEZED = re.compile(r"(?P<before>[^\d]*?)(?P<number>\d{1,3}[ \u00a0]\d{3}|\d{1,5})\s+"
                       r"(?P<after>(?:[«\"]?[^\W\d_a-zа-яёәғқңөұүһі]|\d{4}\s).*)$")
_GOES_ON = re.compile(r"\s*[(a-zа-яёәғқңөұүһі]")
_HEADING = re.compile(r"\s*(?:\d{1,2}|[IVX]+)\s*[.)]\s*[^\W\d_]")
_UNFINISHED = re.compile(r"[;,:–-]$")
_MOST_PEOPLE_LINES, _MOST_UNIT_LINES = 8, 3  # of a number of people that is broken in its column, and of its unit alone


@dataclass(slots=True)
class _Row:
    """A row as it is put together: column id to the pieces of its cell, page after page."""

    cells: dict[str, list[int]] = field(default_factory=dict)
    breaks: set[int] = field(default_factory=set)


def find_plan_fact(lines: Lines, others: Sequence[int] = ()) -> Iterator[Draft]:
    """The flattened plan/fact tables of a text, in order.

    `others`: the lines (indices) where other tables begin, in rising order: no plan/fact table reaches beyond them.
    """
    headers, narrative = find_headers(lines), Narrative(lines)
    done = 0
    for number, header in enumerate(headers):
        if header.start < done:
            continue
        limit = next((line for line in others if line >= header.end), len(lines))
        end, repeated = extent(lines, header, headers[number + 1:], limit)
        draft = _Region(lines, narrative, header, end, repeated).draft()
        if draft:
            done = draft.end
            yield draft


class _Region:
    """The lines of one table below its headings."""

    def __init__(self, lines: Lines, narrative: Narrative, header: Header, end: int, repeated: list[Header]):
        self.lines, self.narrative, self.header, self.end = lines, narrative, header, end
        self.usual = 0  # blank lines between two lines of a cell
        self.pieces = cut_where_repeated(list(self._pieces(repeated)))
        self.letters = [letters_of(piece.text) for piece in self.pieces]
        self.dates: set[int] = set()
        self.task_starts: Collection[int] = ()
        self.continuing: set[int] = set()
        self.levels = [lines[piece.line].number / (self.usual + 1) for piece in self.pieces]
        self.result_width = 0.0
        if "date" in header.columns:
            self.dates = find_dates(self.pieces, 3 + 2 * header.widths[header.columns.index("date")])

    def _pieces(self, repeated: list[Header]) -> Iterator[Piece]:
        skipped = {index for header in repeated for index in range(header.start, header.end)}
        gaps = Counter(line.gap for line in self.lines[self.header.end:self.end])
        self.usual = usual = gaps.most_common(1)[0][0] if gaps else 0
        for index in range(self.header.end, self.end):
            line = self.lines[index]
            if index not in skipped:
                apart = line.gap > 2 * usual or index - 1 in skipped
                yield Piece(index, 0, len(line.text), line.text, apart, line.spaced or not self.lines.keeps_spaces)

    def draft(self) -> Draft | None:
        """The table, or None where no plan is found that a fact repeats."""
        tandems = add_counted(self.pieces, find_tandems(self.pieces, self.dates, self.lines.keeps_spaces))
        if not tandems:
            return None
        self._end_before_next_heading(tandems[-1].end)
        rows = self._rows(tandems)
        ids = self.header.columns + ["plan", "fact"] + (["effect"] if self.header.effect else [])
        titles = {column["id"]: column[self.header.language]["title"] for column in lexicon()["column"]}
        body = [self._cells(row, ids) for row in rows]
        top: list[list[Fragment]] = [[Fragment(self.header.start, 0, 0)] for _ in ids]
        return Draft(self.header.start, self.end, self.header.end, [top, *body], [titles[column] for column in ids])

    def _end_before_next_heading(self, start: int) -> None:
        """Leave out what follows the last fact from the next heading of the report on («5. …» or «…:»)."""
        for index in range(start, len(self.pieces)):
            piece = self.pieces[index]
            if piece.text.rstrip().endswith(":") or (piece.apart and _HEADING.match(piece.text)):
                self.end = piece.line
                del self.pieces[index:]
                return

    def _rows(self, tandems: list[Tandem]) -> list[_Row]:
        stretches, effects, position = [], [], 0
        for tandem in [*tandems, Tandem(len(self.pieces), len(self.pieces), len(self.pieces))]:
            effects.append(position)
            while position < tandem.plan and self.pieces[position].is_effect:
                position += 1
            stretches.append(Stretch(position, tandem.plan, tandem.plan < len(self.pieces)))
            position = tandem.end
        columns = self._columns(stretches, tandems)
        rows: list[_Row] = []
        for stretch, tandem, effect in zip(stretches, [*tandems, None], effects):
            if rows:
                rows[-1].cells.setdefault("effect", []).extend(range(effect, stretch.start))
            for number, page in enumerate(self._pages(stretch, columns)):
                if not rows or not (stretch.start in self.continuing and number == 0) and self._opens_row(page):
                    rows.append(_Row())
                self._unsqueeze(page)
                for column, pieces in page.items():
                    rows[-1].cells.setdefault(column, []).extend(pieces)
            if tandem:
                rows = rows or [_Row()]
                self._add_tandem(rows[-1], tandem)
        return rows

    def _columns(self, stretches: list[Stretch], tandems: list[Tandem]) -> dict[int, tuple[int, bool]]:
        """The column of each piece, first without, then with what the rows found so far say of the task column.

        `tandems`: the plan and fact behind each stretch but the last.
        """
        names = self.header.columns
        guess = widths = [_WIDER * width for width in self.header.widths]
        filled = [stretch for stretch in stretches if stretch.end > stretch.start]
        evidence = Evidence(self.dates, self._participants(filled))
        self._know_labels(evidence, stretches, tandems)
        narrated = texts = self.narrative.tasks(self.header.start)
        columns: dict[int, tuple[int, bool]] = {}
        solver = Columns(self.pieces, filled, names, guess, self.levels)
        for step in range(2):
            cuts: dict[int, range] = {}
            if "task" in names and (step or texts):
                cuts = self._know_tasks(evidence, filled, texts, widths[names.index("task")])
                self.task_starts = evidence.task_starts
            mark_cuts(self.pieces, self.lines, self.usual, stretches, tandems, cuts, self.dates)
            columns, widths, self.continuing = solver.assign(evidence), solver.widths, solver.continuing
            self.result_width = widths[names.index("result")] if "result" in names else 0.0
            pages = [page for stretch in filled for page in self._pages(stretch, columns)]
            texts = narrated + repeated_tasks(self._beginnings(pages), narrated)
            evidence.activities, evidence.after_activities = self._continued_activities(pages, max(widths))
        return columns

    def _know_labels(self, evidence: Evidence, stretches: list[Stretch], tandems: list[Tandem]) -> None:
        labels: set[int] = set()
        before: set[int] = set()
        for stretch, tandem in zip(stretches, tandems):
            values = len(value_starts(self.pieces, range(tandem.plan, tandem.fact)))
            found = labels_before(self.pieces, stretch.start, stretch.end, values) if values else None
            if found:
                labels.update(found)
                before.update({found.start - 1} & set(range(stretch.start, stretch.end)))
        evidence.labels, evidence.before_labels = labels, before

    def _know_tasks(self, evidence: Evidence, stretches: list[Stretch], texts: list[str], width: float) -> dict[int, range]:
        """Take down which pieces are tasks; those of the page before for pieces that go on with one."""
        spans = [(stretch.start, stretch.end) for stretch in stretches]
        known = TaskLines(self.pieces, self.letters, spans, texts, 1.3 * width)
        evidence.tasks, evidence.task_starts, evidence.after_tasks = known.tasks, known.starts, known.after
        if "activity" in self.header.columns:
            evidence.activities = known.activities | set(evidence.activities)
        return known.cut

    def _beginnings(self, pages: list[dict[str, list[int]]]) -> list[list[str]]:
        """The lines that may begin a row, up to its date, where the task does not run on."""
        found = []
        for page, following in zip(pages, [*pages[1:], {}]):
            first = min(pieces[0] for pieces in page.values())
            last = page["date"][0] if "date" in page else first + _TASK_LINES
            if OPENING.match(self.pieces[first].text) and ("date" in following or "task" not in following):
                found.append([piece.text for piece in self.pieces[first:last]])
        return found

    def _continued_activities(self, pages: list[dict[str, list[int]]], width: float) -> tuple[set[int], set[int]]:
        """Pieces that go on with the last page's activity: the narrative has both one after the other; and those behind them."""
        found: set[int] = set()
        after: set[int] = set()
        tail = ""
        for page in pages:
            if "date" not in page and tail:
                behind = max(page.get("task", [-1]))
                pieces = sorted(index for indices in page.values() for index in indices if index > behind)
                for index in pieces:
                    letters = self.letters[index]
                    if not letters or len(self.pieces[index].text) > width or not self.narrative.says(tail + letters, self.header.start):
                        after |= {index} if index - 1 in found else set()
                        break
                    found.add(index)
                    tail = (tail + letters)[-_TAIL:]
            else:
                tail = "".join([self.letters[index] for index in page.get("activity", [])])[-_TAIL:]
        return found, after

    def _participants(self, stretches: list[Stretch]) -> set[int]:
        """Pieces that look like a number of people, a number broken over lines and its unit taken together."""
        found: set[int] = set()
        if "participants" not in self.header.columns:
            return found
        for stretch in stretches:
            index = stretch.start
            while index < stretch.end:
                end = self._people_until(index, stretch.end)
                if end > index and index not in self.dates:
                    found.update(range(index, end))
                index = max(end, index + 1)
        return found

    def _people_until(self, start: int, end: int) -> int:
        """The piece behind a number of people that begins with piece `start`, or `start` where none does: «386 жас», «24 / оқу / шы»."""
        texts = [piece.text.strip() for piece in self.pieces[start:min(end, start + _MOST_PEOPLE_LINES)]]
        first = next((place for place, text in enumerate(texts) if not _NUMBER_ONLY.match(text)), len(texts))
        if first == 0:
            return start + 1 if counts_people(texts[0]) else start
        for size in range(1, _MOST_UNIT_LINES + 1):
            words = texts[first:first + size]
            if len(words) == size and all(map(str.isalpha, words)) and counts_people(f"1 {''.join(words)}"):
                first += size
                break
        return start + first

    def _pages(self, stretch: Stretch, columns: dict[int, tuple[int, bool]]) -> Iterator[dict[str, list[int]]]:
        """The pieces of a stretch by column, page by page."""
        page: dict[str, list[int]] = {}
        for index in range(stretch.start, stretch.end):
            column, again = columns[index]
            if again and page:
                yield page
                page = {}
            name = "effect" if self.pieces[index].is_effect else self.header.columns[column]
            page.setdefault(name, []).append(index)
        if page:
            yield page

    def _unsqueeze(self, page: dict[str, list[int]]) -> None:
        """Cut a line that holds the last of the place, the number of participants and the first of the result."""
        if "participants" not in self.header.columns or "participants" in page or "date" not in page:
            return
        for column, at in (("result", 0), ("place", -1)):
            if column not in page:
                continue
            piece = self.pieces[page[column][at]]
            found = _SQUEEZED.match(piece.text)
            if not found or len(piece.text.strip()) <= self.result_width:
                continue
            page[column].pop(at)
            for name, group in (("place", "before"), ("participants", "number"), ("result", "after")):
                if found[group].strip():
                    start, end = found.span(group)
                    self.pieces.append(replace(piece, start=piece.start + start, end=piece.start + end,
                                               text=piece.text[start:end], ends=name != "result" or piece.ends))
                    cell = page.setdefault(name, [])
                    cell.insert(0 if name == "result" else len(cell), len(self.pieces) - 1)
            return

    def _opens_row(self, page: dict[str, list[int]]) -> bool:
        """Whether a page begins a new row and does not go on with the last one."""
        if "date" in page and ("activity" in page or "task" in page):
            return True
        if page.get("task", [-1])[0] in self.task_starts:
            return True
        head = [page[column][0] for column in ("task", "activity") if column in page]
        return "activity" in page and all(OPENING.match(self.pieces[index].text) for index in head)

    def _add_tandem(self, row: _Row, tandem: Tandem) -> None:
        """Plan and fact, cut into the same groups: where a blank line parts one of them, the other is parted too."""
        offsets: list[dict[int, int]] = []
        for start, end in ((tandem.plan, tandem.fact), (tandem.fact, tandem.end)):
            size, places = 0, {}
            for index, mask in enumerate(masks_of(self.pieces[start:end]), start):
                places.setdefault(size, index)
                size += len(mask)
            offsets.append(places)
        for here, there in (offsets, offsets[::-1]):
            for offset, index in here.items():
                if offset and self.pieces[index].apart:
                    row.breaks.add(index)
                    if offset in there:
                        row.breaks.add(there[offset])
        if "plan" in row.cells and not self._goes_on(row.cells["plan"][-1], tandem.plan):
            row.breaks |= {tandem.plan, tandem.fact}
        row.cells.setdefault("plan", []).extend(range(tandem.plan, tandem.fact))
        row.cells.setdefault("fact", []).extend(range(tandem.fact, tandem.end))

    def _goes_on(self, last: int, first: int) -> bool:
        """Whether a page ended in the middle of a group: in an enumeration, or before brackets or a small letter."""
        return bool(_UNFINISHED.search(self.pieces[last].text.strip()) or _GOES_ON.match(self.pieces[first].text))

    def _cells(self, row: _Row, columns: list[str]) -> list[list[Fragment]]:
        labels = self._labels(row)
        return [self._fragments(row, column, labels if column == "indicator" else set()) for column in columns]

    def _fragments(self, row: _Row, column: str, labels: set[int]) -> list[Fragment]:
        """A cell: groups apart by a blank line in plan, fact and indicator, running text elsewhere."""
        fragments: list[Fragment] = []
        before: Piece | None = None
        grouped = column in ("plan", "fact", "indicator")
        for index in row.cells.get(column, []):
            piece = self.pieces[index]
            text = piece.text.strip()
            start = piece.start + len(piece.text) - len(piece.text.lstrip())
            if before is None:
                between = ""
            elif grouped and (index in row.breaks or index in labels):
                between = "\n\n"
            elif column == "participants" and before.text.strip().isdigit():
                between = self._in_number(before, piece)
            elif column == "date" and is_in_month(before.text, text):
                between = ""
            else:
                line = self.lines[before.line]
                between = self.lines.between(before.text.strip(), text, line.spaced or before.end < len(line.text))
            fragments.append(Fragment(piece.line, start, start + len(text), between))
            before = piece
        return fragments

    def _labels(self, row: _Row) -> set[int]:
        """The pieces that begin an indicator: behind a blank line or, if those are too few, with a capital letter.

        Where there are as many with a capital letter as lines with a number of their own in plan and fact, each names one,
        and these lines are parted too.
        """
        cell, pieces = row.cells.get("indicator", []), self.pieces
        apart = {index for index in cell[1:] if pieces[index].apart and not _GOES_ON.match(pieces[index].text)}
        capital = apart | set(label_starts(pieces, cell)[1:])
        plans = [index for index in row.cells.get("plan", [])[1:] if pieces[index].apart or index in row.breaks]
        values = [value_starts(pieces, row.cells.get(column, [])) for column in ("plan", "fact")]
        if len(values[0]) == len(values[1]) > len(plans) + 1 and (found := labels_of(pieces, cell, len(values[0]))):
            row.breaks |= {*values[0][1:], *values[1][1:]}
            return set(found[1:])
        return min(apart, capital, key=lambda found: abs(len(found) - len(plans)))

    def _in_number(self, before: Piece, piece: Piece) -> str:
        """What stands between two pieces of a number of people: nothing where one number was broken over lines."""
        left, right = before.text.strip(), piece.text.strip()
        if not right.isdigit():
            return " "
        if self.lines.keeps_spaces:
            return " " if before.ends else ""
        return "" if left + right in self.lines.numbers else " "
