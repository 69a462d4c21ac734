# The dossier's page in the console
dossier-page-short = Dossier
dossier-page-lead = What happened, where the money went, what it is tied to and what speaks against: every word down to a file, a row and a hash. Reference material: people decide.
dossier-page-masked = The dossier is made without personal data (masked). If a court or partner needs the whole, state a purpose first.
dossier-page-clear = Personal data are clear: the dossier is made in full, and that is logged.
dossier-page-approved = Approved by:
dossier-page-of = { $have } of { $needed }
dossier-page-same = Exactly this content is approved: when a new analysis or new material changes it, it must be approved again.
dossier-page-made = The dossier is ready
dossier-page-take = Take the files (ZIP)
dossier-page-files = Inside: PDF/A, the table of money rows (CSV), and recompute.py, which computes the sums anew from the original files without this program.
dossier-page-make = Make the dossier
error-dossier-moved = The dossier's content has changed since it was shown.
error-dossier-moved-do = Make it again and read the new content.
