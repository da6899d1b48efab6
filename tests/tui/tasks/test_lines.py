"""Everything about a task is shown, whatever it holds."""

from __future__ import annotations

import msgspec

from c8tui.model.audit_logs import AuditLog
from c8tui.model.jobs import Job
from c8tui.model.user_tasks import Form, UserTask
from c8tui.model.variables import Variable
from c8tui.session.stale_check import differences
from c8tui.session.task_position import TaskPosition
from c8tui.session.user_tasks import TaskDetail
from c8tui.tui.tasks.lines import brief_lines, detail_lines, stream_lines
from c8tui.tui.widgets.facts import content_of

TASK = UserTask(
    user_task_key="11", name="Review", state="ASSIGNING", assignee="anna", priority=80, due_date="2001-02-03T04:05:06Z",
    follow_up_date="2001-01-03T04:05:06Z", creation_date="2000-02-03T04:05:06Z", candidate_groups=("leads",),
    candidate_users=("ben",), element_id="review", element_instance_key="12", process_name="Invoice",
    process_definition_id="invoice", process_definition_key="13", process_definition_version=3,
    process_instance_key="14", business_id="b-1", tenant_id="t-1", external_form_reference="https://form",
    custom_headers={"h": "hv"}, tags=("x", "y"),
)  # fmt: skip


def test_every_field_is_there() -> None:
    detail = TaskDetail(
        TASK,
        (
            Variable(name="amount", value="12.50"),
            Variable(name="who", value='"anna"'),
            Variable(name="o", value='{"a":1}'),
            Variable(name="cut", value='{"a', is_truncated=True),
            Variable(name="none", value="null"),
        ),
        Form(schema="{}", form_id="review-form", version=2),
        (
            AuditLog(operation_type="ASSIGN", actor_id="ben", result="FAIL", timestamp="2001-02-03T04:05:06Z"),
            AuditLog(operation_type="UNASSIGN", actor_id="anna", result="SUCCESS", timestamp="2001-02-03T04:05:06Z"),
        ),
        TaskPosition((("Review",), ("Pay",)), 0, False),
        (Job(job_key="1", type="budget-check", state="FAILED", retries=0, error_message="no budget"),),
    )
    changed = differences(msgspec.structs.replace(TASK, priority=50), TASK)
    text = content_of(detail_lines(detail, "index behind", changed)).plain
    for shown in (
        "Review  index behind, shown as written", "Invoice v3", "assigning", "anna", "leads, ben", "80 critical",
        "assigning: a listener is deciding on its assignment", "changed since you looked: priority: 50 -> 80",
        "step 1 of 2: [Review] > Pay", "listener budget-check: failed, retries 0  no budget  not tried again",
        "overdue", "review-form v2", "https://form", "x, y", "b-1", "11", "14", "review  12", "invoice  13", "t-1",
        "hv",
        "12.50", "number  ", "string  anna",
        "{1}     1", '{"a  (cut short)', "null    null", "ben assign fail", "anna unassigned it",
    ):  # fmt: skip
        assert shown in text, shown


def test_no_field_of_a_task_is_left_out() -> None:
    """Whatever the model learns of next has to be shown too."""
    task = msgspec.structs.replace(TASK, root_process_instance_key="15", form_key="16", completion_date=TASK.due_date)
    shown_apart = {"due_date", "follow_up_date", "creation_date", "completion_date"}
    text = content_of(detail_lines(TaskDetail(task, (), None, ()), None)).plain
    for name in set(UserTask.__struct_fields__) - shown_apart:
        value = getattr(task, name)
        assert value not in (None, "", (), {}), f"{name}: the task of this test has to have it"
        words = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
        for word in words:
            assert str(word).casefold() in text.casefold(), name
    for label in ("due", "follow-up", "created", "completed"):
        assert any(line.startswith(label) and "200" in line for line in text.splitlines()), label


def test_a_root_that_is_the_instance_itself_is_not_said_twice() -> None:
    task = msgspec.structs.replace(TASK, root_process_instance_key=TASK.process_instance_key)
    assert "root instance" not in content_of(brief_lines(task, None)).plain


def test_what_is_not_known_yet_or_not_kept_is_said() -> None:
    assert "Variables  loading" in content_of(brief_lines(TASK, None)).plain
    text = content_of(detail_lines(TaskDetail(TASK, (), None, None), None)).plain
    assert "None (or you lack permission to see them)." in text
    assert "this cluster keeps no audit log" in text
    assert "History  nothing yet" in content_of(detail_lines(TaskDetail(TASK, (), None, ()), None)).plain


def test_a_stream_begins_with_what_somebody_answers_by() -> None:
    variables = (Variable(name="amount", value="12"),)
    told = content_of(
        stream_lines(TaskDetail(UserTask(user_task_key="1", name="Pay", element_id="pay"), variables, None, None))
    ).plain
    assert told.index("amount") < told.index("process") < told.index("History")
    assert "Pay" not in told  # it stands in the head
