"""What happened: asked, answered, rated, handed over, to be sent. One SQLite file that survives being killed at any moment.

Callers speak of chats and people by their plain numbers and of moments by aware datetimes; the file holds neither numbers nor names in
clear. Nothing here reads a clock, knows Telegram, or decides what to say.
"""
