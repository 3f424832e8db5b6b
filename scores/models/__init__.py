from scores.models.indicators import Indicator, IndicatorValue, WatchList
from scores.models.rubrics import (
    Band,
    Criterion,
    Fact,
    FactStep,
    Rubric,
    RubricComment,
    RubricStep,
    Section,
    VetoRule,
    YearlyRule,
)
from scores.models.sheets import Appeal, Sheet, SheetRow, SheetStep, SheetVeto
from scores.models.targets import ModelRegistration, ModelTitle, Target, Urging, YearTheme

__all__ = [
    "Appeal",
    "Band",
    "Criterion",
    "Fact",
    "FactStep",
    "Indicator",
    "IndicatorValue",
    "ModelRegistration",
    "ModelTitle",
    "Rubric",
    "RubricComment",
    "RubricStep",
    "Section",
    "Sheet",
    "SheetRow",
    "SheetStep",
    "SheetVeto",
    "Target",
    "Urging",
    "VetoRule",
    "WatchList",
    "YearTheme",
    "YearlyRule",
]
