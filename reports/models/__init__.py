from reports.models.attachments import Attachment
from reports.models.counted_rows import CountedRows
from reports.models.drafts import Draft, ReceiptCounter
from reports.models.forms import Checklist, ChecklistItem, EffectKind, ReportForm
from reports.models.household_visits import (
    HouseholdVisit,
    HouseholdVisitRecommendation,
    HouseholdVisitWords,
)
from reports.models.parts import (
    Addendum,
    BranchResponse,
    ChecklistAnswer,
    ReportContribution,
    ReportDocument,
    ReportPractice,
    ReportRecommendation,
)
from reports.models.remedies import Remedy, RemedyCheck, RemedyStep
from reports.models.reminders import Reminder
from reports.models.reports import Report, ReportStep
from reports.models.reviews import Review, ReviewStep, YearNote
from reports.models.rounds import (
    Conclusion,
    ConclusionLine,
    ConclusionSource,
    Round,
    RoundStep,
)
from reports.models.sensitive import SensitiveNote, SensitiveRead
from reports.models.told import ReportTold
from reports.models.year_papers import YearPaper

__all__ = [
    "Addendum",
    "Attachment",
    "BranchResponse",
    "Checklist",
    "ChecklistAnswer",
    "ChecklistItem",
    "CountedRows",
    "Draft",
    "EffectKind",
    "HouseholdVisit",
    "HouseholdVisitRecommendation",
    "HouseholdVisitWords",
    "ReceiptCounter",
    "Reminder",
    "Report",
    "ReportContribution",
    "ReportDocument",
    "ReportForm",
    "ReportPractice",
    "ReportRecommendation",
    "ReportStep",
    "Conclusion",
    "ConclusionLine",
    "ConclusionSource",
    "Remedy",
    "RemedyCheck",
    "RemedyStep",
    "ReportTold",
    "Review",
    "ReviewStep",
    "Round",
    "RoundStep",
    "SensitiveNote",
    "SensitiveRead",
    "YearNote",
    "YearPaper",
]
