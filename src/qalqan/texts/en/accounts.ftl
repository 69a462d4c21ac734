error-beside-table = Only sessions, drafts and jobs may be written without an entry in the ledger, not “{ $table }”.
error-conflict = “{ $what }” was changed by somebody else in the meantime.
error-conflict-do = Your text is kept. Load the page again, see what changed, and save once more.
