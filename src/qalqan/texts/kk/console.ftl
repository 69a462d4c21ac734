console-skip = Мазмұнға өту
console-search = Іздеу: нөмір, шот, есім, іс…
console-nav = Беттер
console-language = Тіл
console-theme = Көрініс
console-theme-auto = Жүйедегідей
console-theme-light = Ашық
console-theme-dark = Қараңғы
console-theme-contrast = Контрастты
console-panel = Бүйір панелі
console-log-in = Кіру
console-log-out = Шығу
console-officer-name = Аты немесе логин
console-passphrase = Құпиясөз
console-code = Бір реттік код (қосылған болса)
console-run = Талдау { $id }
console-no-run = Талдау әлі жоқ
console-home = Бірінші бетке
console-error-title = Мұны орындау мүмкін болмады
console-room-today = Бүгін
console-room-report-form = Жаңа хабарлама
console-room-cases = Істер
console-room-series = Сериялар
console-room-money = Ақша
console-room-graph = Граф
console-room-calls = Қоңыраулар
console-room-texts = Мәтіндер
console-room-decisions = Шешімдер
console-room-acts = Шаралар
console-room-board = Жиынтық
console-room-evidence = Материалдар
console-room-upload = Жүктеу
console-room-ledger = Журнал
console-room-admin = Басқару
console-room-help = Көмек
error-sign-in = Ешкім кірген жоқ.
error-token = Форма ескірген немесе басқа беттен келген.
error-token-do = Бетті қайта ашып, тағы бір рет жіберіңіз; терген мәтініңіз жобада сақталған.
error-verb-role = «{ error-role-word }» рөлі мұны жасай алмайды ({ $verb }).
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
error-route-policy = { $where } беті құқықтар кестесінде жоқ әрекетті атайды: { $verb }.
error-route-twice = { $where } мекенжайына екі бет жауап береді.
error-page-none = Мұндай бет жоқ.
error-page-method = Бұл бетті бұлай шақыруға болмайды.
error-request = Сұрауды оқу мүмкін болмады.
error-unexpected = Күтпеген жағдай болды. Қабылданғанның ешқайсысы жоғалған жоқ.
error-unexpected-do = Ол сервер журналына жазылды. Қайталап көріңіз; тағы болса, әкімшіге уақытын айтыңыз.
cli-serve-help = Осы машинада жұмыс кеңістігінің қызметкерлерге арналған консолі мен API-ін іске қосу.
cli-serve-opt-workers = Ұзақ тапсырмаларды да орындау (`qalqan worker` сияқты)
cli-serving = Консоль мына мекенжайда: http://{ $host }:{ $port }/ (Ctrl-C тоқтатады).
cli-serve-first = Әзірге ешкім кіре алмайды. Әкімшіні құру үшін осы сілтемені бір рет ашыңыз ({ $minutes } минут жарамды):
