"""The shape of knowledge files, as pydantic models. Says what a file may hold; whether the parts agree is for `checks`."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.domain.directive import StatusKind
from bot.domain.fact import DeadlineKind, Role
from bot.domain.span import Span

_SLUG = re.compile(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*")


def _text(value: object) -> object:
    """Numbers and days that YAML read as such are texts here ("3789", "2019-08-28")."""
    if isinstance(value, bool):
        return value
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, int | float) else value


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("empty")
    return " ".join(value.split())


def _slug(value: str) -> str:
    if not _SLUG.fullmatch(value):
        raise ValueError("slug")
    return value


def _span(value: str) -> str:
    if not re.fullmatch(r"P\d+[DWMY]", value):
        try:
            Span.parse(value)
        except ValueError as error:
            raise ValueError("span") from error
    return value


Text = Annotated[str, BeforeValidator(_text), AfterValidator(_filled)]
Loose = Annotated[str, BeforeValidator(_text), AfterValidator(lambda value: " ".join(value.split()))]
Slug = Annotated[str, BeforeValidator(_text), AfterValidator(_slug)]
SpanText = Annotated[str, BeforeValidator(_text), AfterValidator(_span)]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StatusModel(Model):
    kind: StatusKind
    note: Loose = ""
    replaced_by: Loose = ""
    since: date | None = None
    basis: Loose = ""


class DirectiveModel(Model):
    number: Text
    kind: Loose = ""
    issuer: Loose = ""
    issued: date | None = None
    subject: Loose = ""
    short: Annotated[Loose, Field(max_length=40)] = ""
    known_from: Loose = ""
    status: StatusModel | None = None
    aliases: list[Text] = []
    summary: Loose = ""
    note: Loose = ""


class AssignmentModel(Model):
    agency: Text
    role: Role


class DeadlineModel(Model):
    kind: DeadlineKind
    value: SpanText
    text: Text


class FigureModel(Model):
    value: Annotated[Text, BeforeValidator(_text)]
    unit: Loose = ""
    of: Loose = ""
    compare: Literal["exact", "at_least", "at_most", "about", "more_than"] = "exact"
    period: SpanText | None = None


class DayModel(Model):
    value: SpanText
    text: Loose = ""


class PeriodModel(Model):
    value: SpanText
    of: Loose = ""


class PersonModel(Model):
    name: Text
    post: Loose = ""


class FactModel(Model):
    id: Slug
    says: Text
    topic: Loose = ""
    about: Literal["statement", "overview", "absence"] = "statement"
    assignments: list[AssignmentModel] = []
    deadline: DeadlineModel | None = None
    deadlines: list[DeadlineModel] = []
    figures: list[FigureModel] = []
    days: list[DayModel] = []
    periods: list[PeriodModel] = []
    places: list[Text] = []
    excluded_places: list[Text] = []
    refers_to: list[Text] = []
    product: Loose = ""
    people: list[PersonModel] = []
    at: Loose = ""
    note: Loose = ""
    phrasings: list[Text] = []
    keywords: list[Text] = []

    @property
    def has_fields(self) -> bool:
        return bool(self.assignments or self.deadline or self.deadlines or self.figures or self.days or self.people)


class DirectiveFile(Model):
    directive: DirectiveModel
    facts: list[FactModel] = []

    @property
    def is_plain(self) -> bool:
        """A collection of texts or questions and answers: no fact has any field or section."""
        return not any(fact.has_fields or fact.at for fact in self.facts)


class SuccessorModel(Model):
    name: Text
    since: date | None = None
    basis: Loose = ""
    note: Loose = ""


class AgencyModel(Model):
    name: Text
    kind: Loose = "other"
    other_names: list[Text] = []
    abbreviations: list[Text] = []
    successor: SuccessorModel | None = None
    note: Loose = ""


class AgenciesFile(Model):
    agencies: list[AgencyModel]


class TopicModel(Model):
    id: Slug
    name: Annotated[Text, Field(max_length=60)]
    parent: Loose = ""
    aliases: list[Text] = []


class TopicsFile(Model):
    topics: list[TopicModel]


class MentionModel(Model):
    number: Text
    at: Loose = ""


class MentionedModel(Model):
    number: Text
    kind: Loose = ""
    issuer: Loose = ""
    issued: date | None = None
    subject: Loose = ""
    aliases: list[Text] = []
    mentioned_in: Annotated[list[MentionModel], Field(min_length=1)]
    says: Text
    status: StatusModel | None = None
    phrasings: list[Text] = []
    keywords: list[Text] = []
    note: Loose = ""


class MentionedFile(Model):
    mentioned: list[MentionedModel]


class PlaceModel(Model):
    name: Text
    kind: Text
    other_names: list[Text] = []
    ended: date | None = None
    now: Loose = ""
    note: Loose = ""


class PlacesFile(Model):
    places: list[PlaceModel]
    note: Loose = ""


class TermModel(Model):
    old: Text
    matches: Annotated[list[Text], Field(min_length=1)]
    now: Text
    note: Text
    basis: Loose = ""
    since: date | None = None


class TermsFile(Model):
    terms: list[TermModel]


class ShorthandModel(Model):
    short: Text
    long: Annotated[list[Text], Field(min_length=1)]
    kind: Literal["official", "chat"] = "chat"


class ShorthandFile(Model):
    shorthand: list[ShorthandModel]


class ContactModel(Model):
    name: Text
    number: Loose = ""
    address: Loose = ""
    for_: Annotated[Loose, Field(alias="for")] = ""
    source: Text
    keywords: list[Text] = []
    note: Loose = ""


class ContactsFile(Model):
    contacts: list[ContactModel]
    working_note: Loose = ""


class ElsewhereModel(Model):
    id: Slug
    name: Text
    asks: Annotated[list[Text], Field(min_length=1)]
    keywords: list[Text] = []
    who: Loose = ""
    group: Loose = ""


class ElsewhereFile(Model):
    elsewhere: list[ElsewhereModel]


class SmallTalkModel(Model):
    id: Slug
    asks: Annotated[list[Text], Field(min_length=1)]
    reply: Text
    kind: Literal["smalltalk", "abuse"] = "smalltalk"


class SmallTalkFile(Model):
    smalltalk: list[SmallTalkModel]


class EmergencyModel(Model):
    id: Slug
    numbers: Annotated[list[Text], Field(min_length=1)]
    name: Text
    asks: Annotated[list[Text], Field(min_length=1)]
    keywords_all: list[list[Text]] = []
    reply: Text

    @model_validator(mode="after")
    def _numbers_in_reply(self) -> EmergencyModel:
        if not all(number in self.reply for number in self.numbers):
            raise ValueError("numbers")
        return self


class EmergenciesFile(Model):
    emergencies: list[EmergencyModel]
    not_emergencies: list[Text] = []
    unless: list[Text] = []
