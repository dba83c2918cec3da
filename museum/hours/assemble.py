"""From pieces to rules: which days go with which times, and what stays unclear is refused."""

from dataclasses import dataclass, field, replace

from museum.hours import seasons
from museum.hours.inherit import spans_for
from museum.hours.pieces import Piece
from museum.hours.problems import NotUnderstoodError, unclear
from museum.hours.rules import EVERY_DAY, Hours, Rule, Selector, Span, State, Stretch

Season = tuple[Stretch, ...]


@dataclass
class _Sentence:
    """What has been read of one statement so far."""

    alternatives: list[Selector] = field(default_factory=list)
    season: Season | None = None
    spans: tuple[Span, ...] = ()
    state: State | None = None
    exceptions: list[Selector] = field(default_factory=list)
    is_prefix: bool = False
    """ "Gesloten op ...": the days come after."""
    in_exceptions: bool = False
    is_also: bool = False
    is_adjacent: bool = False
    """Begun right behind the times before, without a comma."""
    after_break: bool = False
    texts: list[str] = field(default_factory=list)

    @property
    def has_verb(self) -> bool:
        return bool(self.spans) or (self.state is not None and not self.is_prefix)

    @property
    def is_blank(self) -> bool:
        return not (self.alternatives or self.season or self.has_verb or self.is_prefix)

    @property
    def text(self) -> str:
        return " ".join(self.texts)


class Assembler:
    """Turns the pieces of one text into rules."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.notes: list[str] = []
        self.anytime = False
        self._now = _Sentence()
        self._context: Season = ()
        self._joined = False
        self._broken = False
        self._previous: Piece | None = None
        self._without_times: list[tuple[Selector, str]] = []

    def read(self, pieces: list[Piece]) -> Hours:
        """Return what the pieces say; raises `NotUnderstoodError`."""
        for number, piece in enumerate(pieces):
            following = pieces[number + 1] if number + 1 < len(pieces) else None
            self._take(piece, following)
            self._previous = piece
        self._end()
        said = list(self.rules)
        for selector, text in self._without_times:
            self.rules.extend(spans_for(selector, said, text))
        if not self.rules:
            if not self.anytime:
                raise NotUnderstoodError(
                    "Er staan geen dagen en tijden in. Schrijf bijvoorbeeld “di t/m zo 11-17 u”."
                )
            self.rules.append(Rule(Selector(), "appointment"))
        return Hours(tuple(self.rules), tuple(self.notes), self.anytime)

    def _take(self, piece: Piece, following: Piece | None) -> None:
        kind = piece.kind
        if kind in ("winter", "summer"):
            piece = self._named_season(piece, following)
            kind = piece.kind
        handler = {
            "season": self._season,
            "rest": self._rest,
            "outside": self._outside,
            "otherdays": self._other_days,
            "allyear": self._all_year,
            "select": self._select,
            "times": self._times,
            "open": self._open,
            "closed": self._closed,
            "appointment": self._appointment,
            "anytime": self._set_anytime,
            "except": self._except,
            "also": self._also,
            "note": self._note,
            "sep": self._separate,
            "join": self._join,
            "join_open": self._join,
            "close": self._close,
        }.get(kind)
        if handler is not None:
            handler(piece)
        if piece.text and kind not in ("sep", "join", "join_open", "close"):
            self._now.texts.append(piece.text)
        if kind not in ("also", "except"):
            self._joined = kind in ("join", "join_open")

    # Pieces ------------------------------------------------------------------------------

    def _season(self, piece: Piece) -> None:
        self._begin_if_said()
        now = self._now
        if now.in_exceptions:
            now.exceptions.append(Selector(season=piece.value))
        elif now.is_prefix:
            now.alternatives.append(Selector(season=piece.value))
        elif now.season is not None and not self._joined:
            raise unclear(piece.text, "Zet bij elke periode haar eigen dagen en tijden.")
        else:
            now.season = (now.season or ()) + tuple(piece.value)

    def _rest(self, piece: Piece) -> None:
        known = self._known_seasons()
        if not known:
            raise unclear(piece.text, "Noem de maanden, bijvoorbeeld “nov t/m mrt”.")
        self._season(replace(piece, value=seasons.complement(known)))

    def _outside(self, piece: Piece) -> None:
        """Read "daarbuiten": outside the season, or the school holidays, said just before."""
        self._begin_if_said()
        last = self.rules[-1].selector if self.rules else Selector()
        if last.school and last.days in (None, EVERY_DAY):
            return  # the school holidays' own rule wins on every day of theirs
        if last.school or not last.season:
            raise unclear(piece.text, "Schrijf op wanneer, bijvoorbeeld “nov t/m mrt”.")
        self._rest(piece)

    def _other_days(self, piece: Piece) -> None:
        self._begin_if_said()
        season = self._now.season if self._now.season is not None else self._context
        named = frozenset[int]().union(
            *(
                rule.selector.days or EVERY_DAY
                for rule in self.rules
                if rule.selector.season == season and _is_weekly(rule.selector)
            )
        )
        if not EVERY_DAY - named:
            raise unclear(piece.text, "Alle dagen van de week zijn al genoemd.")
        self._select(replace(piece, value=Selector(days=EVERY_DAY - named)))

    def _all_year(self, piece: Piece) -> None:
        self._begin_if_said()
        if self._now.season:
            raise unclear(piece.text, "Er staat ook een periode bij.")
        self._now.season = ()

    def _named_season(self, piece: Piece, following: Piece | None) -> Piece:
        beside = following is not None and following.kind in ("season", "rest", "join_open")
        if beside or (self._previous is not None and self._previous.kind == "season"):
            return replace(piece, kind="filler")
        known = self._known_seasons()
        days = seasons.days_of(known)
        has_july, has_january = (7, 15) in days, (1, 15) in days
        is_winter = piece.kind == "winter"
        if known and has_july == is_winter and has_january != is_winter:
            return replace(piece, kind="season", value=seasons.complement(known))
        raise unclear(piece.text, "Noem de maanden, bijvoorbeeld “nov t/m mrt”.")

    def _select(self, piece: Piece) -> None:
        self._begin_if_said()
        now, selector = self._now, piece.value
        if now.in_exceptions:
            now.exceptions.append(selector)
        elif not now.alternatives or self._joined:
            now.alternatives.append(selector)
        else:
            now.alternatives[-1] = _both(now.alternatives[-1], selector, piece.text)

    def _times(self, piece: Piece) -> None:
        now = self._now
        if now.spans or (now.has_verb and now.state != "open"):
            if now.state == "closed" and not now.is_prefix:
                raise unclear(piece.text, "Bij “gesloten” horen geen tijden.")
            raise unclear(piece.text, "Zet er de dagen bij.")
        if now.is_prefix and now.state == "closed":
            raise unclear(piece.text, "Bij “gesloten” horen geen tijden.")
        now.spans, now.state, now.in_exceptions = piece.value, "open", False

    def _open(self, _piece: Piece) -> None:
        self._state("open")

    def _closed(self, _piece: Piece) -> None:
        self._state("closed")

    def _appointment(self, _piece: Piece) -> None:
        if self._now.spans or (self._now.is_blank and self.rules):
            self.anytime = True
            return
        self._state("appointment")

    def _state(self, state: State) -> None:
        now = self._now
        if now.spans or now.in_exceptions or (now.state and not now.is_prefix and now.alternatives):
            if state == "open" and now.state == "open":
                return
            self._end()
            now = self._now
        if now.state not in (None, state) and not (now.state == "open" and now.is_prefix):
            raise unclear(now.text, "Hier staat zowel “open” als “gesloten”.")
        now.state = state
        now.is_prefix = not now.alternatives and now.season is None
        if state == "closed" and now.season and not now.alternatives:
            now.alternatives.append(Selector(season=now.season))

    def _set_anytime(self, _piece: Piece) -> None:
        self.anytime = True

    def _except(self, piece: Piece) -> None:
        if self._now.is_blank and not self.rules:
            raise unclear(piece.text, "Zet er eerst bij wanneer het wel open is.")
        self._now.in_exceptions = True

    def _also(self, _piece: Piece) -> None:
        if self._now.has_verb:
            self._end()
        self._now.is_also = True

    def _note(self, piece: Piece) -> None:
        self.notes.append(piece.text)

    def _separate(self, _piece: Piece) -> None:
        now = self._now
        if now.season is not None and not now.alternatives and not now.has_verb:
            self._context = now.season  # a heading: what follows is within this season
            self._now = _Sentence()
        else:
            self._end()
        self._now.after_break = True

    def _join(self, _piece: Piece) -> None:
        if self._now.has_verb and not self._now.in_exceptions:
            self._end()

    def _close(self, _piece: Piece) -> None:
        if self._now.has_verb or self._now.exceptions:
            self._end()

    # Ends --------------------------------------------------------------------------------

    def _begin_if_said(self) -> None:
        now = self._now
        if now.spans and not now.alternatives and not now.season and not self._joined:
            return  # the times came first: "10-17 u, dagelijks"
        if self._now.has_verb and not self._now.in_exceptions:
            self._end()
            self._now.is_adjacent = not self._joined and not self._now.after_break

    def _end(self) -> None:
        now, self._now = self._now, _Sentence()
        if now.is_blank:
            if now.exceptions:
                self._add_exceptions(now)
            self._now.after_break = now.after_break
            return
        if now.is_adjacent and not now.has_verb and self._narrows(now):
            return
        if now.state == "closed":
            self._add_closed(now)
        elif now.state == "appointment":
            self._add(now, "appointment", ())
        else:
            self._add_open(now)
        self._add_exceptions(now)

    def _narrows(self, now: _Sentence) -> bool:
        """Let "... 11-17 u in de schoolvakanties" narrow the statement that it stands behind."""
        only = now.alternatives[0] if len(now.alternatives) == 1 else Selector()
        last = self.rules[-1]
        if now.is_also or len(now.alternatives) > 1 or only.days or only.holidays or only.named:
            return False
        if (only.school and last.selector.school) or (now.season and last.selector.season):
            return False
        selector = replace(
            last.selector,
            season=now.season or last.selector.season,
            school=only.school or last.selector.school,
            not_school=only.not_school or last.selector.not_school,
        )
        if only.dates:
            return False
        self.rules[-1] = replace(last, selector=selector)
        if now.season:
            self._context = now.season
        return True

    def _add_open(self, now: _Sentence) -> None:
        if not now.alternatives:
            if now.state == "open" and not now.spans:
                if not now.season:
                    return  # "Geopend:" or "Het hele jaar open:" as a heading
                raise unclear(now.text, "Zet er de dagen en tijden bij.")
            if not now.spans:
                raise unclear(now.text, "Zet er de dagen en tijden bij.")
            if not now.season:
                raise unclear(now.text, "Zet er de dagen bij, bijvoorbeeld “di t/m zo”.")
            now.alternatives.append(Selector(days=EVERY_DAY))
        special = any(one.school or one.holidays or one.named or one.dates
                      for one in now.alternatives)  # fmt: skip
        if not now.spans and not (special or now.is_also or now.state == "open"):
            raise unclear(now.text, "Zet er de tijden bij, of “gesloten”.")
        self._add(now, "open", now.spans)

    def _add(self, now: _Sentence, state: State, spans: tuple[Span, ...]) -> None:
        explicit = now.season is not None
        season = now.season if now.season is not None else self._context
        if explicit:
            self._context = season
        minus = frozenset[int]().union(*(one.days or frozenset() for one in now.exceptions
                                         if _is_days_only(one)))  # fmt: skip
        for one in now.alternatives or [Selector()]:
            selector = _without_days(one, minus, now.text)
            is_special = bool(one.dates or one.named)
            where = () if is_special and not explicit else season
            selector = replace(selector, season=selector.season or where)
            if not explicit and now.after_break and not is_special and state == "open":
                self._refuse_overlap(selector, now)
            if state == "open" and not spans:
                self._take_over(selector, now.text)
            else:
                self.rules.append(Rule(selector, state, spans))

    def _take_over(self, selector: Selector, text: str) -> None:
        if selector.named or selector.holidays or selector.dates:
            # The times may still follow: look when all has been read.
            self._without_times.append((selector, text))
        else:
            self.rules.extend(spans_for(selector, self.rules, text))

    def _refuse_overlap(self, selector: Selector, now: _Sentence) -> None:
        if not self._context or selector.school or selector.holidays:
            return
        for rule in self.rules:
            known = rule.selector
            same = known.season == self._context and rule.state == "open"
            if (
                same
                and not known.school
                and (known.days or EVERY_DAY) & (selector.days or EVERY_DAY)
            ):
                raise unclear(now.text, "Zet erbij in welke maanden dit geldt.")

    def _add_closed(self, now: _Sentence) -> None:
        if not now.alternatives:
            if self.rules:
                raise unclear(now.text or "gesloten", "Zet erbij op welke dagen.")
            now.alternatives.append(Selector(days=EVERY_DAY))
        explicit = now.season is not None
        for one in now.alternatives:
            season = one.season or (now.season if now.season is not None else ())
            selector = replace(one, season=season)
            if one.days and not explicit and not (one.school or one.nth):
                self._refuse_unclear_closing(one, now)
            self.rules.append(Rule(selector, "closed"))

    def _refuse_unclear_closing(self, selector: Selector, now: _Sentence) -> None:
        for rule in self.rules:
            known = rule.selector
            general = not (known.holidays or known.named or known.dates or known.school)
            elsewhere = rule.state == "open" and general and known.season != self._context
            if elsewhere and (known.days or EVERY_DAY) & (selector.days or frozenset()):
                raise unclear(now.text, "Zet erbij in welke maanden dat geldt.")

    def _add_exceptions(self, now: _Sentence) -> None:
        season = now.season if now.season is not None else self._context
        for one in now.exceptions:
            if _is_days_only(one):
                if not now.alternatives:
                    self.rules.append(Rule(one.within(season), "closed"))
                continue
            where = () if one.dates or one.named or one.season else season
            self.rules.append(Rule(replace(one, season=one.season or where), "closed"))

    def _known_seasons(self) -> Season:
        found: list[Stretch] = []
        for rule in self.rules:
            if rule.state == "open" and not (rule.selector.dates or rule.selector.named):
                found.extend(one for one in rule.selector.season if one not in found)
        return tuple(found)


def _both(one: Selector, other: Selector, text: str) -> Selector:
    """Return the days on which both hold: "ma in de schoolvakanties"."""
    if one.days is not None and other.days is not None:
        raise unclear(text, "Zet een komma of “en” tussen de dagen.")
    if (one.named and other.named) or (one.dates and other.dates):
        raise unclear(text, "Zet een komma of “en” tussen de dagen.")
    if (one.dates and other.days is not None) or (one.days is not None and other.dates):
        # "zondag 4 mei": the date says it all, if the weekday agrees in every year we cannot know.
        raise unclear(text, "Schrijf alleen de datum, zonder de dag van de week.")
    return Selector(
        season=one.season + other.season,
        days=one.days if one.days is not None else other.days,
        nth=one.nth or other.nth,
        school=one.school or other.school,
        not_school=one.not_school or other.not_school,
        holidays=one.holidays or other.holidays,
        named=one.named or other.named,
        dates=one.dates or other.dates,
    )


def _is_weekly(selector: Selector) -> bool:
    special = selector.holidays or selector.named or selector.dates or selector.school
    return not special and not selector.nth and selector.days is not None


def _is_days_only(selector: Selector) -> bool:
    return selector.days is not None and selector == Selector(days=selector.days)


def _without_days(selector: Selector, minus: frozenset[int], text: str) -> Selector:
    if not minus or selector.holidays or selector.named or selector.dates:
        return selector
    days = (selector.days or EVERY_DAY) - minus
    if not days:
        raise unclear(text, "Er blijft geen dag over.")
    return replace(selector, days=days)
