"""Run the command in this process, as a shell would: words in, exit code and what was written out.

A start of Python and all it imports costs a second; another language than English needs one, since help texts are made
when the command line is imported.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from unittest.mock import patch

HERE = "en"


def qalqan(*words: object, lang: str = HERE) -> subprocess.CompletedProcess[str]:
    """The outcome of ``qalqan WORDS``."""
    told = [str(word) for word in words]
    if lang != HERE:
        env = {**os.environ, "QALQAN_LANG": lang, "NO_COLOR": "1"}
        command = [sys.executable, "-m", "qalqan.cli.main", *told]
        return subprocess.run(command, capture_output=True, text=True, env=env, check=False, timeout=300)
    from qalqan.cli.main import main

    out, err, code = io.StringIO(), io.StringIO(), 0
    with patch.object(sys, "argv", ["qalqan", *told]), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return subprocess.CompletedProcess(told, code, out.getvalue(), err.getvalue())
