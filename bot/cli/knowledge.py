"""The verbs of administrators: check, build, and `knowledge` with all that leads from an edited file to a live version and back."""

from __future__ import annotations

import argparse
import os
import pwd
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.common import Verb, now, print_json, progress, stage, tracing
from bot.domain.deed import Author, Deed, DeedKind
from bot.domain.errors import JournalUnusable, KnowledgeInvalid

if TYPE_CHECKING:
    from bot.library.publishing.publication import Publication, Trace
    from bot.library.publishing.versions import Version

HOW_TO_ACCEPT = 'Chưa có gì thay đổi. Nếu vẫn muốn đưa lên: hoidap knowledge publish --accept "lý do" (lý do được ghi lại).'
_JSON = "in dạng JSON"
_WORKBOOK = Path("tri-thuc.xlsx")


def add(verb: Verb) -> None:
    """Add the verbs to the command line."""
    check = verb("check", _look_over, "Kiểm tra các tệp tri thức; in mọi lỗi dạng tệp:dòng.")
    check.add_argument("--json", action="store_true", help="in lỗi dạng JSON")
    verb("build", _build, "Dựng thư viện từ các tệp tri thức, chưa đưa lên.")
    knowledge = verb("knowledge", None, "Đưa tri thức lên một cách an toàn: kiểm tra, xem tác động, đưa lên, quay lại; trao đổi với Excel.")
    steps = knowledge.add_subparsers(metavar="VIỆC", title="các việc", required=True)

    def step(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = steps.add_parser(name, help=text, description=text)
        added.add_argument("--knowledge", type=Path, metavar="THƯ_MỤC", default=argparse.SUPPRESS, help="thư mục tri thức khác")
        added.set_defaults(run=run)
        return added

    _add_publishing(step)
    _add_sheets(step)


def _add_publishing(step: Callable[..., argparse.ArgumentParser]) -> None:
    check = step("check", _check, "Kiểm tra các tệp; in mọi lỗi dạng tệp:dòng.")
    diff = step(
        "diff",
        _diff,
        "So các tệp với bản đang dùng: mục nào thêm, sửa, bỏ; câu hỏi nào đổi câu trả lời. Mã thoát 1: cổng không cho đưa lên.",
    )
    diff.add_argument("--full", action="store_true", help="in cả báo cáo: từng trường của từng mục, từng câu hỏi")
    publish = step("publish", _publish, "Kiểm tra, xem tác động, rồi đưa các tệp lên thành bản mới.")
    publish.add_argument("--reason", default="", metavar="LÝ_DO", help="vì sao có bản này; hiện trong danh sách các bản")
    publish.add_argument("--accept", default="", metavar="LÝ_DO", help="vẫn đưa lên dù có câu trả lời bị hỏng, và ghi lại lý do")
    versions = step("versions", _versions, "Các bản đã đưa lên, mới nhất trước; kèm số của một bản thì in tác động của bản đó.")
    versions.add_argument("number", nargs="?", type=int, metavar="SỐ", help="số của bản cần xem kỹ")
    versions.add_argument("--verify", action="store_true", help="kiểm tra từng bản còn nguyên vẹn không")
    rollback = step(
        "rollback",
        _rollback,
        "Quay lại một bản trước; không ghi số thì là bản ngay trước bản đang dùng. Các tệp trong knowledge/ giữ nguyên.",
    )
    rollback.add_argument("number", nargs="?", type=int, metavar="SỐ", help="số của bản muốn quay lại")
    rollback.add_argument("--reason", default="", metavar="LÝ_DO", help="vì sao quay lại")
    for parser in (check, diff, publish, versions, rollback):
        parser.add_argument("--json", action="store_true", help=_JSON)


def _add_sheets(step: Callable[..., argparse.ArgumentParser]) -> None:
    export = step("export", _export, "Xuất mọi tệp tri thức ra một tệp Excel, để sửa rồi nhập lại bằng import.")
    export.add_argument(
        "--xlsx", nargs="?", type=Path, default=_WORKBOOK, const=_WORKBOOK, metavar="TỆP", help=f"tệp Excel sẽ ghi (mặc định: {_WORKBOOK})"
    )
    imported = step("import", _import, "Nhập tệp Excel (.xlsx) hoặc .csv vào các tệp tri thức; có lỗi thì không tệp nào thay đổi.")
    imported.add_argument("file", type=Path, metavar="TỆP", help="tệp do export hoặc template tạo, hoặc bảng câu hỏi – trả lời")
    imported.add_argument("--dry-run", action="store_true", help="chỉ cho biết tệp nào sẽ thay đổi")
    template = step("template", _template, "Tạo bảng Excel trống có danh sách chọn và ví dụ đã điền.")
    template.add_argument(
        "file", nargs="?", type=Path, default=Path("mau-hoi-dap.xlsx"), metavar="TỆP", help="tệp sẽ ghi (mặc định: mau-hoi-dap.xlsx)"
    )
    for parser in (export, imported, template):
        parser.add_argument("--json", action="store_true", help=_JSON)


# who does it, and what is written down


def _author() -> Author:
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = str(os.getuid())
    return Author(name, "administrator", "cli")


@contextmanager
def _traced(arguments: argparse.Namespace) -> Iterator[Trace]:
    """The audit trail of the journal, open. Raises JournalUnusable: what cannot be written down is not done."""
    from bot.wiring import journal_of

    with journal_of(arguments.settings, at=now()) as journal:
        yield tracing(journal)


@contextmanager
def _publishing(arguments: argparse.Namespace) -> Iterator[Publication]:
    from bot.wiring import publication_of

    with _traced(arguments) as trace:
        yield publication_of(arguments.settings, stage, trace, arguments.knowledge)


def _note(arguments: argparse.Namespace, kind: DeedKind, detail: str) -> None:
    """Write down what puts nothing live; where that fails, say so and go on."""
    try:
        with _traced(arguments) as trace:
            trace(Deed(kind, _author(), "", "", detail))
    except JournalUnusable as error:
        print(f"Không ghi được dấu vết: {error}", file=sys.stderr)


# checking and building


def _look_over(arguments: argparse.Namespace) -> int:
    """`hoidap check`: looks, and leaves no trace."""
    from bot.library.checked import checked_whole

    try:
        directives, facts = checked_whole(arguments.knowledge)
    except KnowledgeInvalid as error:
        if not arguments.json:
            raise
        print_json([asdict(problem) for problem in error.problems])
        return 1
    print("[]" if arguments.json else f"Không có lỗi: {directives} văn bản, {facts} mục tri thức.")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    """`hoidap knowledge check`: an administrator's first step, which is written down."""
    try:
        code = _look_over(arguments)
    except KnowledgeInvalid as error:
        _note(arguments, DeedKind.CHECKED, f"{len(error.problems)} lỗi")
        raise
    _note(arguments, DeedKind.CHECKED, "có lỗi" if code else "không có lỗi")
    return code


def _build(arguments: argparse.Namespace) -> int:
    from bot.library.build import ensure_library

    print(ensure_library(arguments.knowledge, arguments.libraries, progress))
    return 0


# to a live version and back


def _diff(arguments: argparse.Namespace) -> int:
    from bot.library.publishing.drafts import as_json
    from bot.library.publishing.report import full, summary

    with _publishing(arguments) as publication:
        draft = publication.prepare(_author(), now())
    if arguments.json:
        print(as_json(draft))
    elif draft.changes_nothing:
        print("Không có gì thay đổi so với bản đang dùng.")
    else:
        print((full if arguments.full else summary)(draft.effect, draft.refusals))
    return 1 if draft.refusals and not draft.changes_nothing else 0


def _publish(arguments: argparse.Namespace) -> int:
    from bot.library.publishing.report import summary
    from bot.library.publishing.versions import as_json

    with _publishing(arguments) as publication:
        draft = publication.prepare(_author(), now())
        if not arguments.json and not draft.changes_nothing:
            print(summary(draft.effect), file=sys.stderr)
        version = publication.publish(draft, _author(), now(), reason=arguments.reason, accept=arguments.accept)
    print(
        as_json([version])
        if arguments.json
        else f"Đã đưa lên bản số {version.number}. Các tiến trình đang chạy dùng bản này trong vài giây."
    )
    return 0


def _versions(arguments: argparse.Namespace) -> int:
    from bot.library.publishing.publication import effect_of
    from bot.library.publishing.report import full
    from bot.library.publishing.versions import as_json
    from bot.wiring import versions_of

    versions = versions_of(arguments.settings)
    shown = [versions.get(arguments.number)] if arguments.number is not None else versions.all()
    if arguments.verify:
        for version in shown:
            versions.verified(version)
    if arguments.json:
        print(as_json(shown))
        return 0
    live = versions.pointer()
    for version in shown:
        print(_line(version, is_live=version.number == live))
    if not shown:
        print("Chưa có bản nào được đưa lên.")
    elif arguments.number is not None and (effect := effect_of(versions, shown[0])):
        print(f"\n{full(effect)}", end="")
    return 0


def _rollback(arguments: argparse.Namespace) -> int:
    from bot.library.publishing.versions import as_json

    with _publishing(arguments) as publication:
        version = publication.rollback(_author(), now(), number=arguments.number, reason=arguments.reason)
    if arguments.json:
        print(as_json([version]))
    else:
        print(f"Đã quay lại bản số {version.number}. Các tệp trong knowledge/ vẫn giữ thay đổi: sửa lại trước lần đưa lên sau.")
    return 0


def _line(version: Version, *, is_live: bool) -> str:
    """A version in one line, and what was right of the golden questions before and after it."""
    from bot.library.publishing.gate import name_of
    from bot.library.publishing.report import percent

    name = f"#{version.author.name[:8]}" if version.author.channel == "telegram" else version.author.name
    who = f"{name} ({version.author.channel})"
    counts = f"+{version.added} ~{version.changed} –{version.removed}, {version.moved} câu đổi"
    told = f"{'→' if is_live else ' '} {version.number:>4}  {version.at:%d/%m/%Y %H:%M}  {who}  {counts}"
    reasons = [version.reason, f"vẫn đưa lên dù cổng từ chối: {version.accepted}" if version.accepted else ""]
    before = {share.name: share for share in version.figures_before}
    figures = [
        f"{name_of(share.name)} {f'{percent(before[share.name])} → ' if share.name in before else ''}{percent(share)}"
        for share in version.figures
    ]
    beneath = [" · ".join(filter(None, reasons)), "; ".join(figures)]
    return "\n".join([told, *(f"        {text}" for text in beneath if text)])


# spreadsheets


def _export(arguments: argparse.Namespace) -> int:
    from bot.library.sheets import export

    made = export(arguments.knowledge, arguments.xlsx)
    if arguments.json:
        print_json({"file": str(arguments.xlsx), "sheets": made.sheets, "rows": made.rows})
    else:
        print(f"Đã xuất {made.rows} hàng, {made.sheets} trang vào {arguments.xlsx}.")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from bot.library.sheets import apply, read_changes

    changes = read_changes(arguments.file, arguments.knowledge)
    if not arguments.dry_run and changes:
        apply(changes.files, arguments.knowledge)
        _note(arguments, DeedKind.IMPORTED, f"{arguments.file.name}: {', '.join(change.file for change in changes.files)}")
    if arguments.json:
        print_json([{"file": one.file, "added": one.added, "changed": one.changed, "removed": one.removed} for one in changes.files])
        return 0
    for change in changes.files:
        print(f"{change.file}: thêm {change.added}, sửa {change.changed}, bỏ {change.removed}")
    if not changes:
        print("Không có gì khác các tệp đang có.")
    else:
        print("Chưa ghi gì (--dry-run)." if arguments.dry_run else "Đã ghi. Bước tiếp theo: hoidap knowledge diff, rồi publish.")
    return 0


def _template(arguments: argparse.Namespace) -> int:
    from bot.library.sheets import template

    template(arguments.file, arguments.knowledge)
    if arguments.json:
        print_json({"file": str(arguments.file)})
    else:
        print(f"Đã tạo {arguments.file}. Điền xong thì nhập: hoidap knowledge import {arguments.file}")
    return 0
