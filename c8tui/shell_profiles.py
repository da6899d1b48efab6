"""`c8tui profiles`: which profiles there are, which of them work, and those of other programs taken over."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from c8tui.errors import SettingsError
from c8tui.settings import Loaded, Settings, config_path, load, why_unusable
from c8tui.settings_file import ConfigFile, read_config
from c8tui.settings_rules import listed
from c8tui.settings_sources import SECRETS
from c8tui.shell_output import is_terminal, put, put_json, tell
from c8tui.shell_table import cut, plain_line, table_lines, widths
from c8tui.text import counted, visible

if TYPE_CHECKING:
    from c8tui.flags import Flags
    from c8tui.foreign_profiles import ForeignProfile
    from c8tui.kept_secrets import Keeping

FAILED = 1
WIDEST = 100
"""Columns of a table that nobody has asked to be narrower."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as `c8tui --profile NAME` would open it, or why it cannot be opened."""

    name: str
    loaded: Loaded | None
    failure: SettingsError | None
    default: bool


def profiles_of(flags: Flags, *, may_be_new: bool = False) -> tuple[Path, list[Profile]]:
    """The settings file, whether or not it is there, and its profiles in their order. Raises SettingsError for it.

    One that was chosen has to be there, unless it `may_be_new`.
    """
    path, chosen_by = config_path(flags.settings, os.environ)
    if not os.path.exists(path) and (may_be_new or not chosen_by):
        return path, []
    file = read_config(path, frozenset(Settings.__struct_fields__) - {"profile"})
    return path, [_profile(name, file, flags) for name in file.profiles]


def _profile(name: str, file: ConfigFile, flags: Flags) -> Profile:
    default = name == file.default_profile
    try:
        return Profile(name, load({**flags.settings, "profile": name}), None, default)
    except SettingsError as failure:
        return Profile(name, None, failure, default)


def print_profiles(flags: Flags) -> int:
    """Print the profiles: a table, lines of tabs for a pipe, or JSON; the exit code tells whether all can be used."""
    if flags.names:
        raise SettingsError("profiles", "command line", "list takes no names", "Did you mean c8tui profiles test?")
    path, profiles = profiles_of(flags)
    if flags.json:
        put_json({"file": str(path), "profiles": [_document(profile) for profile in profiles]})
    elif not profiles:
        tell(visible(f"there are no profiles in {path}{'' if os.path.exists(path) else ', which is not there'}"))
        tell("c8tui init adds one, c8tui profiles import takes over those of c8ctl and of the Camunda Modeler")
    else:
        rows = [("NAME", "ADDRESS", "AUTH", "NOTES", "SET IN"), *(_row(profile, path) for profile in profiles)]
        if is_terminal():
            put(visible(f"settings file: {path}", 2000), "")
            room = shutil.get_terminal_size((WIDEST, 24)).columns
            shown = [[visible(cell) for cell in row] for row in rows]
            put(*table_lines(shown, widths(shown, room, firm=(1,))))
        else:
            put(*(plain_line(row) for row in rows[1:]))
    for profile in profiles:
        if profile.failure is not None:
            tell(visible(f"{profile.name}: {profile.failure}", 2000))
    return FAILED if any(profile.failure for profile in profiles) else 0


def _row(profile: Profile, path: Path) -> tuple[str, str, str, str, str]:
    notes = ["default"] * profile.default
    if profile.loaded is None:
        return profile.name, "-", "-", ", ".join([*notes, "unusable"]), ""
    settings = profile.loaded.settings
    notes += ["protected"] * settings.protected + ["read-only"] * settings.read_only
    place = profile.loaded.origin_of("address").replace(f"profile {profile.name} in {path}", "the profile")
    return profile.name, settings.address, settings.auth, ", ".join(notes), place.replace(str(path), "all profiles")


def _document(profile: Profile) -> dict[str, Any]:
    told: dict[str, Any] = {"name": profile.name, "default": profile.default}
    if profile.loaded is None:
        return {**told, "failure": str(profile.failure)}
    settings = profile.loaded.settings
    chosen = {name: getattr(settings, name) for name in ("address", "auth", "tenant_id", "protected", "read_only")}
    return {**told, **chosen, "origin": profile.loaded.origin_of("address")}


async def try_profiles(flags: Flags) -> int:
    """Check each profile, or those that are named, with a line for each; the exit code tells whether all work."""
    path, profiles = profiles_of(flags)
    known = {profile.name: profile for profile in profiles}
    if unknown := [name for name in flags.names if name not in known]:
        mend = f"Known are {', '.join(known)}" if known else "c8tui init adds one"
        raise SettingsError("profile", "command line", f"there is no profile {unknown[0]} in {path}", mend)
    chosen = [known[name] for name in dict.fromkeys(flags.names)] or profiles
    if not chosen:
        raise SettingsError("profiles", str(path), "there are none", "c8tui init adds one")
    wide = min(30, max(len(visible(profile.name)) for profile in chosen))
    failed = False
    documents = []
    for profile in chosen:
        ok, detail, advice = await _tested(profile)
        failed = failed or not ok
        documents.append({"name": profile.name, "ok": ok, "detail": detail, "advice": advice})
        if not flags.json:
            line = f"{'ok' if ok else 'FAIL':<5}{cut(visible(profile.name), wide):<{wide}}  {visible(detail, 2000)}"
            put(f"{line}. {visible(advice, 2000)}" if advice else line, flush=True)
    if flags.json:
        put_json({"ok": not failed, "profiles": documents})
    return FAILED if failed else 0


async def _tested(profile: Profile) -> tuple[bool, str, str]:
    """Whether a profile works, what is to be said of it, and what to do."""
    import asyncio

    from c8tui.api.connect import connect
    from c8tui.session.check import check

    if profile.loaded is None:
        return False, str(profile.failure), ""
    settings, origins = profile.loaded.settings, profile.loaded.origins
    try:
        connection = await asyncio.to_thread(connect, settings, origins=origins)
    except SettingsError as failure:
        failure.origin = origins.get(failure.setting, failure.origin)
        return False, str(failure), ""
    try:
        lines = [line async for line in check(connection, settings, origins)]
    finally:
        await connection.aclose()
    if (wrong := next((line for line in lines if line.ok is False), None)) is not None:
        return False, f"{settings.address}: {wrong.name}: {wrong.detail.rstrip('.')}", wrong.advice
    seen = next((line.detail for line in lines if line.name == "topology"), "")
    return True, f"{settings.address}: {seen}", ""


def import_profiles(flags: Flags) -> int:
    """Take over the profiles of c8ctl and of the Modeler, and say what could not be; those files are only read."""
    from c8tui.foreign_profiles import foreign_files
    from c8tui.secret_sources import keyring_name

    if flags.names:
        raise SettingsError("profiles", "command line", "import takes no names", "Leave them out")
    path, present = profiles_of(flags, may_be_new=True)
    files = list(foreign_files())
    taken = {profile.name for profile in present}
    keyring = keyring_name()
    keeping: Keeping = "keyring" if keyring else "file"
    failed = False
    if any(SECRETS & one.values.keys() for file in files for one in file.profiles):
        where = f"the keyring ({keyring})" if keyring else f"{path.parent / 'secrets'}, each in a file of mode 0600"
        put(visible(f"secrets go into {where}"))
    for file in files:
        if file.wrong:
            failed = True
            tell(visible(f"{file.program}: {file.path} {file.wrong}"))
        for foreign in file.profiles:
            failed = _import(foreign, file.program, path, taken, keeping, flags.dry_run) or failed
    if not any(file.profiles or file.wrong for file in files):
        tell(visible(f"nothing to import: looked for {listed([str(file.path) for file in files])}", 2000))
        return FAILED
    if not flags.dry_run and len(taken) > len(present):
        put(visible(f"{counted(len(taken) - len(present), 'profile')} added to {path}; c8tui profiles test tries them"))
    return FAILED if failed else 0


def _import(
    foreign: ForeignProfile, program: str, path: Path, taken: set[str], keeping: Keeping, dry_run: bool
) -> bool:
    """Add one profile and say so; whether it could not be."""
    from c8tui.kept_secrets import keep
    from c8tui.settings_writing import add_profile

    name, wrong = foreign.name, foreign.wrong or why_unusable(foreign.values)
    if not wrong and name in taken:
        put(visible(f"{name}: there is a profile of that name already; that of {program} is left out"))
        return False
    if wrong:
        tell(visible(f"{name}: not taken over from {program}: {wrong}", 2000))
        return True
    values = dict(foreign.values)
    if not dry_run:
        for setting in SECRETS & values.keys():
            values[setting] = keep(values[setting], keeping, path, name, setting)
        add_profile(path, name, values)
    taken.add(name)
    left_out = f"; not taken over: {', '.join(foreign.left_out)}" if foreign.left_out else ""
    would = "would be added" if dry_run else "added"
    put(visible(f"{name}: {would} from {program} ({values['address']}){left_out}", 2000))
    return False
