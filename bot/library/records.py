"""How domain values are kept in a library: as JSON, read back by their types."""

from __future__ import annotations

from pydantic import TypeAdapter

from bot.domain.agency import Agency, Contact, Place, Term, Topic
from bot.domain.directive import Directive
from bot.domain.fact import Fact

FACT = TypeAdapter(Fact)
DIRECTIVE = TypeAdapter(Directive)
AGENCY = TypeAdapter(Agency)
PLACE = TypeAdapter(Place)
TOPIC = TypeAdapter(Topic)
TERM = TypeAdapter(Term)
CONTACT = TypeAdapter(Contact)
