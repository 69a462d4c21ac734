"""What is kept: one folder a workspace, one commit point, a ledger that answers for every row and byte.

workspace   init, open, commit, sign           the only way in
vault       originals, each sealed with its own key
manifest    the files that exist               disk, lock: how they get there
database    SQLite or PostgreSQL               tables, migrations: its form
rows        rows with digests in the ledger    evidence, files, profiles, cases, runs, officers,
                                               decisions, purposes: the same, typed
ledger      Merkle log over merkle             canon, guard: what may stand in it; witness: kept outside
check_*     what ``qalqan verify`` looks at
"""
