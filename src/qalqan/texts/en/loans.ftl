# Several loans in different lenders within an hour.

step-loans = Loans taken within an hour
table-loan_bursts = Several loans within an hour (a lead, not proof)
loan-lenders = loans of different lenders, none more than an hour after the last: lenders, loans, minutes
loan-sum = sum of these loans
loan-passed = at least half of it left the account within three hours
loan-repaid = at least half of it repaid another loan: perhaps a change of lender, not fraud
loan-case = the person is the victim in a case registered afterwards
report-event-loans = loans of several lenders
