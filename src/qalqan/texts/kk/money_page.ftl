console-why = неге
console-says-who = Мұны кім айтады?
console-paging = Тізім беттері
console-before = Артқа
console-after = Әрі қарай
console-crumbs = Сіз қайдасыз
money-title = Әлі ұстауға болатын ақша
money-lede = Барлық істер, әрқайсысы тіркелген сәтінде; алдымен көбірек күтілетіні. Мұнда әлі ештеңе шешілген жоқ.
money-banks = Банктер бойынша
money-accounts = Шоттар: { $total }
money-all-banks = барлық банктер
money-as-of = Сәті
money-none = Бұл сәтте ұстайтын ештеңе жоқ.
money-bank-unknown = банк белгісіз
money-of = { $case } ісінің ақшасы
money-no-loss = Әзірге бірде-бір аударым осы істің шығыны деп нық танылған жоқ. Банктің жауабын немесе жәбірленушінің үзіндісін жүктеп, талдауды қайта жасаңыз.
money-back = Іске оралу
money-lost-left = { $lost } жоғалды; { $at } сәтінде шоттарда, ықтимал, әлі { $left } бар.
money-came-back = Жәбірленушінің өз шотына { $sum } қайтқан.
money-minutes = Алғашқы шығыннан кейінгі минут
money-rule = Ереже
money-after = { $minutes ->
    [30] 30 мин
    [60] 1 сағ
    [180] 3 сағ
   *[other] 24 сағ
 }
money-at-registration = тіркелген сәтте
money-latest = соңғысы
money-slider-note = Алғашқы шығын — { $begun }. Төмендегінің бәрі таңдалған сәтке айтылған.
money-picture = Ақша қалай жүрді
money-picture-alt = { $case } ісі ақшасының суреті; төмендегі кестелер де соны айтады
money-picture-note = Төртбұрыштар — шоттар, таспалар — аударымдар, қалыңдығы — сома. Төмендегі кестелер де соны айтады.
money-balances = Уақыт бойынша қалдықтар
money-where = Ақша қайда
money-hop = Қадам
money-first-in = Алғаш түскені
money-came = Түсті
money-left = Әлі сонда
money-end = Соңы
money-kind-sink = көрінетіннен шығып кетті
money-kind-frontier = жауап әлі жоқ
money-hold = Нені ұстау керек
money-act = Әрекет
money-request = Сұрау жобасы
money-ask = Келесі қай банктен сұрау керек
money-recoverable = Табылуы мүмкін
money-drain = Бір сағат күту құны
money-answer = Жауап, мин кейін
money-hops = Аударымдар
money-hidden = Тағы { $hidden } аударым жүктеп шығарылған файлда бар.
money-when = Қашан
money-from = Қайдан
money-to = Қайда
money-sum = Осы істің сомасы
money-ties = Сол шоттың басқасымен бір сәтте болған аударымдар (реті — тек дереккөз бойынша): { $ties }.
