"""Findings about calls: alerts on numbers, devices, cells and trunks, and what each device seems to be.

Registered gateways and other lawful services are told to the detectors as rows of the input table ``decided``: act
``service``, ``a`` the kind (phone, imei, cell or trunk), ``b`` the value, ``holds`` true. Numbers that never originate
calls stand on the gate's list ``never``, not here.
"""

from __future__ import annotations

from typing import Final

from qalqan.model.column import GROUNDS, LOCATORS, Table, col

CALLS: Final[tuple[Table, ...]] = (
    Table(
        "alerts",
        "something in the calls that a person should look at: one row a subject and detector",
        (
            col("alert_id", "text", "alert: 16 hex digits over detector, subject and moment"),
            col("detector", "text", "detector whose ground weighs most, a part of detect/"),
            col("subject_kind", "text", "number, device (IMEI), cell or trunk"),
            col("subject", "text", "the number, IMEI, cell or trunk", personal="text"),
            col("at", "time", "moment at which what had happened until then was enough"),
            col("score", "int", "probability at the field's base rate, by the model", "0-1000"),
            col("numbers", "text", "numbers behind a device, cell or trunk, joined by ';'", personal="text"),
            col("against", "text", "lawful lives it also looks like, joined by ';'"),
            GROUNDS,
        ),
        ("at", "alert_id"),
    ),
    Table(
        "devices",
        "a device that made calls, and its possible role",
        (
            col("imei", "text", "device", personal="device"),
            col("numbers", "int", "different numbers that called through it", "numbers"),
            col("imsis", "int", "different SIMs", "SIMs"),
            col("cells", "int", "different base stations", "cells"),
            col("first", "time", "first call"),
            col("last", "time", "last call"),
            col("role", "text", "simbox, shared or ordinary"),
            col("score", "int", "how firmly", "0-1000"),
            GROUNDS,
        ),
        ("imei",),
    ),
    Table(
        "victims_in_progress",
        "a person who may be being talked to by fraudsters: an operator or bank may be told, a person decides",
        (
            col("victim_id", "text", "smallest place of its signs: evidence:part:row"),
            col("number", "text", "the person's number, when told", personal="phone"),
            col("account", "text", "account that loans were paid to, when there are", personal="account"),
            col("at", "time", "moment at which what had happened until then was enough"),
            col("until", "time", "until when the person counts as being talked to"),
            col("rule", "text", "code (code message and two strangers' calls), loans or both"),
            col("tell", "text", "who could stop it: operator, bank or both"),
            col("code_from", "text", "sender of the code message"),
            col("first_from", "text", "stranger who called first", personal="phone"),
            col("second_from", "text", "stranger of the long call", personal="phone"),
            col("talk_s", "int", "length of the long call", "s"),
            col("lenders", "int", "different lenders of the loans", "lenders"),
            col("case_id", "text", "case in which this person is the victim, if any"),
            col("score", "int", "how firmly", "0-1000"),
            GROUNDS,
            LOCATORS,
        ),
        ("at", "victim_id"),
    ),
    Table(
        "call_campaigns",
        "numbers and devices of calls that seem to be in the same hands: a proposal",
        (
            col("campaign_id", "text", "campaign, named by its earliest call"),
            col("numbers", "int", "numbers", "numbers"),
            col("devices", "int", "devices", "devices"),
            col("cells", "int", "base stations", "cells"),
            col("calls", "int", "calls and messages of these numbers", "calls"),
            col("called", "int", "different people called", "people"),
            col("reported", "int", "of them, victims of a case registered within the following days", "people"),
            col("talk_s", "int", "time talked", "s"),
            col("first", "time", "earliest call"),
            col("last", "time", "latest call"),
            col("cases", "text", "cases of those who reported or that name a number, joined by ';'"),
            col("series", "text", "series of these cases, most of them first, joined by ';'"),
            col("mo", "text", "commonest scheme of these cases; empty: unclear"),
            col("score", "int", "how firmly its numbers hang together: the weakest tie that holds it", "0-1000"),
            GROUNDS,
            LOCATORS,
        ),
        ("campaign_id",),
    ),
    Table(
        "call_campaign_members",
        "a number, device, SIM card or cell of a campaign of calls",
        (
            col("campaign_id", "text", "campaign"),
            col("kind", "text", "phone, imei, imsi or cell"),
            col("member", "text", "the number, IMEI, IMSI or cell", personal="text"),
            col("calls", "int", "calls and messages out", "calls"),
            col("called", "int", "different people called", "people"),
            col("reported", "int", "of them, victims of a case registered within the following days", "people"),
            col("first", "time", "earliest call"),
            col("last", "time", "latest call"),
            col("cases", "text", "cases of those who reported or that name the number, joined by ';'"),
            col("score", "int", "strength of its strongest tie to the campaign", "0-1000"),
            GROUNDS,
            LOCATORS,
        ),
        ("campaign_id", "kind", "member"),
    ),
)
