from matters.models.answers import Answer, Climb, Handling, RecommendationStep, TakenUp
from matters.models.bulletins import Bulletin, BulletinDocument, BulletinRead
from matters.models.conferences import Conference, Obligation, Opinion
from matters.models.differences import GiftDifference, MatterDifference
from matters.models.files import MatterFile
from matters.models.recommendations import Recommendation, ReferenceCounter
from matters.models.resources import Contribution, GoodPractice
from matters.models.topics import DeadlineRule, Topic
from matters.models.urgent import UrgentMatter, UrgentNote

__all__ = [
    "Answer",
    "Bulletin",
    "BulletinDocument",
    "BulletinRead",
    "Climb",
    "Conference",
    "Contribution",
    "DeadlineRule",
    "GiftDifference",
    "GoodPractice",
    "Handling",
    "MatterDifference",
    "MatterFile",
    "Obligation",
    "Opinion",
    "Recommendation",
    "RecommendationStep",
    "ReferenceCounter",
    "TakenUp",
    "Topic",
    "UrgentMatter",
    "UrgentNote",
]
