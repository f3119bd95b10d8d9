"""Activities of a report that tells them in its plan/fact table alone: every row's title is an activity without a text of its own.

Sentences that name such an activity are tied to it then, as they are to one with a heading.
"""
from collections.abc import Sequence
from dataclasses import replace

from auditkit.lexicon import load
from auditkit.model import Block
from auditkit.understanding.plan_fact import plan_fact_columns, row_title
from auditkit.understanding.sections import Activity, Outline
from auditkit.wording import quoted_names, stems


def with_table_activities(blocks: Sequence[Block], outline: Outline) -> Outline:
    """The outline, with the rows of plan/fact tables as activities of the projects that have none; they take up no blocks."""
    bare = {project.number for project in outline.projects if not outline.activities_of(project.number)}
    found = list(outline.activities)
    dull = frozenset(load("words")["telling_nothing"]["stems"])
    for index, (block, scope) in enumerate(zip(blocks, outline.scopes)):
        columns = plan_fact_columns(block.table) if block.table is not None and scope.project in bare else None
        if not columns:
            continue
        seen: set[str] = {activity.title for activity in found if activity.project == scope.project}
        for row in block.table.grid()[columns["_header"]:]:
            title = row_title(row[columns["activity"]], row[columns["date"]] if "date" in columns else None, block.table)
            telling = frozenset(word for word in stems(title) if len(word) > 3 and word not in dull)
            if title not in seen and (len(telling) > 1 or quoted_names(title)):
                seen.add(title)
                found.append(Activity(len(found), scope.project, None, None, title, row[columns["activity"]].passage, index, index,
                                      frozenset(quoted_names(title)), telling))
    return replace(outline, activities=tuple(found)) if len(found) > len(outline.activities) else outline
