"""Compiles checked knowledge into facts of the domain. Pure: models in, domain values out.

Does not write anything (`store` does) and does not check (`checks` does).
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.agency import Agency, Contact, Place, Successor, Term, Topic
from bot.domain.directive import Directive, Status
from bot.domain.fact import Assignment, Citation, Dated, Deadline, Fact, Figure, Nature, Person, Role
from bot.domain.span import Span
from bot.library import schema
from bot.library.files import Knowledge, Source

ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything a library holds, as domain values. `shorthand` maps a short form to its readings, most likely first;
    `alarms` an emergency's fact id to the groups of words that signal it and those that forbid it.
    """

    facts: tuple[Fact, ...]
    directives: tuple[Directive, ...]
    agencies: tuple[Agency, ...]
    places: tuple[Place, ...]
    topics: tuple[Topic, ...]
    terms: tuple[Term, ...]
    contacts: tuple[Contact, ...]
    shorthand: dict[str, tuple[str, ...]]
    alarms: dict[str, tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]]


def compile_knowledge(knowledge: Knowledge, *, bare: bool = False) -> Compiled:
    """Domain values of all files. With `bare`, all phrasings and keywords of facts are left out, to measure what the fields alone find."""
    facts = [_fact(source, index, fact, bare=bare) for source, index, fact in knowledge.all_facts()]
    directives = [_directive(source.model.directive) for source in knowledge.directives]
    if knowledge.mentioned:
        for index, record in enumerate(knowledge.mentioned.model.mentioned):
            directives.append(_mentioned_directive(record))
            facts.append(_mentioned_fact(knowledge.mentioned, index, record, bare=bare))
    facts += _successors(knowledge, bare=bare) + _beside(knowledge, bare=bare)
    return Compiled(
        facts=tuple(facts),
        directives=tuple(directives),
        agencies=tuple(_agency(item) for item in knowledge.agencies.model.agencies) if knowledge.agencies else (),
        places=tuple(Place(item.name, item.kind, tuple(item.other_names), item.ended, item.now) for item in knowledge.places.model.places)
        if knowledge.places
        else (),
        topics=tuple(Topic(item.id, item.name, item.parent, tuple(item.aliases)) for item in knowledge.topics.model.topics)
        if knowledge.topics
        else (),
        terms=tuple(Term(item.old, tuple(item.matches), item.now, item.note) for item in knowledge.terms.model.terms)
        if knowledge.terms
        else (),
        contacts=tuple(
            Contact(item.name, item.number or item.address, item.for_, item.source) for item in knowledge.contacts.model.contacts
        )
        if knowledge.contacts
        else (),
        shorthand={item.short.lower(): tuple(item.long) for item in knowledge.shorthand.model.shorthand} if knowledge.shorthand else {},
        alarms={
            f"emergencies/{item.id}": (tuple(tuple(group) for group in item.keywords_all), tuple(knowledge.emergencies.model.unless))
            for item in knowledge.emergencies.model.emergencies
            if item.keywords_all
        }
        if knowledge.emergencies
        else {},
    )


def _fact(source: Source[schema.DirectiveFile], index: int, fact: schema.FactModel, *, bare: bool) -> Fact:
    number = source.model.directive.number
    deadlines = ([fact.deadline] if fact.deadline else []) + fact.deadlines
    return Fact(
        id=f"{source.stem}/{fact.id}",
        says=fact.says,
        citation=Citation(number, fact.at, source.file, source.line("facts", index)),
        nature=Nature(fact.about),
        topic=fact.topic,
        assignments=tuple(Assignment(item.agency, item.role) for item in fact.assignments),
        deadlines=tuple(Deadline(item.kind, item.value, item.text, _span(item.value)) for item in deadlines),
        figures=tuple(
            Figure(item.value, item.unit, item.of, item.compare, _span(item.period) if item.period else None) for item in fact.figures
        ),
        dates=tuple(Dated(item.value, item.text, Span.parse(item.value)) for item in fact.days)
        + tuple(Dated(item.value, item.of, Span.parse(item.value)) for item in fact.periods),
        places=tuple(fact.places),
        excluded_places=tuple(fact.excluded_places),
        refers_to=tuple(fact.refers_to),
        product=fact.product,
        people=tuple(Person(item.name, item.post) for item in fact.people),
        note=fact.note,
        phrasings=() if bare else tuple(fact.phrasings),
        keywords=() if bare else tuple(fact.keywords),
    )


def _span(value: str) -> Span | None:
    return None if value.startswith("P") else Span.parse(value)


def _directive(model: schema.DirectiveModel) -> Directive:
    return Directive(
        model.number, model.kind, model.issuer, model.issued, model.subject, model.short, model.known_from, _status(model.status),
        tuple(model.aliases), model.summary, model.note,
    )  # fmt: skip


def _mentioned_directive(model: schema.MentionedModel) -> Directive:
    return Directive(
        model.number, model.kind, model.issuer, model.issued, model.subject, "", model.mentioned_in[0].number, _status(model.status),
        tuple(model.aliases), "", model.note, mentioned=True,
    )  # fmt: skip


def _status(model: schema.StatusModel | None) -> Status:
    return Status(model.kind, model.note, model.replaced_by, model.since, model.basis) if model else Status()


def _mentioned_fact(source: Source[schema.MentionedFile], index: int, record: schema.MentionedModel, *, bare: bool) -> Fact:
    where = record.mentioned_in[0]
    issued = (Dated(record.issued.isoformat(), f"ngày của {record.number}", Span(record.issued, record.issued)),) if record.issued else ()
    return Fact(
        id=f"mentioned/{index + 1}",
        says=record.says,
        citation=Citation(where.number, where.at, source.file, source.line("mentioned", index)),
        dates=issued,
        refers_to=(record.number,),
        note=record.note,
        phrasings=() if bare else tuple(record.phrasings),
        keywords=() if bare else tuple(record.keywords + record.aliases),
    )


def _agency(model: schema.AgencyModel) -> Agency:
    after = model.successor
    successor = Successor(after.name, after.since, after.basis, after.note) if after else None
    return Agency(model.name, model.kind, tuple(model.other_names), tuple(model.abbreviations), successor)


def _successors(knowledge: Knowledge, *, bare: bool) -> list[Fact]:
    """What became of each agency that was merged or renamed: people still ask for it by its old name."""
    source = knowledge.agencies
    if source is None:
        return []
    facts = []
    for index, item in enumerate(source.model.agencies):
        after = item.successor
        if after is None or not after.note:
            continue
        since = (Dated(after.since.isoformat(), after.note, Span(after.since, after.since)),) if after.since else ()
        names = [item.name, *item.abbreviations[:2]]
        facts.append(
            Fact(
                f"agencies/{index + 1}", f"{item.name}: {after.note[:1].lower()}{after.note[1:]}", Citation("", after.basis, source.file, source.line("agencies", index)),
                assignments=(Assignment(item.name, Role.RECEIVE),), dates=since,
                phrasings=() if bare else tuple(form.format(name=name) for name in names for form in _SUCCESSOR_ASKED), keywords=("sáp nhập", "đổi tên", "hợp nhất", "còn không", "tên mới"),
            )
        )  # fmt: skip
    return facts


_SUCCESSOR_ASKED = ("{name} nay là cơ quan nào?", "{name} giờ gọi là gì", "{name} sáp nhập vào đâu", "{name} bây giờ còn không")


def _beside(knowledge: Knowledge, *, bare: bool) -> list[Fact]:
    """What people say that no directive answers: other subjects, small talk, abuse, emergencies."""
    facts: list[Fact] = []
    if knowledge.elsewhere:
        for index, item in enumerate(knowledge.elsewhere.model.elsewhere):
            citation = Citation("", "", knowledge.elsewhere.file, knowledge.elsewhere.line("elsewhere", index))
            facts.append(
                Fact(f"elsewhere/{item.id}", item.who or item.name, citation, Nature.ELSEWHERE, topic=f"elsewhere-{item.group}",
                     name=item.name, phrasings=() if bare else tuple(item.asks), keywords=() if bare else tuple(item.keywords))
            )  # fmt: skip
    if knowledge.smalltalk:
        for index, talk in enumerate(knowledge.smalltalk.model.smalltalk):
            citation = Citation("", "", knowledge.smalltalk.file, knowledge.smalltalk.line("smalltalk", index))
            facts.append(Fact(f"smalltalk/{talk.id}", talk.reply, citation, Nature(talk.kind), phrasings=tuple(talk.asks)))
    if knowledge.emergencies:
        for index, alarm in enumerate(knowledge.emergencies.model.emergencies):
            citation = Citation("", "", knowledge.emergencies.file, knowledge.emergencies.line("emergencies", index))
            facts.append(
                Fact(f"emergencies/{alarm.id}", alarm.reply, citation, Nature.EMERGENCY, name=alarm.name, phrasings=tuple(alarm.asks))
            )
    return facts
