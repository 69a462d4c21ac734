# Pictures of money, and the script that recomputes a document's sums.

recompute-rows-read = Rows read from the originals
recompute-rows-told = Rows whose values were taken from the table (this script cannot read that kind of file, or the value stands in no cell of its own)
recompute-no-file = ORIGINAL NOT IN THE FOLDER
recompute-sum = SUM DIFFERS from the original
recompute-time = TIME DIFFERS from the original
recompute-unlisted = ROW NAMES A FOLLOWED ACCOUNT BUT IS NOT COUNTED
recompute-differs = DIFFERS, the document says
recompute-case = Case
recompute-total = All accounts together
recompute-lost = lost by the victim's transfers
recompute-equal = Every sum equals the document's to the tiyn.
recompute-not-equal = NOT EVERYTHING AGREES: see the lines in capitals above.
recompute-asked = to be held

report-recompute-how = Beside this document lie recompute.py and a table of rows (.rows.csv): a short program, independent of the one that made the document, reads the same rows out of the original files and follows them by the same rule. Run: python -I recompute.py DOCUMENT.rows.csv FOLDER_WITH_ORIGINALS. It tells each account’s sum beside the document’s and every difference.
report-draw-title = Money of case { $id }
report-draw-desc = Picture of the money of case { $id }; the same in figures stands in the table beside it (.csv).
report-picture-others-legend = smaller accounts together
report-balances-ours = this case's money
report-balances-other = other money
report-balances-range = range of this case's money
report-balances-unknown = unknown: no answer tells
report-balances-as-of = moment of the picture
report-balances-left = left { $sum } ₸
report-balances-beside = other { $sum } ₸
report-balances-days = { $count } d
report-balances-hours = { $count } h
report-balances-caption = What lay on the accounts from the first loss to { $moment }. Each row has its own scale; a tip upwards: there is, or may be, more than fits. Double strokes on the time axis: a stretch without movements is left out, its length stands below.
report-balances-more = Further accounts of the trail, not drawn: { $count }; all are in the tables.
report-balances-alt = Balances of the accounts over time: { $id }; the same in the table below.
report-balances-lead = Other money is counted from the statements seen; where the opening balance is unknown, there may be more. Hatched or outside an answer: unknown, not zero.
report-balances-c-most = This case's money at most
report-balances-c-left = This case's money at the end
report-balances-c-other = Other money at the end
report-balances-c-known = Answers tell of

cli-draw-help = Picture of one case: its money (sankey, balances or hops) or its victim's line (timeline), as SVG, PDF, PNG or CSV.
cli-arg-picture = sankey (where it went), balances (what lay where over time), hops (transfers one by one) or timeline (what happened to the victim).
cli-opt-picture-out = File to write: .svg, .pdf, .png or .csv; beside an .svg stands its table as .csv.
error-picture-what = There is no picture called { $what }.
error-picture-what-do = Ask for one of: { $known }.
error-picture-suffix = A picture cannot be written as “{ $suffix }”.
error-picture-suffix-do = End the file's name with one of: { $known }.
error-picture-rule = Balances over time are drawn by first in, first out only; “{ $rule }” knows no order in which money leaves.
error-picture-rule-do = Leave --rule out, or draw sankey or hops by that rule.
