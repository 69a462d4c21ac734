"""What is kept: vault, lake, database with ledger."""
