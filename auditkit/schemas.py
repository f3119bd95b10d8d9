"""The pandera schemas of a report's frames: what must hold of every row, whatever the report says.

A row that breaks one is reported once, however many of its columns do.
"""
from functools import cache

import pandas as pd

from auditkit.lexicon import load


@cache
def schemas() -> dict:
    """The schemas by the name of the frame: "statistics", "plan_fact", "socioeconomic", "claims"."""
    import pandera.pandas as pa

    whole = pa.Check(lambda values: values == values.round(), name="whole", ignore_na=True)
    not_negative = pa.Check.ge(0, name="not-negative", ignore_na=True)
    count = dict(nullable=True, coerce=True, checks=[not_negative, whole])
    return {
        "statistics": pa.DataFrameSchema({
            "project": pa.Column(int, pa.Check.ge(0)), "kind": pa.Column(str, pa.Check.isin(["gender", "social", "age"])),
            "role": pa.Column(str, pa.Check.isin(["total", "part"])), "category": pa.Column(str),
            "value": pa.Column(float, **count)}),
        "plan_fact": pa.DataFrameSchema({
            "project": pa.Column(int, pa.Check.ge(0)), "plan": pa.Column(float, not_negative, nullable=True, coerce=True),
            "fact": pa.Column(float, not_negative, nullable=True, coerce=True)},
            checks=pa.Check(_people_are_whole, name="people-are-whole", ignore_na=False)),
        "socioeconomic": pa.DataFrameSchema({
            "name": pa.Column(str, pa.Check.str_length(min_value=1)), "plan": pa.Column(float, not_negative, nullable=True, coerce=True),
            "fact": pa.Column(float, not_negative, nullable=True, coerce=True)}),
        "claims": pa.DataFrameSchema({
            "role": pa.Column(str), "value": pa.Column(float, not_negative, coerce=True), "low": pa.Column(float, coerce=True),
            "high": pa.Column(float, coerce=True)}, checks=pa.Check(lambda frame: frame["low"] <= frame["high"], name="interval")),
    }


def _people_are_whole(frame: pd.DataFrame) -> pd.Series:
    """For every planned and actual number, whether it is whole where it counts people («2,5 мың адам» is 2500)."""
    people = {measure for measure, entry in load("measures").items() if entry["group"] == "people"}
    parts = frame[["plan", "fact"]]
    return ((parts == parts.round()) | parts.isna()).all(axis=1) | ~frame["unit"].isin(people)


def broken_rows(frame: pd.DataFrame, name: str) -> dict[int, list[str]]:
    """The rows of a frame that break its schema: position of the row → names of the checks that fail, each once."""
    import pandera.errors

    if frame.empty:
        return {}
    try:
        schemas()[name].validate(frame.reset_index(drop=True), lazy=True)
        return {}
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases.dropna(subset=["index"])
        # a check of whole rows is listed with each of their columns; it is named without one
        return {int(index): sorted({row.check if row.schema_context == "DataFrameSchema" else f"{row.column}: {row.check}" for row in group.itertuples()})
                for index, group in cases.groupby("index")}
