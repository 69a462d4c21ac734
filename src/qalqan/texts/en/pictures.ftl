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
