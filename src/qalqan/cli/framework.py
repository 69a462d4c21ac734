"""What the command framework says by itself (usage, headings, wrong options), in the person's language.

Typer writes these words into its code in English and asks no catalogue. So help pages are written through a formatter
of our own, hung into every command by its context class, and what a call got wrong is told from the framework's
exceptions; a kind of error that is not known here is told in the framework's own words rather than hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import re2
import typer

from qalqan.cli.console import err
from qalqan.cli.tongue import t

HEADINGS: Final = {"Options": "cli-word-options", "Arguments": "cli-word-arguments", "Commands": "cli-word-commands"}
KINDS: Final = {"str": "text", "path": "path", "int": "number", "int range": "number", "float": "number",
                "float range": "number", "list[str]": "texts", "list[Path]": "paths"}  # fmt: skip
_HELP: Final = "Show this message and exit."
_EXTRA: Final = re2.compile(r"^((?s:.*?))(?:  |^)\[([^\[\]]*)\]$")
_KIND: Final = re2.compile(r"<([A-Za-z\[\] ]+)>")
_WHY: Final = (  # what a value may be refused for: the framework's words, and ours with the values named
    (r"^Input should be a valid integer", "cli-why-integer", ()),
    (r"^Input should be a valid number", "cli-why-number", ()),
    (r"^Input should be greater than or equal to ([-0-9.]+)", "cli-why-least", ("bound",)),
    (r"^Input should be less than or equal to ([-0-9.]+)", "cli-why-most", ("bound",)),
    (r"^(?:Value error, )?(?s:.*) is not one of ((?s:.*))\.$", "cli-why-one-of", ("known",)),
    (r"^\w+ ('(?s:.*)') does not exist\.$", "cli-why-none", ("path",)),
    (r"^\w+ ('(?s:.*)') is a (?:file|directory)\.$", "cli-why-not-such", ("path",)),
    (r"^\w+ ('(?s:.*)') is not (?:readable|writable)\.$", "cli-why-closed", ("path",)),
)
_USAGE: Final = (
    (r"^No such command ('(?s:.*?)')\. Did you mean ((?s:.*))\?$", "cli-wrong-command-near", ("name", "known")),
    (r"^No such command ('(?s:.*)')\.$", "cli-wrong-command", ("name",)),
    (r"^Missing command\.$", "cli-wrong-no-command", ()),
    (r"^Got unexpected extra argument\(s\) \(((?s:.*))\)$", "cli-wrong-extra", ("names",)),
    (r"^Option ('(?s:.*)') requires ", "cli-wrong-needs-value", ("name",)),
    (r"^Option ('(?s:.*)') does not take a value\.$", "cli-wrong-takes-no-value", ("name",)),
)


class Formatter(typer.Context.formatter_class):  # type: ignore[valid-type,misc] # the framework's own, as it names it
    """A help page in the language of this call."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line of usage."""
        super().write_usage(prog, args, prefix if prefix is not None else f"{t('cli-word-usage')}: ")

    def write_heading(self, heading: str) -> None:
        """A heading of a section."""
        super().write_heading(t(HEADINGS[heading]) if heading in HEADINGS else heading)

    def write_dl(self, rows: Sequence[tuple[str, str]], *more: Any, **most: Any) -> None:
        """Rows of names and what they mean."""
        super().write_dl([(_KIND.sub(_kind, name), _meaning(told)) for name, told in rows], *more, **most)


class Spoken(typer.Context):
    """A context whose help pages are written by :class:`Formatter`."""

    formatter_class = Formatter


def _kind(found: Any) -> str:
    """The kind of a value that an option takes: a word of ours, or the framework's where we have none."""
    return f"<{t('cli-kind-' + KINDS[found[1]])}>" if found[1] in KINDS else str(found[0])


def _meaning(told: str) -> str:
    """An option's meaning, with what the framework adds to it in brackets said in the person's language."""
    if told == _HELP:
        return t("cli-word-help")
    if (found := _EXTRA.match(told)) is None:
        return told
    parts = [_extra(one) for one in found[2].split("; ")]
    return f"{found[1]}  [{'; '.join(parts)}]".strip()


def _extra(one: str) -> str:
    if one == "required":
        return t("cli-word-required")
    for english, key in (("default: ", "cli-word-default"), ("env var: ", "cli-word-env")):
        if one.startswith(english):
            return f"{t(key)}: {one.removeprefix(english)}"
    return one


def spoken(command: Any) -> Any:
    """The command, its help pages and those of all its commands written in the language of this call."""
    command.context_class = Spoken
    command.options_metavar = f"[{t('cli-word-meta-options')}]"
    if hasattr(command, "commands"):
        command.subcommand_metavar = t("cli-word-meta-commands")
        for one in command.commands.values():
            spoken(one)
    return command


def run(app: typer.Typer) -> int:
    """Run the application; the exit code. What the call got wrong is told on the second stream, with code 2."""
    try:
        code = spoken(typer.main.get_command(app)).main(standalone_mode=False)
    except typer.Abort:
        err.print(t("cli-interrupted"))
        return 1
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        _tell(error)
        return int(getattr(error, "exit_code", 1))
    if code == 130:
        err.print(t("cli-interrupted"))
    return code if isinstance(code, int) else 0


def _tell(error: Any) -> None:
    """How the command is used, and what was wrong with this call."""
    if type(error).__name__ == "NoArgsIsHelpError":
        err.print(error.format_message(), markup=False, highlight=False, soft_wrap=True)
        return
    if getattr(error, "ctx", None) is not None:
        err.print(error.ctx.get_usage(), markup=False, highlight=False, soft_wrap=True)
        err.print(t("cli-word-try", command=f"{error.ctx.command_path} --help"), markup=False, highlight=False)
        err.print()
    err.print(f"{t('cli-word-error')}: {said(error)}", style="bold red", markup=False, highlight=False, soft_wrap=True)


def said(error: Any) -> str:
    """What was wrong, in the language of this call."""
    name, param = type(error).__name__, getattr(error, "param", None)
    hint = error.param_hint if getattr(error, "param_hint", None) else param.get_error_hint() if param else ""
    hint = hint if isinstance(hint, str) else " / ".join(repr(one) for one in hint)
    if name == "MissingParameter":
        known = getattr(getattr(param, "type_descriptor", None), "choices", None) or ()
        told = t("cli-wrong-missing-argument" if _argument(param) else "cli-wrong-missing-option", name=hint)
        return f"{told} {t('cli-wrong-one-of', known=', '.join(map(str, known)))}" if known else told
    if name == "NoSuchOption":
        told = t("cli-wrong-option", name=error.option_name)
        near = ", ".join(sorted(error.possibilities or ()))
        return f"{told} {t('cli-wrong-near', known=near)}" if near else told
    if name == "BadParameter":
        why = _matched(error.message, _WHY)
        return t("cli-wrong-value", name=hint, why=why) if hint else why
    return _matched(error.format_message(), _USAGE)


def _argument(param: Any) -> bool:
    return getattr(param, "param_type_name", "") == "argument"


def _matched(message: str, known: Sequence[tuple[str, str, tuple[str, ...]]]) -> str:
    """The framework's message in our words; as it is where it is none of the known."""
    for pattern, key, names in known:
        if found := re2.search(pattern, message):
            return t(key, **dict(zip(names, found.groups(), strict=True)))
    return message
