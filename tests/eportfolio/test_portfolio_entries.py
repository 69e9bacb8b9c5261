"""Periods as people know them: a year, a month or a day."""

import pytest

from eportfolio.base import Invalid
from eportfolio.portfolio.entries import Period


@pytest.mark.parametrize(
    ("start", "end"), [("2019", "2019-03"), ("2019-09", None), (None, "2020"), ("2019-09-01", "2019-09"), (None, None)]
)
def test_a_period_is_as_precise_as_somebody_knows(start: str | None, end: str | None) -> None:
    Period(start, end).check()


@pytest.mark.parametrize(
    ("period", "field"),
    [
        (Period("2019", "2018"), "end"),
        (Period("2019-09", "2019-08"), "end"),
        (Period("2019-13"), "start"),
        (Period("2019-02", "2020-02-30"), "end"),
        (Period("vorig jaar"), "start"),
        (Period("0001"), "start"),
        (Period("2019", "2020", ongoing=True), "end"),
    ],
)
def test_a_period_that_cannot_be_is_refused_with_its_field(period: Period, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        period.check()
    assert refused.value.field == field
