# The report form
report-rule-told = as the victim tells it
report-rule-text-told = The transfers are shown as the report states them: account, sum and minute. No bank has answered yet, so this paper says nothing about what became of the money; once statements are in, the sums are computed anew.
report-hold-told = The sums are as the victim reports them at { $moment }; { $loss } was transferred in all, and the sums to be held together do not exceed it. No bank rows are in yet: the range is from nothing to the sum transferred. If less than the named sum is on the account now, please hold what there is of it and tell us the balance and the time.
error-report-none = There is no report { $case }.
error-report-none-do = Take the number from the list of reports.
form-fault-empty = not filled in
form-fault-minute = this is no time: write DD.MM.YYYY HH:MM, YYYY-MM-DD HH:MM, or HH:MM of today
form-fault-future = this moment is still to come
form-fault-sum = the sum must be above nothing

# The review queue
error-queue-gone = This proposal is gone: a new analysis did not repeat it, or it was decided.
error-queue-gone-do = Open the queue again.
error-queue-moved = This moved while you looked: another officer spoke, or its content is new. Your decision was not recorded; your reason is kept below.
error-queue-moved-do = Look at how it stands now and decide again.
error-queue-nothing = You have no standing decision on this: there is nothing to take back.
error-queue-nothing-do = Reload the list of your decisions.
