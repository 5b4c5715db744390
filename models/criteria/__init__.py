"""The 26 criteria sets, the grading of a product, and the cheapest way to its next star."""

from models.criteria.forecast import Forecast, forecast
from models.criteria.grading import STAR_POINTS, Grade, grade
from models.criteria.loader import CriteriaSets, load_criteria
from models.criteria.sets import (
    CERTIFIED_STARS,
    Correction,
    CriteriaSet,
    Criterion,
    Kind,
    Option,
    Part,
    Sector,
)
from models.criteria.sheets import SheetError, grade_lines, grade_sheet
from models.criteria.ways import EFFORT, Way, cheapest_way

__all__ = [
    "CERTIFIED_STARS",
    "EFFORT",
    "STAR_POINTS",
    "Correction",
    "CriteriaSet",
    "CriteriaSets",
    "Criterion",
    "Forecast",
    "Grade",
    "Kind",
    "Option",
    "Part",
    "Sector",
    "SheetError",
    "Way",
    "cheapest_way",
    "forecast",
    "grade",
    "grade_lines",
    "grade_sheet",
    "load_criteria",
]
