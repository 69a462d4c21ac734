step-call-alerts = Alerts about calls
table-alerts = alerts about calls (a proposal only: people decide)
table-devices = devices and possible roles
