# What people do with calls: victims in progress, campaigns of calls, the victim's timeline, lists out, the complaint.

step-victim-in-progress = People who may be talked to by fraudsters now
step-call-campaigns = Campaigns of calls
table-victims_in_progress = people who may be talked to by fraudsters now (a proposal only: people decide)
table-call_campaigns = campaigns of calls (a proposal only)
table-call_campaign_members = numbers, devices, SIM cards and cells of campaigns of calls (a proposal only)
victim-code = a code message, a stranger's call around it and a long call of a stranger within half an hour: sender, minutes from the code to the long call
victim-second-call = the long call: minutes after the first, seconds
victim-code-during-call = the code came while the stranger was on the line or just after: seconds of that call
victim-state-code = a code of the state's short number, which no shop or bank asks for
victim-long-talk = a talk so long that people are seldom held by a lawful caller: minutes
victim-soon = the long call came within ten minutes of the first: minutes
victim-other-caller = the second call was from another number
victim-from-abroad = a national number that came in on an international trunk
victim-hardly-known = the files know the person for so few days that everybody looks a stranger: speaks against; days
victim-loans = loans of different lenders within an hour: lenders, loans, minutes
campaign-device = called through the same device: numbers, devices
campaign-sim = called through the same SIM card: numbers, cards
campaign-holder = registered on the same person: numbers, persons
campaign-cards = SIM cards with neighbouring numbers (ICCID): numbers, distances
campaign-activated = SIM cards put to use on the same day: numbers, days
campaign-devices-near = devices with neighbouring numbers (IMEI): numbers, distances
campaign-cell = both stand still in the same cell at the same time: numbers, cells
campaign-victims = spoke to the same victim within two hours: numbers, victims
campaign-people = spoke to the same person within two hours: numbers, people
campaign-named = named by the same case: numbers, cases
campaign-script = talks made from one template: numbers, templates
