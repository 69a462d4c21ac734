# Legal measures: states, steps, clocks, commands
cli-act-help = A legal measure and its steps: propose, sanction, send, answer, tell, release, return, withdraw.
cli-act-propose-help = Propose a measure (suspension, restriction, arrest, return, loan, complaint) and write its papers; two officers then approve it with `qalqan decide`.
cli-act-sanction-help = Record the prosecutor's or court's sanction: body, number, date; or its refusal.
cli-act-send-help = Record that the paper was sent: to whom, how, when.
cli-act-answer-help = Record the bank's or creditor's answer: what is held by account, its number and date.
cli-act-tell-help = Record that the account's owner was told, or the ground of the statutory exception.
cli-act-release-help = Ask for a release; when two officers approved it, the second call records that it was sent.
cli-act-return-help = Record the bank's word that held money was returned to the victim.
cli-act-withdraw-help = Withdraw a measure that was not sent yet.
cli-acts-help = All measures: state, sums, clock, what is due, what is next and who may do it.
cli-upgrade-help = Bring an older workspace to this version's form, with an entry in the ledger.
cli-upgraded = The workspace has form { $form }.
cli-arg-measure = The measure, for example CASE/BANK:suspension (see qalqan acts).
cli-arg-measure-kind = suspension, restriction, arrest, return, loan or complaint (to an operator, on numbers).
cli-opt-act-bank = Bank code; left out: every bank with money of the case (for a loan: every creditor; for a complaint: every operator, one is named as kcell).
cli-opt-act-date = Day (2025-03-15 or 15.03.2025) or moment (2025-03-15T14:20) as the act states it.
cli-opt-act-number = Number of the paper.
cli-opt-act-held = What the bank holds, in tenge, once an account; or all, or none.
cli-opt-act-to = To whom it was sent.
cli-opt-act-how = How: messenger, protected channel, registered letter.
cli-opt-act-reason = Why.
cli-opt-act-body = The body that sanctions: prosecutor or court.
cli-opt-act-until = The end that the court set; none where the law sets the period.
cli-opt-act-refused = It was refused: the reason.
cli-opt-act-since = Day since which the bank holds; the period counts from it.
cli-opt-act-parted = The bank parted the money by parcels (first in, first out): keep its sums.
cli-opt-act-stopped = The creditor stopped interest and collection.
cli-opt-act-exception = Ground of the statutory exception from telling the owner.
cli-opt-acts-case = Only this case.
cli-opt-acts-due = Only what has something due.
cli-opt-all-banks = A request to every bank with money of the case.
cli-request-progress = requests
cli-act-done = { $measure }: { $state }
cli-acts-measure = Measure
cli-acts-kind = Kind
cli-acts-state = State
cli-acts-asked = Asked
cli-acts-held = Held
cli-acts-ends = Period ends
cli-acts-due = Due
cli-acts-next = Next, by whom
cli-acts-share = this case's share: { $sum }
cli-acts-count = Measures: { $count }

act-kind-suspension = suspension
act-kind-restriction = temporary restriction
act-kind-arrest = arrest of property
act-kind-return = return to the victim
act-kind-loan = stop of the victim's loan
report-act-state-proposed = proposed
report-act-state-approved = approved
report-act-state-sanctioned = sanctioned
report-act-state-sent = sent
report-act-state-held = held
report-act-state-empty = nothing held
report-act-state-released = released
report-act-state-returned = returned
report-act-state-refused = refused
report-act-state-withdrawn = withdrawn
report-act-state-expired = expired
report-act-state-superseded = superseded by the next act
act-step-approve = approve
act-step-sanction = sanction
act-step-refuse = refusal
act-step-send = send
act-step-answer = answer
act-step-tell = tell the owner
act-step-ask-release = ask for release
act-step-release = release
act-step-return = return
act-step-withdraw = withdraw
act-role-duty-officer = duty officer
act-role-analyst = analyst
act-role-investigator = investigator
act-role-head = head
act-body-prosecutor = prosecutor
act-body-court = court
act-due-late = OVERDUE:
act-due-approve = approval: { $have } of 2
act-due-sanction = sanction needed: { $body }
act-due-send = to be sent
act-due-answer = answer
act-due-tell = tell the owner
act-due-end = the period ends
act-due-petition-restriction = petition for the restriction before it ends
act-due-petition-arrest = petition for the arrest before it ends
act-due-release-approved = release is approved: send it
act-due-release-approve = release waits for two approvals
act-due-release-doubted = release due: an approval was taken back
act-due-release-closed = release due: the case was terminated
act-due-release-fell = release due: the claim fell away ({ $sum })
act-due-release-part = release due in part: { $sum } is no longer this victim's by the latest analysis

error-act-move = “{ act-word-step }” cannot follow: the measure ({ act-word-kind }) stands at { $state ->
    [proposed] “proposed”.
    [approved] “approved”.
    [sanctioned] “sanctioned”.
    [sent] “sent”.
    [held] “held”.
    [empty] “nothing held”.
    [released] “released”.
    [returned] “returned”.
    [refused] “refused”.
    [withdrawn] “withdrawn”.
    [expired] “expired”.
    [superseded] “superseded by the next act”.
   *[none] —.
 }
error-act-move-do = `qalqan acts WS` says what is next and who may do it; approvals are given with `qalqan decide`.
error-act-time = “{ act-word-step }” of { $at } would be earlier than { $before }.
error-act-future = “{ act-word-step }” states a day that has not come: { $on }.
error-act-day = “{ $value }” is no day.
error-act-day-do = Write 2025-03-15, 15.03.2025 or 2025-03-15T14:20.
error-act-late = The next act was lodged after the former one ({ act-word-kind }) had ended ({ $ended }).
error-act-states = “{ act-word-step }” must state: { $missing }.
error-act-sanction = A measure of this kind ({ act-word-kind }) is sent only with its sanction ({ act-word-body }).
error-act-sanction-do = Record it: qalqan act sanction WS MEASURE --body { $body } --name … --number … --date …
error-act-no-sanction = A measure of this kind ({ act-word-kind }) needs nobody's sanction.
error-act-release-asked = Nobody has asked for the release yet.
error-act-release-asked-do = Call qalqan act release WS MEASURE --reason … first; two officers then approve it.
error-act-release-approved = The release is not approved by two officers.
error-act-release-approved-do = The first call printed what to approve with `qalqan decide`.
error-act-step = There is no step “{ $step }”. Known: { $known }.
error-act-step-role = The role { act-word-role } may not take the step “{ act-word-step }” of this measure ({ act-word-kind }). Allowed: { act-word-allowed }.
error-act-race = Another officer took a step of { $measure } at the same moment: look and repeat.
error-act-alive = The measure { $measure } lives already.
error-act-alive-do = Go on with it, or withdraw or release it first.
error-act-none = There is no measure { $measure }. Known: { $known }.
error-act-nothing-held = In case { $case } nothing is known to be held at bank { $bank }: there is nothing to return.
error-act-account = Account { $account } was not asked for in { $measure }.
error-act-sum = “{ $value }” is no sum.
error-act-sum-do = Write ACCOUNT=SUM in tenge, for example KZ…=125000,50; or all, or none.
error-act-stopped = An answer on a loan says --stopped, or --refused with its reason.
error-act-long = { $name } is too long: at most { $most } signs.
error-act-no-loan = In case { $case } the rows show no loan paid out to the victim around the loss.
error-act-no-loan-do = Name the creditor with --bank once its statement is here, or write by hand.
error-hold-over-balance = The sum to hold ({ $sum } tiyn) exceeds what is on the account besides protected income ({ $balance } tiyn); no request is made.
error-paper-folder = For all banks name a folder, not a file.
verify-acts = steps of measures
verify-found-act-signature = the officer did not sign this step
verify-found-act-role = the officer's role may not take this step
verify-found-act-order = the steps do not follow each other as they may
verify-found-act-paper = the paper is not the one that was proposed
error-request-bank = Name one bank with --bank, or --all-banks.

report-loan-ruling-title = Ruling on recognition as victim in case { $id }
report-loan-submission-title = Submission to the creditor: stop of interest and collection of a loan, case { $id }
report-loan-to = To: { $creditor }
report-loan-ruling-found = The investigator considered case { $id }, registered on { $day } ({ $article }). By the statements in the case money was taken from the person named below by deception, and loans were paid out to that person's account around that time.
report-loan-f-lost = Lost
report-loan-lost = { $sum }, from { $first } to { $last }
report-loan-f-loans = Loans paid out around the loss
report-loan-loans = { $count }, { $sum } in all
report-loan-ruling-limits = The rows show that loans were paid out and that money left; who applied for them, from which device and how the person was identified they do not show. That is asked of each creditor.
report-loan-h-decides = It is decided
report-loan-ruling-1 = to recognise the person named above as victim and to tell them so in writing;
report-loan-ruling-2 = to explain to them the rights and duties of a victim;
report-loan-ruling-3 = to send each creditor a submission to stop interest, penalties and collection on these loans;
report-loan-ruling-4 = to give the victim a copy of this ruling, fit to be shown to creditors and the credit bureau.
report-loan-ruling-articles = Criminal Procedure Code, article { $ruling } (?): recognition as victim.
report-loan-articles = Criminal Procedure Code, articles { $ruling } (?) and { $submission } (?): recognition as victim; submission.
report-loan-articles-title = Articles to be confirmed by the lawyer
report-loan-investigator = Investigator: ______________________
report-loan-victim = Victim: ______________________
report-loan-signature = name, position, signature, date
report-loan-informed = told of the ruling, rights explained, copy received; signature, date
report-loan-ask = In case { $id }, registered on { $day } ({ $article }), { $status }. By the statements { $count } loans of { $sum } in all were paid out by you to this person's account around the loss. Please do what is listed below.
report-loan-h-payouts = Loans by the rows of statements
report-loan-c-contract = Contract
report-loan-c-account = Paid out to
report-loan-contract-unknown = not told in the row; please name it
report-loan-after = Soon { $sum } left the victim's accounts as the loss of this case ({ $first } … { $last }).
report-loan-h-asks = Please
report-loan-ask-1 = stop interest, commissions and penalties on these loans from the day of the loss until the decision in the case;
report-loan-ask-2 = stop collection, and neither assign the claim nor hand it to collectors;
report-loan-ask-3 = mark the loan at the credit bureau as disputed in a criminal case, not as overdue;
report-loan-ask-4 = tell us: contract number and date, channel of the application, IP addresses, devices and phone numbers used, how the person was identified (with the records of biometrics kept as they are), and whether a credit stop (“Stop-credit”) was set for this person at that moment;
report-loan-ask-5 = preserve all logs and recordings of the application until an answer to a lawful demand for them.
report-loan-answer = Please answer within { $days } calendar days (?), with your number and date.
report-loan-stop-credit = A loan issued despite a credit stop set through eGov is to be written off; whether one was set is for the creditor to check.
report-loan-appeal = The creditor may appeal to the head of the unit, to the prosecutor or to the court; until then what is asked stands. This paper decides nothing on the debt itself.
report-loan-machine = Pay-outs were found by a program in the rows of statements by operation, purpose and code (low-autonomy output under the law on artificial intelligence). Persons decide: the paper is valid only with two approvals by different officers.
report-loan-law = It holds personal data and bank secrecy; it goes only to the addressee by a protected channel.
act-state-partly = held in part

report-petition-to-prosecutor = To: the prosecutor
report-petition-to-court = To: the investigating judge
report-petition-title-restriction = Ruling on temporary restriction on disposing of property, for the prosecutor's consent; case { $id }
report-petition-title-arrest = Petition for arrest of property; case { $id }
report-petition-title-return = Notice of return of held money to the victim, for the prosecutor's sanction; case { $id }
report-petition-found-restriction = In case { $id }, registered on { $day } ({ $article }), { $loss } of the victim's money was followed; at { $bank } { $total } of it likely lies on the accounts below. There is ground to fear that it will be moved on.
report-petition-found-arrest = In case { $id }, registered on { $day } ({ $article }), { $loss } of the victim's money was followed; at { $bank } { $total } of it likely lies on the accounts below. To secure its return, arrest within exactly this sum is petitioned for.
report-petition-found-return = In case { $id }, registered on { $day } ({ $article }), { $loss } of the victim's money was followed; { $bank } holds money on the accounts below, of which { $total } is this victim's share.
report-petition-former = In force now: { $measure }. This paper is lodged before it ends.
report-petition-no-former = No other measure on these accounts is recorded as in force in this case.
report-petition-h-restriction = It is ruled
report-petition-h-arrest = It is asked
report-petition-h-return = It is asked
report-petition-ask-restriction-1 = with the prosecutor's consent, to restrict the disposing of the sums above, and of nothing more, for up to { $length } days; without the consent this ruling is not carried out;
report-petition-ask-restriction-2 = to leave salary, pension, benefits and stipend reachable;
report-petition-ask-restriction-3 = to tell the owner within 24 hours, unless a statutory exception is recorded with its ground.
report-petition-ask-arrest-1 = to sanction the arrest of the sums above, and of nothing more;
report-petition-ask-arrest-2 = to leave salary, pension, benefits and stipend reachable;
report-petition-ask-arrest-3 = to set its end.
report-petition-ask-return-1 = to sanction the return of the sums above to the victim;
report-petition-ask-return-2 = to leave to the other victims their shares by the rule stated in the request;
report-petition-ask-return-3 = to lift the hold on what is returned.
report-petition-basis = Legal basis
report-petition-officer = Investigator
report-petition-h-prosecutor = Decision of the prosecutor
report-petition-h-court = Decision of the investigating judge
report-petition-prosecutor = Prosecutor
report-petition-court = Investigating judge
report-petition-yes-restriction = Consent given
report-petition-yes-arrest = Arrest sanctioned
report-petition-yes-return = Return sanctioned
report-petition-no-restriction = Consent refused. Reason: ______________________________
report-petition-no-arrest = Sanction refused. Reason: ______________________________
report-petition-no-return = Sanction refused. Reason: ______________________________
report-petition-sanction = mark one of the two; number, date, name, signature
report-release-title = Release of held money in case { $id }
report-release-ask = In case { $id } the measure { $measure } has lost its ground. Please lift it at once on the accounts below and tell us when it was done.
report-release-c-asked = Asked for
report-release-c-held = Held by your answer
report-release-reason = Reason
report-release-1 = The sums become freely disposable for their owner; no trace of the measure may worsen how the owner is served.
report-release-2 = Please tell the owner that the measure was lifted.
act-step-propose-restriction = propose the restriction
act-step-propose-arrest = propose the arrest
act-step-propose-return = propose the return
cli-opt-act-release-out = Folder for the letter that lifts the hold.
report-release-ask-part = In case { $id } a part of the measure { $measure } has lost its ground. Please lift it at once by the sums named below, hold the rest, and tell us when it was done.
report-release-c-lift = To lift
report-release-all = all of it
cli-opt-act-part = Lift only so much, in tenge, once an account; left out: all of it.
error-act-part = More is to be lifted on { $account } than is held by { $measure }.
error-act-history = The steps of { $measure } do not follow each other as they may: the data were changed.
error-act-history-do = Call `qalqan verify`, and restore from a copy.
act-step-propose = propose
cli-opt-act-name = That body's name, as “Prosecutor of Oral”.
cli-opt-act-more = The bank holds more than was asked for: record its sum as it is.
cli-opt-act-repeat = Why the measure is repeated on the same money (the former has expired; a head only).
report-draft-measure = no measure is recorded: propose it first; it must not be sent
error-act-time-do = Check the day and the order of the steps: qalqan acts WS.
error-act-future-do = State the day on which it happened, today at the latest.
error-act-states-do = Add these options; `qalqan act --help` says what they mean.
error-act-no-sanction-do = Send it: qalqan act send WS MEASURE --to … --how …
error-act-body = A measure of this kind ({ act-word-kind }) is sanctioned by the { act-word-body }, not by “{ $told }”.
error-act-body-do = Write --body { $body }, and the body's name as --name.
error-act-until = The law sets the period of a measure of this kind ({ act-word-kind }): there is no --until.
error-act-until-do = Leave --until out; to hold longer, propose the next measure.
error-sanction-future = The day of the sanction has not come: { $on }.
error-sanction-future-do = State the day on which it was given.
error-act-step-role-do = Let an officer with such a role take it: qalqan user list WS.
error-act-none-do = `qalqan acts WS` lists the measures there are.
error-act-nothing-held-do = Record the bank's answer first: qalqan act answer WS MEASURE --held …
error-act-account-do = Name one of the accounts in the measure's paper.
error-act-long-do = Shorten it; leave the rest in the document that you refer to.
error-act-repeat = The period of { $measure } is over: only a head may repeat it on the same money, stating why.
error-act-repeat-do = A head: qalqan act propose … --reason “…”; or propose the next measure (restriction, arrest).
error-act-already = This money of case { $case } at bank { $bank } is held or was returned: nothing is left to ask for.
error-act-already-do = `qalqan acts WS --case { $case }` shows what is held and what was returned.
error-act-over = The answer on account { $account } is above what { $measure } asked for.
error-act-over-do = Check the sum; if the bank does hold more, add --more and ask for the release of the rest.
error-act-back = What was returned on account { $account } is above the share in { $measure }.
error-act-back-do = Compare it with the bank's letter; the rest belongs to other victims.
act-note-over = Note: on account { $account } the bank holds { $sum } more than was asked for. Ask for the release of the rest: qalqan act release WS MEASURE --part …
act-note-bankless = Not asked for: { $sum } on account { $account }, whose bank is unknown. Find the bank (account number, first digits of the card, the sending bank's answer), take its answer in and analyse again.
act-note-sealed = This request rests on evidence of a sealed case too; officers to whom that case is closed get a proposal without it.
error-act-no-bank = The money of case { $case } lies on accounts whose bank is unknown (accounts: { $count }, sum: { $sum }): no request was made.
error-act-no-bank-do = Ask the sending bank for the payee's bank, take its answer in and analyse again.
error-act-part-none = No part to be lifted is named: { $measure }.
error-act-part-none-do = Write ACCOUNT=SUM with a sum that is not zero; to lift all of it, leave --part out.
cli-act-rule-help = Of a loan: record number and day of the signed ruling that recognises the victim.
act-due-rule = sign the ruling and record its number and day
act-step-rule = ruling
report-draft-ruling = no ruling that recognises the victim is recorded; the submission must not be sent
report-loan-ruled = the person named below is recognised as victim by ruling No. { $number } of { $day }
report-loan-unruled = a ruling to recognise the person named below as victim is being prepared
error-act-ruling = No ruling that recognises the victim is recorded: the submission is not sent yet.
error-act-ruling-do = Once it is signed: qalqan act rule WS MEASURE --number … --date …

# Words for the codes that errors name
act-word-kind = { $kind ->
    [suspension] { act-kind-suspension }
    [restriction] { act-kind-restriction }
    [arrest] { act-kind-arrest }
    [return] { act-kind-return }
    [loan] { act-kind-loan }
    [complaint] { act-kind-complaint }
   *[other] { $kind }
 }
act-word-body = { $body ->
    [prosecutor] { act-body-prosecutor }
    [court] { act-body-court }
   *[other] { $body }
 }
act-word-step = { $step ->
    [propose] { act-step-propose }
    [approve] { act-step-approve }
    [sanction] { act-step-sanction }
    [refuse] { act-step-refuse }
    [rule] { act-step-rule }
    [send] { act-step-send }
    [answer] { act-step-answer }
    [tell] { act-step-tell }
    [ask_release] { act-step-ask-release }
    [release] { act-step-release }
    [return] { act-step-return }
    [withdraw] { act-step-withdraw }
   *[other] { $step }
 }
act-word-role = { $role ->
    [duty_officer] { act-role-duty-officer }
    [analyst] { act-role-analyst }
    [investigator] { act-role-investigator }
    [head] { act-role-head }
   *[other] { $role }
 }
act-word-allowed = { $allowed ->
    [duty_officer-head-investigator] duty officer, investigator, head
    [head-investigator] investigator, head
    [head] head
   *[other] { $allowed }
 }
