"""What administrators see of a change and of the versions. Pure: values in, pages and texts out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.channels.telegram import words_knowledge as words
from bot.channels.telegram.actions import Discard, Publish, RollBack, ShowVersions, Stay
from bot.channels.telegram.listing import sliced, turning
from bot.channels.telegram.markup import Page, Run, Style, button, page
from bot.channels.telegram.parcels import LARGEST
from bot.channels.telegram.preparer import Failed, Invalid, Prepared
from bot.domain.deed import Author
from bot.domain.errors import FileRefused

if TYPE_CHECKING:
    from bot.channels.telegram.publishing import History
    from bot.library.judging import Share
    from bot.library.publishing.versions import Version

_A_PAGE = 5
_PROBLEMS = 5  # named in a message
_BOM = b"\xef\xbb\xbf"  # without it phones take the file for one of another alphabet
_HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


# a change


def effect_page(found: Prepared, name: str = "") -> Page:
    """What a change does, and the question whether it goes live; when the gate is against it, how to do it all the same. `name` of a file."""
    title = words.EFFECT_TITLE_FILE.format(name=name) if name else words.EFFECT_TITLE
    runs = [Run(title, Style.BOLD), Run(f"\n{found.summary}")]
    if found.files:
        runs.append(Run("\n" + words.FILES_CHANGED.format(files=", ".join(found.files))))
    runs.append(Run(f"\n\n{words.REFUSED_HOW if found.reasons else words.ASK_PUBLISH}"))
    leave = button(words.DISCARD, Discard(found.draft))
    return page(runs, ((leave,),) if found.reasons else ((button(words.PUBLISH, Publish(found.draft)), leave),))


def problems_page(found: Invalid) -> Page:
    """The first problems."""
    lines = [f"• {problem}" for problem in found.problems[:_PROBLEMS]]
    if len(found.problems) > _PROBLEMS:
        lines.append(words.PROBLEMS_LEFT.format(count=len(found.problems) - _PROBLEMS))
    return page([Run(words.PROBLEMS_TITLE.format(count=len(found.problems)), Style.BOLD), Run("\n" + "\n".join(lines))])


def failed_page(found: Failed) -> Page:
    """Why nothing was found out. What we say ourselves has no kind, and needs no more words."""
    match found:
        case Failed(text=""):
            text = words.CHECK_FAILED_UNKNOWN.format(kind=found.kind)
        case Failed(kind=""):
            text = found.text
        case Failed(kind=FileRefused.__name__):
            text = words.FILE_REFUSED.format(why=found.text)
        case _:
            text = words.CHECK_FAILED.format(why=found.text)
    return page([Run(text)])


def as_file(text: str) -> bytes:
    """A text as phones and old editors show it rightly, within what may be sent; what is cut says so."""
    whole = _BOM + text.replace("\n", "\r\n").encode()
    if len(whole) <= LARGEST:
        return whole
    note = words.CUT.replace("\n", "\r\n").encode()
    return whole[: LARGEST - len(note)].decode("utf-8-sig", "ignore").encode("utf-8-sig") + note


def in_words(text: str) -> Page:
    """The beginning of a file, for a server that sends none."""
    return page([Run(words.NO_FILES, Style.ITALIC), Run(f"\n{text}")])


# versions


def versions_page(history: History, number: int, names: Mapping[str, str]) -> Page:
    """Five versions, newest first. `names` of administrators by the journal's keys of them."""
    if not history.versions:
        return page([Run(words.VERSIONS_NONE)])
    part = sliced(history.versions, number, _A_PAGE)
    runs = [Run(words.VERSIONS_TITLE, Style.BOLD)]
    for version in part.items:
        live = words.VERSION_LIVE if version.number == history.live else ""
        runs += [Run("\n\n" + words.VERSION_LINE.format(number=version.number, live=live), Style.BOLD), Run(f"\n{_told(version, names)}")]
    return page(runs, turning(part, ShowVersions))


def roll_back_page(version: Version, live: int, names: Mapping[str, str]) -> Page:
    """Asks before it is gone back."""
    runs = [Run(words.ROLL_BACK_ASK.format(number=version.number), Style.BOLD), Run(f"\n{_told(version, names)}")]
    return page(runs, ((button(words.ROLL_BACK, RollBack(version.number, live)), button(words.DISCARD, Stay())),))


def published(version: Version) -> str:
    return words.PUBLISHED.format(number=version.number, counts=_counts(version))


def published_already(version: Version) -> str:
    return words.PUBLISHED_ALREADY.format(number=version.number, at=_moment(version))


def _told(version: Version, names: Mapping[str, str]) -> str:
    lines = [
        words.VERSION_MADE.format(at=_moment(version), who=_who(version.author, names)),
        words.VERSION_WHY.format(reason=version.reason) if version.reason else "",
        words.VERSION_ACCEPTED.format(reason=version.accepted) if version.accepted else "",
        _counts(version),
        words.VERSION_FIGURES.format(figures=_figures(version)) if version.figures else words.VERSION_FIGURES_NONE,
    ]
    return "\n".join(filter(None, lines))


def _counts(version: Version) -> str:
    return words.VERSION_COUNTS.format(added=version.added, changed=version.changed, removed=version.removed, moved=version.moved)


def _figures(version: Version) -> str:
    """All golden questions together, before and after; each kind is in the report of the change."""
    now = _share(version.figures)
    return f"{_share(version.figures_before)} → {now}" if version.figures_before else now


def _share(figures: Sequence[Share]) -> str:
    right, asked = sum(share.right for share in figures), sum(share.asked for share in figures)
    return f"{right / asked:.1%} ({right}/{asked})".replace(".", ",") if asked else "–"


def _who(author: Author, names: Mapping[str, str]) -> str:
    match author.channel:
        case "telegram":
            return words.WHO_TELEGRAM.format(name=names.get(author.name) or f"#{author.name[:8]}")
        case "cli":
            return words.WHO_CLI.format(name=author.name)
        case _:
            return words.WHO_SYSTEM


def _moment(version: Version) -> str:
    return f"{version.at.astimezone(_HANOI):%d/%m/%Y %H:%M}"
