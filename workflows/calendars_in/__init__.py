"""Agendas of others, read into the inbox: the job `agendas` and what it does with each event."""

from workflows.calendars_in.job import CALENDARS_IN, calendars_in_jobs

__all__ = ["CALENDARS_IN", "calendars_in_jobs"]
