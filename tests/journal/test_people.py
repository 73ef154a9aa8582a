import re
from datetime import timedelta

import pytest

from bot.journal.database import open_journal
from bot.journal.people import Access, Grant, InSettings, NotGranted, Revoked
from tests.journal.conftest import SECRET

ADMINISTRATOR, OPERATOR, CITIZEN = 1001, 1002, 1003


def test_everybody_is_a_citizen_until_granted_more(journal, path, at):
    assert journal.people.role(OPERATOR) is Access.CITIZEN
    journal.people.grant(OPERATOR, Access.OPERATOR, ADMINISTRATOR, at, "Chị Lan")
    journal.close()

    with open_journal(path, SECRET) as again:
        assert again.people.role(OPERATOR) is Access.OPERATOR
        assert again.people.role(CITIZEN) is Access.CITIZEN
        assert again.people.listing() == [Grant(OPERATOR, Access.OPERATOR, "Chị Lan", ADMINISTRATOR, at)]


def test_the_most_of_settings_and_grants_holds(journal, at):
    journal.people.appoint(administrators=[ADMINISTRATOR], operators=[ADMINISTRATOR, OPERATOR])
    journal.people.grant(ADMINISTRATOR, Access.OPERATOR, ADMINISTRATOR, at)
    journal.people.grant(OPERATOR, Access.ADMINISTRATOR, ADMINISTRATOR, at)

    assert journal.people.role(ADMINISTRATOR) is Access.ADMINISTRATOR
    assert journal.people.role(OPERATOR) is Access.ADMINISTRATOR
    journal.people.appoint()
    assert journal.people.role(ADMINISTRATOR) is Access.OPERATOR


def test_takes_grants_back_but_not_those_of_the_settings(journal, at):
    journal.people.appoint(administrators=[ADMINISTRATOR])
    journal.people.grant(OPERATOR, Access.OPERATOR, ADMINISTRATOR, at)

    assert journal.people.revoke(OPERATOR, ADMINISTRATOR, at) == Revoked(Access.OPERATOR)
    assert journal.people.revoke(OPERATOR, ADMINISTRATOR, at) == NotGranted()
    assert journal.people.revoke(ADMINISTRATOR, ADMINISTRATOR, at) == InSettings(Access.ADMINISTRATOR)
    assert journal.people.role(OPERATOR) is Access.CITIZEN
    assert journal.people.role(ADMINISTRATOR) is Access.ADMINISTRATOR


def test_nobody_is_granted_to_be_a_citizen(journal, at):
    with pytest.raises(ValueError, match="citizens"):
        journal.people.grant(CITIZEN, Access.CITIZEN, ADMINISTRATOR, at)


def test_writes_down_uses_of_an_access(journal, at):
    journal.people.used(OPERATOR, Access.OPERATOR, "/tra 0912345678", at)
    journal.people.used(ADMINISTRATOR, Access.ADMINISTRATOR, "/thongke", at + timedelta(seconds=1))

    assert [(use.access, use.what, use.at) for use in journal.people.uses(at)] == [
        (Access.OPERATOR, "/tra **********", at),
        (Access.ADMINISTRATOR, "/thongke", at + timedelta(seconds=1)),
    ]
    journal.people.used(ADMINISTRATOR, Access.ADMINISTRATOR, "/capquyen 5512345671", at)
    assert re.fullmatch("/capquyen #[0-9a-f]{8}", journal.people.uses(at)[-1].what)
    assert len({use.who for use in journal.people.uses(at)}) == 2
    assert len(journal.people.uses(at + timedelta(seconds=1))) == 1


def test_remembers_chats_that_take_no_messages(journal, at):
    journal.people.blocked(7, at)
    journal.people.blocked(7, at)

    assert journal.people.is_blocked(7)
    assert not journal.people.is_blocked(8)
    journal.people.unblocked(7)
    assert not journal.people.is_blocked(7)
