"""Settings that have to be converted or lie within limits: by pydantic-settings, and what fails in our own words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, create_model
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from c8tui.secret_text import SecretStr
from c8tui.settings_rules import Auth, Body, BrokenRule, refused

_KINDS: dict[str, Any] = {
    "str": str,
    "bool": bool,
    "float": float,
    "Auth": Auth,
    "Body": Body,
    "SecretStr": SecretStr,
    "Path": Path,
    "tuple[str, ...]": tuple[str, ...],
    "Mapping[str, str]": dict[str, str],
    "Mapping[str, Any]": dict[str, Any],
}
_LIMITS: dict[str, Any] = {
    "timeout_s": Field(gt=0, le=3600, allow_inf_nan=False),
    "refresh_s": Field(ge=1, le=86400, allow_inf_nan=False),
    "undo_s": Field(ge=0, le=600, allow_inf_nan=False),
}
_FAULTS = {
    "bool": "has to be true or false",
    "float": "has to be a number",
    "string_type": "has to be text (in quotes)",
    "is_instance_of": "has to be text (in quotes)",
    "tuple": "has to be a list of texts",
    "dict": "has to be a table of texts",
    "path": "has to be the path of a file (in quotes)",
    "finite": "has to be a number",
    "greater_than_equal": "has to be at least {ge:g}",
    "greater_than": "has to be more than {gt:g}",
    "less_than_equal": "has to be at most {le:g}",
    "literal_error": "has to be one of {expected}",
}
"""By how pydantic calls what is wrong."""


class _Given(BaseSettings):
    model_config = SettingsConfigDict(arbitrary_types_allowed=True, hide_input_in_errors=True)

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: Any, **__: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is passed in: the environment and the file were read as layers of their own."""
        return (init_settings,)


def converted(given: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    """`given` in the types of these kinds, the annotations of `Settings`. Raises BrokenRule, which holds no value."""
    fields: dict[str, Any] = {
        name: (_KINDS[kinds[name].removesuffix(" | None")], _LIMITS.get(name, Field())) for name in given
    }
    try:
        read = create_model("Typed", __base__=_Given, **fields)(**given)
    except ValidationError as failure:
        raise _told(failure) from None
    return {name: getattr(read, name) for name in given}


def _told(failure: ValidationError) -> BrokenRule:
    first = failure.errors(include_url=False, include_input=False)[0]
    detail = next((text for kind, text in _FAULTS.items() if first["type"].startswith(kind)), "is not usable")
    mend = "Fix it there, or remove it for the default"
    return refused(str(first["loc"][0]), detail=detail.format_map(first.get("ctx", {})), mend=mend)
