# Work in the console: upload, mapping, checks, letters, serving
ledger-check-last = Last whole check
ledger-check-at = As of
ledger-check-size = Entries of the ledger checked
ledger-check-never = There was no whole check in the last 30 days.
ledger-check-grown = Entries added since: { $count }.
ledger-check-bad-do = Correct and delete nothing: tell the administrator and the head, and compare with a backup put into a folder of its own by `qalqan restore`.
jobs-page-no-worker = No worker is running, so the job waits. The administrator starts one with `qalqan worker WORKSPACE`; `qalqan serve` starts one by itself.
error-check-none = No check is running now.
error-check-other = Another officer asked for this check; they, a head or an administrator can end it.
ledger-check-upto = up to entry { $size }
