"""Findings about people and their ties: persons, groups, what holds a series together, whom to ask next."""

from __future__ import annotations

from typing import Final

from qalqan.model.column import GROUNDS, LOCATORS, Table, col

PEOPLE: Final = (
    Table(
        "identifiers",
        "an identifier that a case has: told, called, paid, or reached through money and calls",
        (
            col("case_id", "text", "case"),
            col("kind", "text", "kind of identifier"),
            col("value", "text", "canonical value", personal="text"),
            col("rule", "text", "how the case came by it"),
            col("sure", "int", "how surely the case has it", "per mille"),
            col(
                "chain", "text", "the thing it hangs on: a number for its device, an account for its holder", "", "text"
            ),
            LOCATORS,
        ),
        ("case_id", "kind", "value"),
    ),
    Table(
        "identifier_weights",
        "an identifier of several cases, and what it is worth as a tie",
        (
            col("kind", "text", "kind of identifier"),
            col("value", "text", "canonical value", personal="text"),
            col("cases", "int", "cases that have it", "cases"),
            col("rarity_bits", "int", "rarity: -log2 of the share of cases that have it", "1/1000 bit"),
            col("trust", "int", "how much it is one group's own, not a service's or everybody's", "per mille"),
            col("decided", "text", "never, service or own when an officer said so, else empty"),
        ),
        ("kind", "value"),
    ),
    Table(
        "persons",
        "something that a person is known by; a person has several rows",
        (
            col(
                "person_id",
                "text",
                "person, named by the smallest of what they are known by (kind:value)",
                personal="text",
            ),
            col("kind", "text", "name, iin, account, phone, imei, card or case (a case's victim)"),
            col("value", "text", "canonical value; a name as written most often", personal="text"),
            col("roles", "text", "holder, subscriber, victim, party or named, joined by ';'"),
            col("score", "int", "how surely it is this person's", "0-1000"),
            GROUNDS,
            LOCATORS,
        ),
        ("person_id", "kind", "value"),
    ),
    Table(
        "person_pairs",
        "two persons that may be one: a proposal, never a merge",
        (
            col("person_a", "text", "smaller person id", personal="text"),
            col("person_b", "text", "greater person id", personal="text"),
            col("score", "int", "probability that they are one", "0-1000"),
            col("decided", "text", "same or apart when an officer said so, else empty"),
            GROUNDS,
        ),
        ("person_a", "person_b"),
    ),
    Table(
        "series_cuts",
        "what a series rests on: a thing without which it falls into parts",
        (
            col("series_id", "text", "series"),
            col("kind", "text", "kind of the thing, or case"),
            col("value", "text", "the thing", personal="text"),
            col("cases", "int", "cases of the series that have it", "cases"),
            col("parts", "int", "parts the series falls into without it", "parts"),
            col("largest", "int", "cases in the largest part", "cases"),
            col("lost", "text", "cases that leave the largest part, joined by ';'"),
        ),
        ("series_id", "kind", "value"),
    ),
    Table(
        "groups",
        "a member of a possible group, and the part it may play",
        (
            col("member", "text", "person, account, number, device or case", personal="text"),
            col("kind", "text", "person, account, number, imei, imsi, cell, web or case"),
            col("group_id", "text", "group, named by its smallest case"),
            col(
                "role", "text", "organiser, caller, handler, dropper, cashout, front, tool, victim or unclear: possible"
            ),
            col("score", "int", "how firmly", "0-1000"),
            col("first", "time", "first seen in the group's doings"),
            col("last", "time", "last seen"),
            GROUNDS,
        ),
        ("group_id", "role", "kind", "member"),
    ),
    Table(
        "group_ties",
        "a tie inside a group; the key ones are those whose removal cuts it",
        (
            col("group_id", "text", "group"),
            col("a", "text", "smaller member", personal="text"),
            col("b", "text", "greater member", personal="text"),
            col("rule", "text", "why they are tied"),
            col("score", "int", "how firmly", "0-1000"),
            col("cuts_off", "int", "members of the smaller side when it is removed; 0: it cuts nothing", "members"),
            LOCATORS,
        ),
        ("group_id", "a", "b", "rule"),
    ),
    Table(
        "possible_victims",
        "a payer into a series' accounts of whom no case is known: for voluntary contact, no status assigned",
        (
            col("series_id", "text", "series, or the lone case, whose accounts were paid"),
            col("account", "text", "payer's account", personal="account"),
            col("name", "text", "payer's name as told", personal="name"),
            col("iin", "text", "payer's IIN as told", personal="iin"),
            col("phone", "text", "number tied to the account, if known", personal="phone"),
            col("paid_tiyn", "int", "paid into the series' accounts", "tiyn"),
            col("transfers", "int", "transfers", "transfers"),
            col("first", "time", "first of them"),
            col("last", "time", "last of them"),
            col("score", "int", "how much it looks like the series' victims", "0-1000"),
            GROUNDS,
        ),
        ("series_id", "account"),
    ),
    Table(
        "common_points",
        "what victims share beyond chance: a lead to where their data may have leaked",
        (
            col("series_id", "text", "series; empty: over all cases"),
            col("kind", "text", "bank, merchant, service number, clinic, domain, occupation or other"),
            col("value", "text", "what they share"),
            col("victims", "int", "victims that share it", "victims"),
            col("of", "int", "victims of whom it could be known", "victims"),
            col("expected", "int", "expected by chance, thousandths", "1/1000 victim"),
            col("score", "int", "1000 x (1 - corrected p-value)", "0-1000"),
            GROUNDS,
        ),
        ("series_id", "kind", "value"),
    ),
    Table(
        "alike",
        "a case most like another by behaviour, with no shared identifier needed: a candidate, never a tie",
        (
            col("case_id", "text", "case"),
            col("rank", "int", "from 1"),
            col("other", "text", "the case like it"),
            col("score", "int", "probability that one group did both", "0-1000"),
            GROUNDS,
        ),
        ("case_id", "rank"),
    ),
)
