"""What a fraudster shows on the web: a site, a handle, a shop or manager name."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "fake_invest": ("kazmunai-invest", "qaz-trade", "tengri-capital", "altyn-broker", "nursat-fx", "ai-profit"),
    "delivery_link": ("olx-dostavka", "kazpost-track", "cdek-pay", "indrive-delivery", "olx-order"),
    "refund_link": ("olx-refund", "kaspi-vozvrat", "refund-pay", "krisha-back"),
    "fake_loan_help": ("kredit-pomosh", "nesie-help", "zaim-jurist", "stop-kredit"),
    "deepfake_boss": ("direktor", "basshy", "rukovoditel", "akimat-priem"),
    "job_ad": ("wb-rabota", "ozon-task", "likes-job", "kaspi-bonus", "booking-task"),
}
_SHOP: Final = ("aruzhan.store", "tehno_kz", "samsung.sale", "zhibek.shop", "krossovki", "iphone_optom", "dana.moda")
_ZONES: Final = ("site", "online", "top", "xyz", "info", "shop", "pro")
_GIVEN: Final = ("alina", "arman", "daniyar", "victoria", "sanzhar", "aliya", "maks", "eldar", "karina", "timur")


@dataclass(frozen=True, slots=True)
class Front:
    """Domain (without a scheme), Instagram or Telegram handle (without @), name of the contact."""

    domain: str
    handle: str
    contact: str


def new_front(rng: Random, scheme: str) -> Front:
    """A front in the style of a scheme; domain and handle are distinct by chance."""
    if scheme in _WORDS:
        word = rng.choice(_WORDS[scheme])
        domain = f"{word}{rng.choice(('', '-kz', '24', '-pay', ''))}{rng.randint(1, 999)}.{rng.choice(_ZONES)}"
        handle = f"{rng.choice(_GIVEN)}_{word.replace('-', '_')}{rng.randint(1, 99)}"
    else:
        handle = f"{rng.choice(_SHOP)}{rng.randint(1, 999)}".replace(".", "_")
        domain = f"{handle.replace('_', '-')}.{rng.choice(_ZONES)}"
    return Front(domain, handle, rng.choice(_GIVEN).capitalize())
