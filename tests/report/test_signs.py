"""Foreign text on paper: drawable, bounded, breakable."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qalqan.report import pdf, signs
from qalqan.report.blocks import Para, Sheet

KAZAKH = "әғқңөұүһіӘҒҚҢӨҰҮҺІ₸№«»—…"


def test_every_kazakh_letter_and_the_tenge_are_drawable() -> None:
    assert signs.drawable(KAZAKH) == KAZAKH


def test_all_that_we_call_drawable_is_drawn_in_every_font_and_form() -> None:
    """A PDF/A with a sign that no embedded font has is refused by the printer: this proves the whole list."""
    text = " ".join(sorted(signs.DRAWABLE - {" "}))
    lines = (Para(text), Para(text, "lead"), Para(text, "centre"), Para(text, "small"))
    sheet = Sheet(text, "kk", 0, text, text, "{n}/{of}", "", "", lines)
    assert pdf.render(sheet).startswith(b"%PDF")


def test_what_turns_or_hides_text_is_written_out() -> None:
    assert signs.drawable("a\u202eb\x00c\u200bd😀") == "a[U+202E]b[U+0000]c[U+200B]d[U+1F600]"
    assert signs.drawable("a\r\nb\tc") == "a b c"


@given(st.text())
def test_drawable_text_holds_only_drawable_signs(text: str) -> None:
    assert set(signs.drawable(text)) <= signs.DRAWABLE


@given(st.text(alphabet=st.characters(exclude_characters=signs.BREAK)))
def test_breaks_change_no_text(text: str) -> None:
    assert signs.breakable(text).replace(signs.BREAK, "") == text


@given(st.text(alphabet="ab- ", max_size=200))
def test_no_run_is_longer_than_a_line_bears(text: str) -> None:
    told = signs.breakable(text)
    runs = told.replace("-", " ").replace(signs.BREAK, " ").split(" ")
    assert all(len(run) <= signs.WORD for run in runs)


def test_a_cut_says_how_long_the_text_was() -> None:
    assert signs.shortened("abc", 3) == ("abc", 0)
    assert signs.shortened("abcd", 3) == ("abc", 4)
