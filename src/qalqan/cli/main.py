"""The ``qalqan`` command: one function a verb, each only calls the desk and shows the answer."""

from __future__ import annotations

import gc
import sys

gc.set_threshold(100_000, 20, 20)  # importing makes many lasting objects and no garbage: a third of a short command

import typer  # noqa: E402

from qalqan.cli import (  # noqa: E402
    account,
    acts,
    analysis,
    bench,
    calls,
    citizen,
    droppers,
    framework,
    gate,
    intake,
    jobs,
    letters,
    linkage,
    lists,
    money,
    move,
    papers,
    pictures,
    registry,
    serve,
    simulate,
    timeline,
    trust,
    web,
)
from qalqan.cli.console import err, say_error  # noqa: E402
from qalqan.cli.tongue import LANGUAGE, t  # noqa: E402
from qalqan.errors import QalqanError  # noqa: E402

app = typer.Typer(
    name="qalqan", help=t("cli-help"), no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    pretty_exceptions_enable=False,
)  # fmt: skip
for room in (
    intake,
    analysis,
    money,
    droppers,
    calls,
    timeline,
    lists,
    linkage,
    papers,
    registry,
    pictures,
    letters,
    acts,
    trust,
    account,
    citizen,
    gate,
    serve,
    web,
    jobs,
    move,
    bench,
    simulate,
):
    room.register(app)


@app.callback(invoke_without_command=True)
def root(
    lang: str = typer.Option(LANGUAGE, "--lang", help=t("cli-opt-lang")),
    version: bool = typer.Option(False, "--version", help=t("cli-opt-version")),
) -> None:
    """Take the options that stand before every command."""
    del lang  # read before the help texts are made: see tongue.py
    if version:
        from qalqan import __version__

        sys.stdout.write(f"qalqan {__version__}\n")
        raise typer.Exit


def main() -> None:
    """Run the command; errors are told in the user's language and give their own exit code."""
    try:
        sys.exit(framework.run(app))
    except QalqanError as error:
        say_error(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)
    except (OSError, MemoryError) as error:
        from qalqan.desk import faults

        if (known := faults.known(error)) is None:
            raise
        say_error(known)
        sys.exit(known.exit_code)
    except KeyboardInterrupt:
        err.print(t("cli-interrupted"))
        sys.exit(130)


if __name__ == "__main__":
    main()
