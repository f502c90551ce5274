"""Rules as a page tells them to staff: whole sentences in sections, each with where it comes from (ui/rules.html)."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Told:
    """A rule with its source, or marked as a local default, or as changed by what came later."""

    sentence: str
    source: str = ""
    is_local: bool = False
    is_changed: bool = False


@dataclass(frozen=True)
class Section:
    heading: str | Promise
    intro: str | Promise
    rules: list[Told]
