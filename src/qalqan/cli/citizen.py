"""The citizen's command: check. It needs no workspace, reads no case data and keeps nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import out, show_json
from qalqan.cli.tongue import LANGUAGE, t
from qalqan.texts.say import languages, say


def register(app: typer.Typer) -> None:
    """Add this room's command."""
    app.command("check", help=t("cli-check-help"))(check)


def check(
    message: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT|LINK|NUMBER|-", help=t("cli-check-message"))
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", help=t("cli-check-file"))] = None,
    lang: Annotated[str, typer.Option("--lang", help=t("cli-check-lang"))] = "",
    as_json: opt.AsJson = False,
) -> None:
    """What a message looks like, why, what to do, and what cannot be known."""
    from qalqan.desk.check import Answer
    from qalqan.desk.check import check as ask

    given = _read(message, file)
    wanted = lang if lang in languages() else LANGUAGE if _asked() else ""
    answer: Answer = ask(given, wanted)
    if as_json:
        show_json(answer.told())
        return
    tongue = answer.language or LANGUAGE
    facts = dict(answer.facts)
    lines = [say(f"check-{answer.verdict}", tongue, **facts)]
    if answer.number is not None:
        lines = [f"{answer.number[0]} — {say(answer.number[1], tongue, **facts)}"]
    lines += [
        f"  • {shown} — {say(f'check-link-{verdict}', tongue, brand=brand)}" for shown, verdict, brand in answer.links
    ]
    if answer.reasons:
        lines += ["", say("check-why", tongue)]
        lines += [f"  • {say(cue, tongue)}: «{quote}»" for cue, quote in answer.reasons]
    lines += ["", say("check-do", tongue), *(f"  • {say(key, tongue, **facts)}" for key in answer.advice)]
    lines += ["", say("check-cannot", tongue), *(f"  • {say(key, tongue)}" for key in answer.unknown)]
    out.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)


def _asked() -> bool:
    """Whether the caller named a language for this call."""
    return any(word == "--lang" or word.startswith("--lang=") for word in sys.argv)


def _read(message: list[str] | None, file: Path | None) -> str:
    if file is not None:
        return file.read_text("utf-8", errors="replace")
    told = " ".join(message or [])
    return sys.stdin.read() if told in ("", "-") else told
