"""Topics of schemes: counted in cheap zones beside a sign of Kazakhstan; small honest firms stay unknown."""

from __future__ import annotations

import json

import polars as pl
import pytest

from qalqan.scam import links

# Shaped like the sites of small firms: home zone, .com and .ru, and the cheap zones honest shops do use.
_FIRMS = """
gul-aroma.kz mebel-samal.kz dverikz.kz okna-astana.kz remont-almaty.kz santehnik24.kz avtoshkola-karaganda.kz
stomatologia-nur.kz aigul-dent.kz medcenter-shym.kz kovka-kostanay.kz evakuator-almaty.kz tentkz.kz pechati-aktobe.kz
perevod-dokumentov.kz notarius-almaty.kz yurist-astana.kz buhgalter-plus.kz salyk-consulting.kz audit-salyq.kz
domofon-servis.kz osi-samal3.kz ksk-nurly.kz teplo-dom.kz svetlyi-dom.kz gaz-montazh.kz umra-tour.kz hajj-umra.kz
tury-turkiye.kz almaty-tur.kz antalya-tour.kz bilet-avia.kz teatr-kukol.kz konsert-zal.kz standup-club.kz
dnevnik-mamy.kz ent-podgotovka.kz ubt-online.kz bolashak-center.kz grant-consulting.kz poliklinika5.kz emhana-7.kz
loto-mebel.kz priz-sport.kz kubok-priz.kz invest-stroy.kz capital-house.kz trade-group.kz profit-audit.kz
altyn-alma.kz gold-lombard.kz coin-club.kz numizmat.kz oil-service.kz munai-service.kz neft-oborudovanie.kz
uran-hotel.kz quantum-school.kz quantum-stem.kz robot-school.kz ai-academy.kz bot-studio.kz platform-kz.kz forta.kz
fort.kz forter.kz fortis.kz fortuna.kz fora-plus.kz posta.kz postel.kz poster.kz past.kz pos.kz bcs.kz bc.kz abc.kz
bccg.kz actionkz.kz active.kz activ-sport.kz aktiv-life.kz activity.kz ego.kz egor.kz ecov.kz egos.kz mall.kz soot.kz
mallow.kz halo.kz kasper.kz smile.kz smart.kz smalt.kz fliper.kz nomads.kz nomade.kz bilimdi.kz zamanauy.kz
freedoms.kz nurs.kz nura.kz zakaz.kz satur.kz alatai.kz telecomp.kz megaliner.kz signalka.kz kinoteka.kz damul.kz
damubala.kz mektebim.kz uchetka.kz hellos.kz aiser.kz damir.kz solvent.kz izum.kz ozizi.kz tengri-shop.kz
almaty-flowers.com kazakh-travel.com astana-hotels.com qazaq-style.com almaty-invest.com kz-trade.com kazoil-trade.com
qazaq-ai.com kazakh-gold.com kazakh-wool.com salyk-consult.com kaz-logistics.com kz-tour.com almatytours.com
silkroad-tour.com umra-almaty.com hajj-kz.com kazakhstan-tour.com bilet-kz.com steppe-art.com ulytau-coffee.com
dombyra.com sayahat.com oil-gas-kz.com kazgas-service.com astana-school.com aitumar.com nomad-leather.com mebel-dom.ru
remont-okon.ru avto-zapchasti-kz.ru teatr-kukol.ru almaty-news.info shapan.store qurt.store aruana-cosmetics.store
mebel-almaty.store kids-astana.store svet-almaty.store/catalog avto-almaty.store aiya-flowers.shop toys-kz.shop
gul-almaty.shop cake-astana.shop koreya-cosmetic.shop qazaq-brand.store nike-almaty.store dyson-almaty.store/dostavka
iphone-astana.store/oplata samsung-service.online/contacts coffee-almaty.online yoga-astana.online english-kz.online
logoped-almaty.online psiholog-astana.online repetitor-kz.online ent-almaty.online ubt-kz.online umra-almaty.online
tur-astana.online osi-nursat.site osi-almaty.site domofon-almaty.site teatr-almaty.site koncert-astana.site
bolashak-almaty.online bolashak-kids.site aibolit-vet.site photo-almaty.site wedding-kz.site toi-astana.site
tamada-almaty.site remont-karaganda.site/ceny dveri-shymkent.site evakuator-kz.site manikyur-astana.site
barber-almaty.club fitness-astana.club chess-almaty.club run-almaty.club tennis-kz.club startup-kz.pro
design-astana.pro advokat-almaty.pro yurist-kz.pro agro-kz.info tarih-kz.info museum-almaty.info abay-oblys.info
lombard-kz.biz cargo-kz.biz stroy-almaty.biz tenge-coffee.store altyn-almaty.store gold-astana.shop lucky-cat.store
spin-bike.shop avto-kz.online oil-almaty.store crypto-school.online ai-kz.online robot-almaty.online
invest-school.online apple-service-kz.online zara-home.shop puma-football.store outlet-almaty.store skidka-almaty.shop
zher-ana.kz almaty-cleaning.kz jalyuzi.kz kirpich-aktobe.kz sushi-aktau.kz ak-bota.kz detsad-kunshuak.kz gymnasia-8.kz
klinika-zdorovye.kz tulpar-auto.kz shina-almaty.kz akkumulator.kz pechnoy-dom.kz sauna-oskemen.kz hotel-dostyk.kz
arenda-zala.kz prokat-platiev.kz toihana-sary-arka.kz salonkrasoty.kz tigin.kz qymyz.kz baursak.kz ekocenter.kz
zhas-ulan.kz sadovod.kz rassada.kz vetklinika.kz zoo-almaty.kz kursy-kz.kz it-step-kz.com kazakh-carpets.com
tengri-trek.com almaty-guide.com kz-parts.com astana-flowers.com kazhouse.com ala-archa.com steppe-oil.com
kaz-grain.com kz-invest.com qazaq-coin.com kz-platform.com kazakh-oil.com almaty-theatre.com kz-tickets.com
tickets-almaty.com ent-kz.com grants-kz.com kazfund.com qazaq-fund.com korpe.store kamzol.store almaty-books.store
kz-parts.store astana-sport.store puma-kz.store samsung-almaty.store xiaomi-kz.store apple-almaty.store
iphone-kz.store iphone-almaty.shop dyson-kz.shop zara-almaty.shop gold-kz.store altyn-kz.shop avto-kz.shop
ugg-almaty.store crocs-kz.store tour-kz.online tury-almaty.online umra-shymkent.online bilet-astana.online
avia-bilet.online kurs-ent.online ent-matem.online yurist-shymkent.online advokat-kz.online domofon-servis.online
osi-komfort.site ksk-zhiger.site poliklinika-astana.site dance-kz.club invest-kz.pro capital-kz.pro gaz-kz.online
svet-kz.store voda-almaty.shop voda-kz.online teplo-kz.store robot-kz.store ai-school.pro bot-kz.pro oil-kz.store
standup-kz.club sale-almaty.shop outlet-kz.store ipoteka-kz.online ipoteka-almaty.pro kvartira-astana.online
arenda-kvartira.online teatr-astana.info
"""
FIRMS = tuple(_FIRMS.split())
SCHEMES = (
    "referendum-kz.top/dauys",
    "dauys-beru.online",
    "nacionalnyj-fond-detyam.online",
    "ultyk-qor-balalar.site",
    "salyk-karyz.site/shot.apk",
    "cabinet-salyk.com",
    "domofon-astana.online/klyuch",
    "ent-2027-otvety.top",
    "bolashak-grant.site",
    "koncert-astana-bilety.shop",
    "teatr-svidanie-astana.top",
    "umra-2027-kz.site",
    "telebingo-kz.site",
    "1xbet-kz-zerkalo.top",
    "kz-lucky-spin.buzz",
    "tengecoin.vip",
    "kazakh-oil-profit.com",
    "erg-dividend.online",
    "adidas-astana-sale.shop",
    "poliklinika-kz.online/prikreplenie",
    "svet-astana.online/dolg",
)
HOME_SLIPS = {
    "fortte.kz": ("link-slip", "forte"),
    "f0rte.kz": ("link-letters", "forte"),
    "bccc.kz": ("link-slip", "centercredit"),
    "p0st.kz": ("link-letters", "kazpost"),
    "actlv.kz": ("link-letters", "kcell"),
    "eqov.kz": ("link-slip", "egov"),
}
SPLIT_NAMES = {
    "nacbank-rk.site": "nationalbank",
    "kaz-munai-gaz.vip/reg": "samruk",
    "tengizchevroil-income.com": "samruk",
    "gaz-qazaq-kz.top": "samruk",
    "ncalayer-update.com/download": "egov",
}


def read(*texts: str) -> pl.DataFrame:
    return links.read(pl.Series(list(texts), dtype=pl.String))


def test_small_firms_never_alert() -> None:
    found = read(*FIRMS)
    assert found.height >= 300
    wrong = found.filter(pl.col("verdict").is_in(["lookalike", "suspicious"]))
    assert wrong.select("url", "score", "grounds").rows() == []


@pytest.mark.parametrize("text", SCHEMES)
def test_scheme_is_told_for_its_topic(text: str) -> None:
    found = read(text).row(0, named=True)
    assert found["verdict"] in ("suspicious", "lookalike")
    topic = [ground for ground in json.loads(found["grounds"]) if ground["rule"] == "link-topic"]
    assert len(topic) == 1
    assert topic[0]["values"]["seen"]


@pytest.mark.parametrize("text", SCHEMES)
def test_the_same_name_in_the_home_zone_has_no_topic_ground(text: str) -> None:
    name = text.partition("/")[0].rpartition(".")[0]
    assert "link-topic" not in read(f"{name}.kz")["grounds"][0]


@pytest.mark.parametrize(("text", "told"), HOME_SLIPS.items())
def test_short_name_drawn_or_doubled_in_its_own_zone(text: str, told: tuple[str, str]) -> None:
    found = read(text).row(0, named=True)
    rules = {ground["rule"] for ground in json.loads(found["grounds"])}
    assert (found["verdict"], found["brand"]) == ("lookalike", told[1])
    assert told[0] in rules


@pytest.mark.parametrize("text", ["fortte.com", "shop-fortte.kz", "f0rte.org", "bccc.ru"])
def test_short_name_elsewhere_is_chance(text: str) -> None:
    assert read(text)["verdict"][0] == "unknown"


@pytest.mark.parametrize(("text", "brand"), SPLIT_NAMES.items())
def test_names_split_or_written_otherwise(text: str, brand: str) -> None:
    found = read(text).row(0, named=True)
    assert (found["verdict"], found["brand"]) == ("lookalike", brand)
