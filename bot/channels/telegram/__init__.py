"""The Telegram door: renders replies as messages with buttons, and keeps its promises under load and faults.

    pure        markup, actions, words; render, pages, inline, desk: values in, pages out, no Telegram library, no clock
    what runs   application, inbox, sender, citizen, handover, staff, menu, webhook: the only places that know python-telegram-bot

Adds nothing to what the assistant says.
"""
