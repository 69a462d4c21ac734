console-skip = Skip to the content
console-search = Search: number, account, name, case…
console-nav = Pages
console-language = Language
console-theme = Appearance
console-theme-auto = As the system
console-theme-light = Light
console-theme-dark = Dark
console-theme-contrast = High contrast
console-panel = Side panel
console-log-in = Log in
console-log-out = Log out
console-officer-name = Name or log-in
console-passphrase = Passphrase
console-code = One-time code (if you use one)
console-run = Analysis { $id }
console-no-run = No analysis yet
console-home = To the first page
console-error-title = This could not be done
console-room-today = Today
console-room-report-form = New report
console-room-cases = Cases
console-room-series = Series
console-room-money = Money
console-room-graph = Graph
console-room-calls = Calls
console-room-texts = Texts
console-room-decisions = Decisions
console-room-acts = Measures
console-room-board = Board
console-room-evidence = Evidence
console-room-upload = Upload
console-room-ledger = Ledger
console-room-admin = Administration
console-room-help = Help
error-sign-in = Nobody is logged in.
error-token = The form was too old or came from another page.
error-token-do = Load the page again and send it once more; what you typed is kept as a draft.
error-verb-role = The role “{ error-role-word }” may not do this ({ $verb }).
error-role-word = { $role ->
    [administrator] { role-administrator }
    [duty_officer] { role-duty_officer }
    [analyst] { role-analyst }
    [investigator] { role-investigator }
    [head] { role-head }
    [inspector] { role-inspector }
    [model_steward] { role-model_steward }
    [partner] { role-partner }
   *[other] { $role }
 }
error-route-policy = The page { $where } names a verb that the policy does not know: { $verb }.
error-route-twice = Two pages answer at { $where }.
error-page-none = There is no such page.
error-page-method = This page cannot be called in this way.
error-request = The request cannot be read.
error-unexpected = Something unexpected happened. Nothing that was accepted is lost.
error-unexpected-do = It was written to the server's log. Try again; if it happens again, tell the administrator the time.
cli-serve-help = Serve the officers' console and the API of a workspace on this machine.
cli-serve-opt-workers = Work on long jobs too (as `qalqan worker` does)
cli-serving = The console is at http://{ $host }:{ $port }/ (Ctrl-C ends it).
cli-serve-first = Nobody can log in yet. Open this link once to create the administrator (it ends in { $minutes } minutes):
