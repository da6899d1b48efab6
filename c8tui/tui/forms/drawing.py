"""Draws one field: its label, its value or options, what it says about itself, and what is wrong with it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct, field
from rich.cells import cell_len

from c8tui.forms import schema as s
from c8tui.forms.display import edited_text, raw_text
from c8tui.forms.instance import FieldInstance
from c8tui.forms.moments import read_moment
from c8tui.forms.moments_typed import moment_in_words, typed_in_words
from c8tui.text import visible
from c8tui.tui.forms.choices import draw_options
from c8tui.tui.forms.data_urls import told
from c8tui.tui.forms.lines import Drawn, Line, Spot, one_line, padded, width_of, wrapped
from c8tui.tui.forms.picking import Picker, chosen_words

WIDEST_BOX = 44
TEXT_AREA_LINES = 4
WIDEST_ADORNER = 12
NARROWEST_BESIDE = 40
"""Cells from which a label stands beside its field, not above it."""


class Look(Struct):
    """How the form is looked at: what has the focus, where pickers are, which mistakes are told yet."""

    now: datetime
    label_width: int = 18
    focused: FieldInstance | None = None
    pickers: dict[FieldInstance, Picker] = field(default_factory=dict)
    touched: set[FieldInstance] = field(default_factory=set)
    """Fields that somebody has left: their mistakes are told."""
    all_mistakes: bool = False
    """Whether every mistake is told: somebody tried to send the form."""
    paths: dict[FieldInstance, str] = field(default_factory=dict)
    """Paths that were typed of files that could not be taken."""
    notes: dict[FieldInstance, str] = field(default_factory=dict)
    """What is going on at a field, as an upload."""
    read_only: bool = False
    """Whether the whole form is only read."""

    def locks(self, instance: FieldInstance) -> bool:
        """Whether nobody may edit it here."""
        return self.read_only or instance.locked

    def picker(self, instance: FieldInstance) -> Picker:
        """The picker of a field, made at its first look."""
        if instance not in self.pickers:
            self.pickers[instance] = Picker(instance)
        return self.pickers[instance]

    @property
    def picker_in_focus(self) -> Picker | None:
        """The options of the field that has the focus, if it has some."""
        if self.focused is not None and isinstance(self.focused.component, s.Choice):
            return self.picker(self.focused)
        return None

    @property
    def path_in_focus(self) -> str:
        """The path that was typed at the field that has the focus, of a file that could not be taken."""
        return self.paths.get(self.focused, "") if self.focused is not None else ""

    def tells(self, instance: FieldInstance) -> bool:
        """Whether its mistakes are told."""
        return not self.read_only and (self.all_mistakes or instance in self.touched or bool(instance.unread))


def draw_field(instance: FieldInstance, width: int, look: Look) -> Drawn:
    """A field with its label beside it, or above it where there is no room."""
    focused = look.focused is instance
    component = instance.component
    label = name_of(instance)
    if isinstance(component, s.Field) and component.required:
        label += " *"
    style = "focus" if focused else "label"
    if width < NARROWEST_BESIDE:
        drawn = Drawn([((text, style),) for text in wrapped(label, width)])
        drawn.under(_indented(_body(instance, width - 2, look), 2))
        return drawn
    names = wrapped(label, look.label_width)
    body = _body(instance, width - look.label_width - 2, look)
    drawn = Drawn(spot=body.spot.moved(look.label_width + 2, 0) if body.spot else None, eye=body.eye)
    for y in range(max(len(names), len(body.lines))):
        name = names[y] if y < len(names) else ""
        line = body.lines[y] if y < len(body.lines) else ()
        drawn.add((padded(name, look.label_width) + "  ", style), *line)
    return drawn


def name_of(instance: FieldInstance) -> str:
    """A field as it is called: its label, else its key."""
    component = instance.component
    if instance.label:
        return instance.label
    return (component.key if isinstance(component, s.Keyed) else "") or component.type


def _indented(drawn: Drawn, cells: int) -> Drawn:
    lines: list[Line] = [((" " * cells, ""), *line) for line in drawn.lines]
    return Drawn(lines, drawn.spot.moved(cells, 0) if drawn.spot else None, drawn.eye)


def _body(instance: FieldInstance, width: int, look: Look) -> Drawn:
    component = instance.component
    if isinstance(component, s.Choice):
        body = _choice(instance, width, look)
    elif isinstance(component, s.Checkbox):
        mark = "[x]" if instance.value is True else "[ ]"
        if instance.locked and not isinstance(instance.value, bool | None):
            mark = one_line(raw_text(instance.value), width)
        body = Drawn([((mark, "cursor" if look.focused is instance else "value"),)])
    elif isinstance(component, s.TextArea) and not isinstance(component, s.TextField):
        body = _text_area(instance, width, look)
    elif isinstance(component, s.FilePicker):
        body = _file_picker(instance, width, look)
    else:
        body = _box(instance, width, look)
    _say_more(body, instance, width, look)
    return body


def _box(instance: FieldInstance, width: int, look: Look) -> Drawn:
    """A value on one line, with what stands before and behind it."""
    before, behind = (_adorner(instance, name) for name in ("prefix_adorner", "suffix_adorner"))
    room = max(4, min(WIDEST_BOX, width - cell_len(before) - cell_len(behind)))
    if look.locks(instance):
        return _locked(told(edited_text(instance, look.now)), width, before, behind)
    text = one_line(edited_text(instance, look.now), room)
    style = "box-focus" if look.focused is instance else "box"
    line = ((before, "hint"), (padded(text, room), style), (behind, "hint"))
    return Drawn([line], Spot(cell_len(before), 0, room))


def _locked(text: str, width: int, before: str = "", behind: str = "") -> Drawn:
    """A value that nobody edits, in full: on as many lines as it takes."""
    lines = wrapped(text, max(4, width - cell_len(before) - cell_len(behind))) if text else ["-"]
    margin = " " * cell_len(before)
    drawn = Drawn([((margin if y else before, "hint"), (line, "locked")) for y, line in enumerate(lines)])
    drawn.lines[-1] = (*drawn.lines[-1], (behind, "hint"))
    return drawn


def _adorner(instance: FieldInstance, name: str) -> str:
    """What stands before or behind a value; a long one is cut there and said in full below."""
    text = _adorner_text(instance, name)
    if not text:
        return ""
    shown_text = one_line(text, WIDEST_ADORNER)
    return f"{shown_text} " if name.startswith("prefix") else f" {shown_text}"


def _adorner_text(instance: FieldInstance, name: str) -> str:
    return instance.text(name) if hasattr(instance.component, name) else ""


def _text_area(instance: FieldInstance, width: int, look: Look) -> Drawn:
    room = max(8, min(2 * WIDEST_BOX, width))
    if look.locks(instance):
        return _locked(told(edited_text(instance, look.now)), width)
    lines = wrapped(edited_text(instance, look.now), room)
    focused = look.focused is instance
    height = min(max(TEXT_AREA_LINES, len(lines)), TEXT_AREA_LINES if not focused else 2 * TEXT_AREA_LINES)
    shown_lines = [*lines, *[""] * height][:height]
    style = "box-focus" if focused else "box"
    drawn = Drawn([((padded(line, room), style),) for line in shown_lines], Spot(0, 0, room, height))
    if len(lines) > height and not focused:
        drawn.add((f"{len(lines) - height} more lines", "hint"))
    return drawn


def _choice(instance: FieldInstance, width: int, look: Look) -> Drawn:
    if look.locks(instance):
        return _locked(chosen_words(instance), width)
    return draw_options(look.picker(instance), width, WIDEST_BOX, focused=look.focused is instance)


def _file_picker(instance: FieldInstance, width: int, look: Look) -> Drawn:
    drawn = Drawn()
    for one in instance.value if isinstance(instance.value, list) else []:
        drawn.lines += [((line, "chosen"),) for line in wrapped(_file_name(one), width)]
    if look.locks(instance):
        return drawn if drawn.lines else Drawn([(("-", "locked"),)])
    room = max(4, min(WIDEST_BOX, width))
    focused = look.focused is instance
    drawn.spot = Spot(0, len(drawn.lines), room)
    drawn.eye = len(drawn.lines)
    words = "" if focused else look.paths.get(instance, "path of a file")
    drawn.add((padded(words, room), "box-focus" if focused else "box"))
    if note := look.notes.get(instance):
        drawn.lines += [((line, "hint"),) for line in wrapped(note, width)]
    return drawn


def _file_name(reference: object) -> str:
    if isinstance(reference, dict):
        metadata = reference.get("metadata")
        name = metadata.get("fileName") if isinstance(metadata, dict) else None
        return str(name or reference.get("documentId") or reference)
    return str(reference)


def _say_more(body: Drawn, instance: FieldInstance, width: int, look: Look) -> None:
    """Description, what is wrong, and what the form itself has wrong at this field."""
    hint = instance.description
    if instance.locked and not look.read_only:
        hint = f"{hint}  (read only)" if hint else "(read only)"
    if look.focused is instance and (more := _meaning(instance, look.now)):
        hint = f"{more}  {hint}" if hint else more
    if hint:
        _say(body, hint, width, "hint")
    for name in ("prefix_adorner", "suffix_adorner"):
        if cell_len(text := visible(_adorner_text(instance, name))) > WIDEST_ADORNER:
            body.lines += [((line, "hint"),) for line in wrapped(text, width)]
    if look.tells(instance):
        for error in instance.errors:
            for text in wrapped(error, width):
                body.add((text, "error"))
    for name, message in instance.trouble.items():
        for text in wrapped(f"this form has a mistake in {name}: {message}", width):
            body.add((text, "trouble"))


def _say(body: Drawn, hint: str, width: int, style: str) -> None:
    """Beside the value where it fits on one line, else below."""
    if len(body.lines) == 1:
        used = width_of(body.lines[0])
        if used + 2 + cell_len(hint) <= width and "\n" not in hint:
            body.lines[0] = (*body.lines[0], (f"  {one_line(hint, width)}", style))
            return
    for text in wrapped(hint, width):
        body.add((text, style))


def _meaning(instance: FieldInstance, now: datetime) -> str:
    """What a date that is being typed stands for, and how far a number may go."""
    component = instance.component
    if isinstance(component, s.DateTime):
        return _meant(instance, component, now)
    if isinstance(component, s.Number):
        return _bounds(instance)
    return ""


def _meant(instance: FieldInstance, component: s.DateTime, now: datetime) -> str:
    """A date in full, with its weekday and zone, and what was assumed where that is a part of it."""
    if instance.unread:
        return ""
    words = typed_in_words(instance.typed, component, now) if instance.typed else ""
    if not words and (moment := read_moment(instance.value, component, now)) is not None:
        words = moment_in_words(moment, now)
    return f"= {instance.value}  {words}" if words else ""


def _bounds(instance: FieldInstance) -> str:
    least, most = (instance.live.get(name, getattr(instance.component, name)) for name in ("min", "max"))
    if least is not None and most is not None:
        return f"{least} to {most}"
    if least is not None:
        return f"at least {least}"
    return f"at most {most}" if most is not None else ""
