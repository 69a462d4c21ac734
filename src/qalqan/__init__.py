"""Qalqan (қалқан, "shield"): from a folder of files to series, money trails and a dossier.

The map of the house. Evidence goes in on the left, is never changed, and only flows right:
``evidence → records → mentions → links → findings → decisions → dossiers``.

    model/     what exists: frozen dataclasses and the schema of every table
    values/    one kind of identifier a file
    language/  one data language a file, and the normal view of a text
    engine/    columns: frames, tables by name
    kernels/   arrays in, arrays out (numba)
    intake/    raw file → observations
    mentions/  observations → facts and identifiers
    link/      facts → ties, series, trails, holds, roles
    scam/      what one text or link looks like, with reasons
    detect/    one detector a file: tables → findings
    learn/     corpora we wrote, training, model cards
    govern/    officers, approvals, purpose
    report/    what leaves the house: dossier, request, export
    store/     what is kept: vault, lake, database with ledger
    desk/      the verbs; the only room that imports store
    texts/     kk, ru, en
    cli/       the door; thin
    simulate/  a region with known truth
"""

__version__ = "0.1.0"
