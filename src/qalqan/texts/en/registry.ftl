# The registry of droppers: entries with ground, expiry, appeal and degree.

table-registry = Entries of the registry that count
registry-ground-verdict = verdict in force (proven)
registry-ground-afc = Anti-Fraud Centre (not proven)
registry-ground-proposal = officer's proposal (not proven)
registry-degree-knowing = knowing
registry-degree-deceived = deceived
registry-degree-stolen = identity stolen: a victim
registry-degree-unknown = degree unknown
registry-state-waiting = waits for a second officer
registry-state-valid = counts
registry-state-expired = expired
registry-state-suspended = appeal upheld: does not count
registry-state-victim = victim of identity theft: does not count
registry-state-removed = removed
registry-appealed = appeal open

cli-registry-help = Registry of droppers: entries with their ground, expiry and appeal.
cli-registry-add-help = Propose an entry; it counts when a second officer approves it.
cli-registry-list-help = Entries as they stand today; masked unless a purpose is given.
cli-registry-appeal-help = Record an appeal against an entry; the entry is marked.
cli-registry-outcome-help = Record how an appeal ended; an upheld one suspends the entry.
cli-registry-degree-help = Set the degree of a person's part; only people do that.
cli-registry-restore-help = Propose that a suspended entry counts again; a second officer approves.
cli-registry-remove-help = Take an entry out of use by a new record.
cli-registry-import-help = Enter a list of the Anti-Fraud Centre (CSV or XLSX); bad rows are quarantined.
cli-arg-entry = Id of the entry (see qalqan registry list).
cli-arg-outcome = upheld or dismissed.
cli-arg-registry-file = The list: CSV or XLSX with headings.
cli-opt-registry-ground = Ground: verdict (in force), afc (Anti-Fraud Centre) or proposal (an officer's).
cli-opt-registry-account = Account (IBAN), wallet or contract.
cli-opt-registry-phone = Phone number.
cli-opt-registry-iin = IIN of the person.
cli-opt-registry-court = Court, for a verdict.
cli-opt-registry-number = Number of the verdict, of the Centre's entry or of the paper.
cli-opt-registry-date = Day as YYYY-MM-DD: verdict in force since, the Centre's entry, the paper.
cli-opt-registry-degree = knowing, deceived, stolen (identity) or unknown.
cli-opt-registry-since = Counts since (YYYY-MM-DD); left out: that day, for a proposal today.
cli-opt-registry-until = Last day it counts (YYYY-MM-DD); left out: by the settings of its ground.
cli-opt-registry-earlier = Earlier entries of the same identifier (ids, commas between) when one is a victim's, suspended or under appeal.
cli-opt-registry-value = Only entries of this identifier or this id.
cli-opt-registry-who = Who appeals.
cli-opt-registry-rejected = A CSV file for the rows that were not taken: in clear, therefore the unmasking is logged.
cli-registry-added = Entry { $entry } proposed.
cli-registry-second = It does not count yet: a second officer approves with `qalqan decide WS { $subject } approve --shown { $shown }`.
cli-registry-imported = Rows: { $rows }; entries: { $entries }; not taken: { $refused }.
cli-registry-done-appeal = Appeal against { $entry } recorded; the entry is marked.
cli-registry-done-outcome = Outcome of the appeal against { $entry } recorded.
cli-registry-done-degree = Degree of { $entry } recorded.
cli-registry-done-restore = The return of { $entry } is proposed.
cli-registry-done-remove = { $entry } removed; the record stays.
cli-registry-entry = Entry
cli-registry-ground = Ground
cli-registry-from = Since
cli-registry-to = Until
cli-registry-degree = Degree
cli-registry-state = State
cli-registry-approved = Approved by
cli-registry-part = Sheet
cli-registry-row = Row
cli-registry-column = Column
cli-registry-why = Why
cli-registry-note = Only a verdict in force is proof. Every other entry is a possible dropper, never a procedural status.

error-registry-one = Exactly one identifier belongs in an entry.
error-registry-one-do = Give one of --account, --phone, --iin.
error-registry-ground = “{ $ground }” is no ground of an entry.
error-registry-ground-do = Use one of: { $known }.
error-registry-kind = “{ $kind }” is no kind of identifier for the registry, or the value is missing.
error-registry-kind-do = Use one of: { $known }.
error-registry-value = “{ $value }” is no { registry-word-kind }.
error-registry-value-do = Check every sign; a masked card or account cannot be entered.
error-registry-missing = Something that must be stated ({ registry-word-what }) is missing: { $options }.
error-registry-missing-do = A verdict needs court, number and date; the Centre's entry number and date; a proposal its reason.
error-registry-day = “{ $value }” is no day.
error-registry-day-do = Write it as YYYY-MM-DD.
error-registry-until = The entry would end ({ $until }) before it begins ({ $since }).
error-registry-until-do = Give a later --until.
error-registry-degree = “{ $value }” is no degree.
error-registry-degree-do = Use one of: { $known }.
error-registry-outcome = “{ $value }” is no outcome of an appeal.
error-registry-outcome-do = Use one of: { $known }.
error-registry-entry = There is no entry { $entry }.
error-registry-entry-do = See `qalqan registry list WS`.
error-registry-removed = Entry { $entry } was removed; nothing may follow.
error-registry-removed-do = Propose a new entry if there is a new ground.
error-registry-appealed = An appeal against { $entry } is open already.
error-registry-appealed-do = Record its outcome first.
error-registry-no-appeal = No appeal against { $entry } is open.
error-registry-no-appeal-do = Record the appeal first.
error-registry-role = The step “{ registry-word-what }” is not open to the role “{ registry-word-role }”.
error-registry-role-do = Roles that may: { registry-word-allowed }.
error-registry-race = Another officer changed entry { $entry } meanwhile.
error-registry-race-do = Look at it again and repeat.
error-registry-nothing = There is nothing to enter.
error-registry-nothing-do = Give an identifier.
error-registry-file = The list cannot be read or written: { $reason }.
error-registry-file-do = Check the file; CSV and XLSX are read.
error-registry-head = No row of the list has headings for an account, phone or IIN and for a date or number.
error-registry-head-do = Add a row of headings, for example: IBAN; number; date.
error-registry-list = None of the { $rows } rows can be entered ({ $refused } reasons).
error-registry-list-do = Write the reasons to a file with --rejected.
error-registry-again = This very list was entered before ({ $batch }).
error-registry-again-do = See `qalqan registry list WS`.
reason-registry-twice = the same identifier stands in an earlier row
reason-registry-nobody = no account, phone or IIN
reason-registry-day = no day
reason-registry-value = no such identifier
reason-registry-missing = number or date is missing
reason-registry-until = ends before it begins

verify-registry = steps of the registry
verify-found-registry-signature = the officer did not sign this step of the registry
verify-found-registry-order = a step of the registry that may not follow, or whose role may not
error-registry-own = Nobody dismisses an appeal against an entry they proposed or approved ({ $entry }).
error-registry-own-do = Another head records the outcome.
error-registry-not-suspended = Entry { $entry } is not suspended.
error-registry-not-suspended-do = There is nothing to bring back; see `qalqan registry list WS`.
error-registry-future = The day { $value } has not come yet (today is { $today }).
error-registry-future-do = Give today or a day that has passed.
error-registry-long = The entry would count until { $until }; on this ground not after { $last } (days: { $days }).
error-registry-long-do = Give an earlier --until, or none.
error-registry-early = The entry would begin ({ $since }) before what it rests on ({ $on }).
error-registry-early-do = Give a --since not before the day of the verdict or of the Centre's entry.
error-registry-minor = By the IIN the person is under 18: minors are not entered. A child's account is often used by an adult, and what becomes of a child is decided outside this registry, with their legal representative.
error-registry-minor-do = Hand it to the investigator; enter only the account or phone of the adult who used it.
error-registry-earlier = Of this identifier there is an entry that is a victim's, suspended or under appeal: { $entries }.
error-registry-earlier-do = Read it (`qalqan registry list WS --value ID`); if there is a new ground, name it with --earlier.
error-registry-same = Exactly this entry is there already: { $entry }.
error-registry-same-do = See `qalqan registry list WS`; there is no need to enter it again.
reason-registry-future = the day has not come yet
reason-registry-long = it would count longer than its ground allows
reason-registry-early = it would begin before what it rests on
reason-registry-minor = the person is under 18: minors are not entered
reason-registry-earlier = an earlier entry is a victim's, suspended or under appeal: enter it by itself, naming that one
reason-registry-same = exactly this entry is there already
error-registry-empty = The list is empty.
error-registry-empty-do = Check whether this is the right file.
error-registry-broken = The list cannot be read: the file is broken, or neither CSV nor XLSX.
error-registry-broken-do = Open it in a spreadsheet program and save it as CSV or XLSX.
registry-word-role = { $role ->
    [administrator] administrator
    [duty_officer] duty officer
    [analyst] analyst
    [investigator] investigator
    [head] head
    [inspector] inspector
    [model_steward] model steward
    [partner] partner
   *[other] { $role }
 }
registry-word-what = { $what ->
    [verdict] verdict
    [afc] entry of the Centre
    [proposal] proposal
    [appeal] appeal
    [outcome] outcome of an appeal
    [degree] degree
    [restore] return
    [remove] removal
    [propose] proposal
   *[other] { $what }
 }
registry-word-kind = { $kind ->
    [account] account
    [phone] phone number
    [iin] IIN
   *[other] { $kind }
 }
registry-word-allowed = { $what ->
    [outcome] head
    [appeal] duty officer, analyst, investigator, head, inspector
   *[other] investigator, head
 }
