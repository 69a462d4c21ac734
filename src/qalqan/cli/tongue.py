"""The language of this call: ``--lang``, else QALQAN_LANG, else the machine's, else Kazakh."""

from __future__ import annotations

import os
import sys
from itertools import pairwise

from qalqan.texts.say import languages, say


def choose(argv: list[str] | None = None) -> str:
    """The UI language as a two-letter code that exists."""
    words = sys.argv if argv is None else argv
    wishes = [after for word, after in pairwise(words) if word == "--lang"][:1]
    wishes += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    wishes += [os.environ.get("QALQAN_LANG", ""), os.environ.get("LANG", "")[:2], "kk"]
    return next((wish for wish in wishes if wish in languages()), "kk")


LANGUAGE = choose()


def t(key: str, /, **args: object) -> str:
    """A message in the language of this call."""
    return say(key, LANGUAGE, **args)
