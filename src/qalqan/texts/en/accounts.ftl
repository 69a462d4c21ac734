error-beside-table = Only sessions, drafts and jobs may be written without an entry in the ledger, not “{ $table }”.
error-conflict = “{ $what }” was changed by somebody else in the meantime.
error-conflict-do = Your text is kept. Load the page again, see what changed, and save once more.
error-draft-long = A draft may have at most { $most } signs.
error-grant = “{ $kind }” with nothing after it, or no kind that can be given. There are: { $known }
job-died = The work stopped three times without an answer; the file or the machine may be at fault.
