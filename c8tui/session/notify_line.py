"""The command line of one's own that tells of new tasks: which values there are for it, each as single words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.errors import SettingsError
from c8tui.session.line_template import LineTemplate, NotALine, read_line
from c8tui.session.own_commands import GENERAL, general_fields

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.session.task_watch import News

FIELDS = ("count", "view", "title", "user_task_key", "message")
"""Placeholders besides those of every command of one's own: of all that is new, title and key of the newest."""
SEVERAL = ("titles", "user_task_keys")
"""Those that stand for a word a task."""


def notify_line(text: str) -> LineTemplate:
    """The command line that tells of news. Raises SettingsError."""
    try:
        return read_line(text, {*GENERAL, *FIELDS, *SEVERAL}, SEVERAL)
    except NotALine as wrong:
        raise SettingsError("notify", "the settings", wrong.detail, wrong.mend) from None


def filled_line(line: LineTemplate, news: News, session: Session) -> str:
    """It with the values of news. Raises Refusal for what is no argument."""
    newest, tasks = news.tasks[0], news.tasks
    general = general_fields(session)
    texts = (str(len(tasks)), news.where(), newest.title, newest.user_task_key, news.words())
    words = (tuple(task.title for task in tasks), tuple(task.user_task_key for task in tasks))
    several = dict(zip(SEVERAL, words, strict=True))
    return line.filled({**general, **dict(zip(FIELDS, texts, strict=True)), **several})
