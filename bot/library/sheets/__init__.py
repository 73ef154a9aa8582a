"""Knowledge as spreadsheets, for administrators who live in Excel: out, in again without loss, and the simple sheet of questions and answers.

    export(folder, target)          every knowledge file as one workbook
    read_changes(source, folder)    what a workbook or CSV file would change; nothing is written
    apply(changes.files, folder)    writes it (bot.library.changes)
    template(target, folder)        an empty simple sheet with a filled example

The only door to openpyxl. What may lie in a file that somebody sent is looked at in `guard`, before anything else reads it.
"""

from __future__ import annotations

from bot.library.changes import Change, Changes, apply
from bot.library.sheets.exporting import Exported, export
from bot.library.sheets.importing import Sent, read_changes
from bot.library.sheets.template import template

__all__ = ["Change", "Changes", "Exported", "Sent", "apply", "export", "read_changes", "template"]
