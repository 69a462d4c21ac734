"""What the first pages after a start would have to make, made before the door opens: no first look pays for it."""

from __future__ import annotations

import gc

from jinja2 import Environment

from qalqan import clock
from qalqan.console import queue_view, words
from qalqan.console.house import House
from qalqan.desk import ready
from qalqan.engine.frames import Tables
from qalqan.texts.say import languages, tongue


def pages(environment: Environment) -> None:
    """Load every page's template, and the texts and calendars of every language."""
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)
    now = clock.now()
    for language in languages():
        tongue(language)
        words.month(now.date(), language)
        words.ago(now, language)


def run(house: House, known: Tables) -> None:
    """Make what pages ask of a run first, and the queue of what it proposes; it stays, so the collector of garbage need
    not walk through it."""
    ready.first_looks(house.ws, known)
    queue = queue_view.queue_of(house)
    queue.proposed(known, house.ws.key("controls"))
    queue.decided(house.ws)
    gc.collect()
    gc.freeze()
