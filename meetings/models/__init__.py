from meetings.models.attendance import Absence, Attendance
from meetings.models.days import DayRule, MovedDay, ScheduleRule
from meetings.models.decisions import BranchTask, TaskNote
from meetings.models.feeds import CalendarFeed
from meetings.models.letters import Letter
from meetings.models.meetings import Meeting, MeetingChange
from meetings.models.schedules import Schedule, ScheduleRecipient
from meetings.models.timeline import Contact, Inspection, ShelfDocument, Situation
from meetings.models.visits import Visit

__all__ = [
    "Absence",
    "Attendance",
    "BranchTask",
    "CalendarFeed",
    "Contact",
    "DayRule",
    "Inspection",
    "Letter",
    "Meeting",
    "MeetingChange",
    "MovedDay",
    "Schedule",
    "ScheduleRecipient",
    "ScheduleRule",
    "ShelfDocument",
    "Situation",
    "TaskNote",
    "Visit",
]
