"""Judges one record of the mirror: may it be published, as what, and what must be mended.

Reads the record through `museum.reading`; pictures are copied through the store that is given.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from channels.pictures.outcomes import Original, PictureProblem, Renditions
from channels.pictures.rights import picture_point, publishable
from channels.pictures.store import PictureStore
from channels.website.things import KIND_OF, SiteRecord
from museum.attention import AttentionPoint
from museum.binding import Binding
from museum.canary import is_hidden_test, token_of
from museum.cells import Attachment
from museum.hours import understand
from museum.identity import RecordId
from museum.occurrences import plan_of
from museum.publishing import (
    BROKEN,
    Decision,
    Standing,
    decide_activity,
    decide_image,
    decide_museum,
    decide_news,
    decide_programme,
    decide_vacancy,
    lost_link,
)
from museum.reading import RawRecord, read_record
from museum.records import Activity, Image, Museum, NewsItem, ProgrammeItem, Vacancy
from museum.tables import TableDefinitions

_TOLD_ELSEWHERE: Final = "programme"
"""What is wrong in its rows is told by the check of the calendar (`workflows.calendar_check`)."""
_HIDDEN_TEST: Final = Decision("hide", "Dit is de proefactiviteit van museumflow.")

FreshRecord = Callable[[str, RecordId], RawRecord | None]
"""Reads one record from the service again, for attachment addresses that still live."""


@dataclass(frozen=True)
class Evaluation:
    """The judgement of one record. `record` is None when it cannot be read."""

    raw: RawRecord
    decision: Decision
    record: SiteRecord | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    points: tuple[AttentionPoint, ...] = ()
    targets: frozenset[str] = frozenset()
    """The records it links to."""


@dataclass(frozen=True)
class Surroundings:
    """What a judgement needs to know of other records."""

    standing: Callable[[str], Standing]
    """How a museum stands."""
    exists: Callable[[str], bool]
    """Whether a linked record is in the tables."""


class Evaluator:
    """Judges records on one day."""

    def __init__(
        self,
        definitions: TableDefinitions,
        binding: Binding,
        pictures: PictureStore,
        fresh: FreshRecord,
        today: date,
        keep_days: int,
    ) -> None:
        self.definitions = definitions
        self._binding = binding
        self._pictures = pictures
        self._fresh = fresh
        self._today = today
        self._keep_days = keep_days

    def evaluate(self, raw: RawRecord, around: Surroundings) -> Evaluation:
        """Judge one record."""
        table = self.definitions.table(raw.table)
        if self.is_hidden_test(raw):
            return Evaluation(raw, _HIDDEN_TEST)
        reading = read_record(table, self._binding, raw)
        targets = self._targets(raw)
        if reading.record is None:
            points = () if raw.table == _TOLD_ELSEWHERE else reading.problems
            return Evaluation(raw, BROKEN, points=points, targets=targets)
        record = reading.record
        if isinstance(record, ProgrammeItem):
            return Evaluation(raw, self.decide(record, around)[0], record)
        if isinstance(record, Image):
            return self._image(raw, record, reading.problems)
        assert isinstance(record, Museum | Activity | Vacancy | NewsItem)
        decision, points = self.decide(record, around)
        if decision.outcome == "hide" and _is_draft(record):
            # a draft may be unfinished: its gaps are nobody's concern yet
            return Evaluation(raw, decision, record, targets=targets)
        points = (*reading.problems, *points, *self._lost_links(record, around), *_hours(record))
        return Evaluation(raw, decision, record, {}, points, targets)

    def is_hidden_test(self, raw: RawRecord) -> bool:
        """Tell whether a record is the canary, which is never an activity."""
        return is_hidden_test(self.definitions.table(raw.table), self._binding, raw)

    def token_of(self, raw: RawRecord) -> str:
        """Return the token that the canary carries."""
        return token_of(self._binding, raw)

    def decide(
        self, record: SiteRecord, around: Surroundings
    ) -> tuple[Decision, tuple[AttentionPoint, ...]]:
        """Decide on a record that could be read (again: on its last good version)."""
        if isinstance(record, Museum):
            return decide_museum(record), ()
        if isinstance(record, NewsItem):
            return decide_news(record, self._today), ()
        if isinstance(record, ProgrammeItem):
            plan = None if record.date_status == "unknown" else plan_of(record).plan
            return decide_programme(record, plan, self._today), ()
        if isinstance(record, Image):
            rights = publishable(record, self._today)
            return decide_image(record, rights, self._today), tuple(rights)
        standing = around.standing(str(record.museum))
        if isinstance(record, Vacancy):
            decision = decide_vacancy(record, standing, self._today)
            return decision, self._lost_museum(decision, record)
        reading = plan_of(record)
        if reading.plan is None:
            draft = record.workflow_status != "approved"
            return (Decision("hide", "“Status” is niet “Goedgekeurd”.") if draft else BROKEN), (
                reading.problems
            )
        decision = decide_activity(record, reading.plan, standing, self._today, self._keep_days)
        return decision, (*reading.problems, *self._lost_museum(decision, record))

    def _lost_museum(
        self, decision: Decision, record: Activity | Vacancy
    ) -> tuple[AttentionPoint, ...]:
        if decision is not BROKEN:
            return ()
        table = "activities" if isinstance(record, Activity) else "vacancies"
        return (lost_link(table, record.id, "museum", "Museum", record.title),)

    def _lost_links(self, record: SiteRecord, around: Surroundings) -> list[AttentionPoint]:
        table = next(key for key in KIND_OF if self._is_of(key, record))
        subject = record.name if isinstance(record, Museum) else record.title
        points = []
        for key in ("images", "museums"):
            linked = getattr(record, key, ())
            if any(not around.exists(str(target)) for target in linked):
                label = self.definitions.table(table).field(key).label
                points.append(lost_link(table, record.id, key, label, subject))
        return points

    def _is_of(self, table: str, record: SiteRecord) -> bool:
        return self.definitions.table(table).record == type(record).__name__

    def _targets(self, raw: RawRecord) -> frozenset[str]:
        found: set[str] = set()
        for definition in self.definitions.table(raw.table).fields:
            if definition.type == "multipleRecordLinks":
                field_id = self._binding.field_id(raw.table, definition.key)
                cell = raw.cells.get(field_id) if field_id else None
                if isinstance(cell, list):
                    found.update(str(item) for item in cell)
        return frozenset(found)

    def _image(
        self, raw: RawRecord, image: Image, problems: tuple[AttentionPoint, ...]
    ) -> Evaluation:
        rights = publishable(image, self._today)
        decision = decide_image(image, rights, self._today)
        if decision.outcome == "hide":
            known = {point.field for point in problems}
            more = tuple(point for point in rights if point.field not in known)
            return Evaluation(raw, decision, image, points=(*problems, *more))
        outcome = self._copy(image)
        if isinstance(outcome, PictureProblem):
            points = (*problems, picture_point(image, outcome))
            review_on = date.min if outcome.kind != "refused" else None
            return Evaluation(
                raw, Decision("keep", outcome.what, review_on=review_on), points=points
            )
        return Evaluation(raw, decision, image, outcome, problems)

    def _copy(self, image: Image) -> dict[str, Any] | PictureProblem:
        """Copy and prepare a picture; an address that died is asked for once more."""
        original = self._pictures.copy_when_seen(image.file[0])
        if isinstance(original, PictureProblem) and original.kind == "expired":
            attachment = self._fresh_attachment(image)
            if attachment is not None:
                original = self._pictures.copy_when_seen(attachment)
        if isinstance(original, PictureProblem):
            return original
        return self._prepared(original)

    def _prepared(self, original: Original) -> dict[str, Any] | PictureProblem:
        made = self._pictures.renditions(original)
        social = self._pictures.og_rendition(original)
        if isinstance(made, Renditions) and not isinstance(social, PictureProblem):
            return {"renditions": asdict(made), "social": social.name}
        return made if isinstance(made, PictureProblem) else _problem(social)

    def _fresh_attachment(self, image: Image) -> Attachment | None:
        raw = self._fresh("images", image.id)
        if raw is None:
            return None
        record = read_record(self.definitions.table("images"), self._binding, raw).record
        return record.file[0] if isinstance(record, Image) and record.file else None


def _hours(record: SiteRecord) -> list[AttentionPoint]:
    """Return the point for opening hours that were not understood: the page shows them as typed."""
    if not isinstance(record, Museum) or not record.hours_text:
        return []
    meaning = understand(record.hours_text)
    if meaning.understood:
        return []
    return [
        AttentionPoint(
            key=f"record:museums:{record.id}:hours_text",
            what=f"De openingstijden zijn niet begrepen: {meaning.problem}",
            remedy="Schrijf ze eenvoudiger, bijvoorbeeld: apr t/m okt di t/m zo 11-17 u. Tot dan "
            "staan ze op de website zoals ze er staan, zonder “vandaag open”.",
            table="museums",
            record_id=record.id,
            field="hours_text",
            subject=record.name,
        )
    ]


def _problem(outcome: object) -> PictureProblem:
    assert isinstance(outcome, PictureProblem)
    return outcome


def _is_draft(record: SiteRecord) -> bool:
    if isinstance(record, Museum):
        return not record.on_website
    status = getattr(record, "workflow_status", "approved")
    return status in ("", "draft", "ready", "rejected", "filled")
