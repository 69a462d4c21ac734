"""Pictures: screenshots of chats and photographed receipts. A unit is a page of the picture, nearly always one.

Each becomes a message of the channel ``screenshot`` with the text that tesseract reads on it, and the picture's
perceptual hash, by which copies of one picture are found in other cases. Where nothing can be read the picture is kept
all the same, and a person is asked.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from qalqan.errors import IntakeError, NeedsPerson
from qalqan.intake.blocks import Block, Context, Trouble
from qalqan.intake.formats import _ocr
from qalqan.intake.formats._blocks import MESSAGE, Rows, shielded, shielded_count
from qalqan.intake.formats._headers import packed
from qalqan.registry import Card
from qalqan.values import picture

CARD = Card(
    name="image",
    title="format-image",
    errors=(
        "letters of a screenshot are read with errors: figures must be compared with the picture",
        "the side of a chat that a line stands on is not told",
    ),
    source="Tesseract 5 (LSTM), data sets kaz, rus, eng; perceptual hash in values/picture.py",
)
HINTS = {"dates": "ymd", "zone": "local", "decimal": "point"}
FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF")
POINTS = 64_000_000
PAGES = 50
SMALLEST = 48  # points a side: a smaller one is a sign of a page, not a text
READABLE = 1_000  # points: a narrower picture is enlarged before it is read
WIDEST = 4_000
WEAK = 600
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", 985), (b"\xff\xd8\xff", 980), (b"II*\0", 960), (b"MM\0*", 960), (b"GIF87a", 975),
    (b"GIF89a", 975),
)  # fmt: skip


def sniff(head: bytes, name: str, size: int) -> int:
    """The magic bytes of PNG, JPEG, WEBP, TIFF, GIF and BMP."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return 985
    if head[:2] == b"BM" and len(head) > 30 and head[6:10] == b"\0\0\0\0" and head[14] in (12, 40, 108, 124):
        return 960
    return next((sure for start, sure in _STARTS if head.startswith(start)), 0)


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """Pages of a TIFF, else one."""
    with _opened(source, context) as image:
        return {"": _pages(image)}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """A message a page, and what could not be read of it."""
    rows = Rows("message", MESSAGE, HINTS)
    by = _ocr.reader()
    reasons: dict[str, str] = {}
    with _opened(source, context) as image:
        pages = _pages(image)
        for number in range(1, pages + 1):
            try:
                image.seek(number - 1)
                grey = _grey(image)
            except (OSError, ValueError, SyntaxError, MemoryError, EOFError) as error:
                if pages == 1:
                    raise IntakeError("reason-picture-broken", context.name, detail=type(error).__name__) from error
                yield Trouble("", number, "", type(error).__name__, "reason-picture-broken", "row_rejected")
                continue
            told, found = _read(grey, by, context) if number <= PAGES else (None, {"reason-picture-pages": str(pages)})
            reasons = found | reasons
            rows.add(number, _fields(grey, told, by, context.name))
    yield from rows.flush()
    for reason, value in sorted(reasons.items()):
        yield Trouble("", 0, "", value, reason, "kept_flagged")


def _fields(grey: Image.Image, told: _ocr.Read | None, by: _ocr.Reader | None, name: str) -> dict[str, str | None]:
    small = np.asarray(grey.resize((picture.SIDE, picture.SIDE), Image.Resampling.BOX))
    facts: dict[str, object] = {"picture": picture.of(small), "size": f"{grey.width}x{grey.height}"}
    if told is not None and by is not None:
        facts |= {"ocr": by.title, "confidence": told.confidence}
    return {
        "text": told.text if told else "", "channel": "screenshot", "headers": packed(facts),
        "attachment": PurePath(name.replace("\\", "/")).name or "picture",
    }  # fmt: skip


def _read(grey: Image.Image, by: _ocr.Reader | None, context: Context) -> tuple[_ocr.Read | None, dict[str, str]]:
    """The text of a picture, and what a person must know of it: reasons with the value beside each."""
    if min(grey.size) < SMALLEST:
        return None, {}
    if by is None:
        return None, {"reason-ocr-missing": _ocr.PROGRAM}
    lacking = {"reason-ocr-language": ", ".join(by.missing)} if by.missing else {}
    if len(by.missing) == len(_ocr.NEEDED):
        return None, lacking
    path = context.scratch / "page.png"
    try:
        _readable(grey).save(path, "PNG", compress_level=1)
        told = _ocr.read(by, path)
    finally:
        path.unlink(missing_ok=True)
    if told is None:
        return None, lacking | {"reason-ocr-failed": ""}
    if not told.text:
        return told, lacking | {"reason-ocr-nothing": ""}
    return told, lacking | ({"reason-ocr-weak": str(told.confidence)} if told.confidence < WEAK else {})


def _readable(grey: Image.Image) -> Image.Image:
    """As tesseract reads best: dark signs on light, letters large enough."""
    if np.asarray(grey.resize((picture.SIDE, picture.SIDE), Image.Resampling.BOX)).mean() < 110:
        grey = ImageOps.invert(grey)
    widest = max(grey.size)
    share = 2.0 if grey.width < READABLE and widest * 2 <= WIDEST else min(1.0, WIDEST / widest)
    if share == 1.0:
        return grey
    size = (max(1, round(grey.width * share)), max(1, round(grey.height * share)))
    return grey.resize(size, Image.Resampling.LANCZOS)


def _grey(image: Image.Image) -> Image.Image:
    """A page upright and grey; what is transparent is white."""
    turned = ImageOps.exif_transpose(image)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        whole = turned.convert("RGBA")
        turned = Image.alpha_composite(Image.new("RGBA", whole.size, "white"), whole)
    return turned.convert("L")


def _pages(image: Image.Image) -> int:
    return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


@contextmanager
def _opened(source: Path, context: Context) -> Iterator[Image.Image]:
    """The picture, its points not yet read. Raises IntakeError for what is none, or has too many points."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own warnings of size: the limit here is ours
        try:
            image = Image.open(source, formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise NeedsPerson("reason-picture-large", context.name) from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
            raise IntakeError("reason-picture-broken", context.name, detail=type(error).__name__) from error
        with image:
            if image.width * image.height > POINTS:
                raise NeedsPerson("reason-picture-large", context.name)
            yield image
