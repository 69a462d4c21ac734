## Persons: who is who. Words for grounds and tables; scores propose, people decide.

step-persons = who is who: persons from rows that name them
ground-person-row = told in one row with this person
ground-person-used = a device this person's number was used in
ground-person-joined = joined: the rows agree in what is listed
ground-person-decided = an officer decided that they are one person
ground-person-name = names agree (a negative weight: they contradict)
ground-person-iin = the same IIN (a negative weight: different IINs)
ground-person-phone = the same phone number
ground-person-account = the same account
ground-person-imei = the same device
ground-person-place = the same region (a negative weight: different regions)
ground-person-near = named in a case that tells this person's number or account
person-may-be-one = these two persons may be one; nothing was merged
person-stolen = one IIN stands under names that contradict each other: possibly a stolen identity
