console-why = why
console-says-who = Says who?
console-paging = Pages of the list
console-before = Before
console-after = Further
console-crumbs = Where you are
money-title = Money that can still be held
money-lede = All cases, each as of its registration, the most to expect first. Nothing here is decided yet.
money-banks = By bank
money-accounts = Accounts: { $total }
money-all-banks = all banks
money-as-of = As of
money-none = There is nothing that can be held at this moment.
money-bank-unknown = bank not known
money-of = Money of case { $case }
money-no-loss = No transfer is firmly this case's loss yet. Load the bank's answer or the victim's statement, then analyse again.
money-back = Back to the case
money-lost-left = { $lost } lost; { $left } likely still on accounts at { $at }.
money-came-back = { $sum } came back to the victim's own account.
money-minutes = Minutes after the first loss
money-rule = Rule
money-after = { $minutes ->
    [30] 30 min
    [60] 1 h
    [180] 3 h
   *[other] 24 h
 }
money-at-registration = at registration
money-latest = latest
money-slider-note = The first loss was at { $begun }. Everything below is told for the moment chosen.
money-picture = How it went
money-picture-alt = Picture of the money of case { $case }; the tables below say the same
money-picture-note = Boxes are accounts, ribbons transfers, thickness the sum. The tables below say the same.
money-balances = Balances over time
money-where = Where it is
money-hop = Step
money-first-in = First came
money-came = Came
money-left = Still there
money-end = End
money-kind-sink = left what we can see
money-kind-frontier = no answer yet
money-hold = What to hold
money-act = Act
money-request = Draft the request
money-ask = Which bank to ask next
money-recoverable = To be found
money-drain = An hour of waiting costs
money-answer = Answer in, min
money-hops = Transfers
money-hidden = { $hidden } further transfers are in the export.
money-when = When
money-from = From
money-to = To
money-sum = Sum of this case
money-ties = Transfers that share their moment with another of the same account, so that only the source's order tells: { $ties }.
