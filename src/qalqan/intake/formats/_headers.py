"""What stands beside the text of a message, as one JSON object in its column ``headers``.

Every value is told by the source; nothing is checked online. Keys by channel (absent where nothing is told):

mail
    ``subject``; ``from``, ``reply_to``, ``return_path``, ``date``, ``id`` as written; ``received_ip`` the first outside
    address that the receiver's own servers saw; ``origin_ip`` the earliest outside address the chain tells (a sender
    can forge it); ``spf``, ``dkim``, ``dmarc`` as the receiving server wrote them, ``auth_by`` its name;
    ``lures`` links whose visible text names another site: [{"seen": …, "target": …}]; ``html`` true when the text
    was made from a page
telegram
    ``id``, ``reply_to``, ``edited`` (UTC), ``forwarded_from``, ``from_id``, ``author``, ``via``, ``kind`` of the chat
whatsapp
    ``edited``, ``deleted`` true
sms
    ``contact`` name in the phone's book, ``centre``, ``box`` (in, out, draft …)
call
    ``offset_s`` seconds from the start, ``side`` (caller, victim), ``about`` what stands above the first turn
ad
    ``title``, ``price``, ``url``, ``listing``, ``site``, ``place``, ``seller``
screenshot
    ``picture`` perceptual hash (see values/picture.py), ``size`` in pixels, ``ocr`` program and languages,
    ``confidence`` of the text 0-1000
"""

from __future__ import annotations

import json
from collections.abc import Mapping

MOST = 2_000


def packed(facts: Mapping[str, object]) -> str | None:
    """The told facts as canonical JSON; None when there are none. Texts are cut at 2,000 signs."""
    told = {name: _short(value) for name, value in facts.items() if value or (value == 0 and value is not False)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if told else None


def _short(value: object) -> object:
    return value[:MOST] if isinstance(value, str) else value
