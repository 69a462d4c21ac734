# Құқықтық шаралар: күйлері, қадамдары, мерзімдері, пәрмендері
cli-act-help = Құқықтық шара және оның қадамдары: ұсыну, санкция, жіберу, жауап, хабардар ету, алып тастау, қайтару, кері алу.
cli-act-propose-help = Шара ұсыну (suspension, restriction, arrest, return, loan, complaint) және қағаздарын басып шығару; оны екі қызметкер `qalqan decide` арқылы мақұлдайды.
cli-act-sanction-help = Прокурордың не соттың санкциясын жазу: орган, нөмірі, күні; не бас тартуын.
cli-act-send-help = Жіберілгенін жазу: кімге, қалай, қашан.
cli-act-answer-help = Банктің не кредитордың жауабын жазу: әр шотта не ұсталғаны, нөмірі мен күні.
cli-act-tell-help = Шот иесінің хабардар етілгенін не заңдағы ерекше жағдайдың негізін жазу.
cli-act-release-help = Алып тастауды сұрау; екі қызметкер мақұлдағаннан кейін екінші шақыру жіберілгенін жазады.
cli-act-return-help = Ұсталған ақша жәбірленушіге қайтарылғаны туралы банк хабарын жазу.
cli-act-withdraw-help = Әлі жіберілмеген шараны кері алу.
cli-acts-help = Барлық шара: күйі, сомалары, мерзімі, не істейтін кез, келесі қадам және оған кім құқылы.
cli-upgrade-help = Ескі жұмыс кеңістігін осы нұсқаның түріне келтіру, журналға жазылады.
cli-upgraded = Жұмыс кеңістігінің түрі: { $form }.
cli-arg-measure = Шара, мысалы ІС/БАНК:suspension (qalqan acts қараңыз).
cli-arg-measure-kind = suspension, restriction, arrest, return, loan немесе complaint (операторға, нөмірлер туралы).
cli-opt-act-bank = Банк коды; көрсетілмесе — істің ақшасы бар әр банк (қарыз үшін — әр кредитор; шағым үшін — әр оператор, біреуін kcell деп атаңыз).
cli-opt-act-date = Актіде көрсетілген күн (2025-03-15 не 15.03.2025) не мезгіл (2025-03-15T14:20).
cli-opt-act-number = Қағаз нөмірі.
cli-opt-act-held = Банк не ұстап тұр, теңгемен, әр шотқа бір рет; не all, не none.
cli-opt-act-to = Кімге жіберілді.
cli-opt-act-how = Қалай: қолма-қол, қорғалған арна, тапсырысты хат.
cli-opt-act-reason = Себебі.
cli-opt-act-body = Санкция беретін орган: prosecutor (прокурор) не court (сот).
cli-opt-act-until = Сот белгілеген аяқталу уақыты; мерзімі заңда көрсетілген шарада болмайды.
cli-opt-act-refused = Бас тартылды: себебі.
cli-opt-act-since = Банк ұстап тұрған күннен басталады; мерзім содан есептеледі.
cli-opt-act-parted = Банк ақшаны келу ретімен өзі бөлген: оның сомалары сақталсын.
cli-opt-act-stopped = Кредитор сыйақы есептеу мен өндіріп алуды тоқтатты.
cli-opt-act-exception = Иесін хабардар етпеудің заңдағы негізі.
cli-opt-acts-case = Тек осы іс.
cli-opt-acts-due = Тек істейтін кезі келгендер.
cli-opt-all-banks = Істің ақшасы бар әр банкке сұрау.
cli-request-progress = сұраулар
cli-act-done = { $measure }: { $state }
cli-acts-measure = Шара
cli-acts-kind = Түрі
cli-acts-state = Күйі
cli-acts-asked = Сұралғаны
cli-acts-held = Ұсталғаны
cli-acts-ends = Мерзімі
cli-acts-due = Істейтін кез
cli-acts-next = Келесі қадам, кім
cli-acts-share = осы істің үлесі: { $sum }
cli-acts-count = Шаралар: { $count }

act-kind-suspension = тоқтата тұру
act-kind-restriction = уақытша шектеу
act-kind-arrest = мүлікке тыйым салу
act-kind-return = жәбірленушіге қайтару
act-kind-loan = жәбірленушінің қарызын тоқтату
report-act-state-proposed = ұсынылды
report-act-state-approved = мақұлданды
report-act-state-sanctioned = санкция берілді
report-act-state-sent = жіберілді
report-act-state-held = ұсталып тұр
report-act-state-empty = ұстайтын ештеңе жоқ
report-act-state-released = алынды
report-act-state-returned = қайтарылды
report-act-state-refused = бас тартылды
report-act-state-withdrawn = кері алынды
report-act-state-expired = мерзімі өтті
report-act-state-superseded = келесі актімен ауыстырылды
act-step-approve = мақұлдау
act-step-sanction = санкция
act-step-refuse = бас тарту
act-step-send = жіберу
act-step-answer = жауап
act-step-tell = иесін хабардар ету
act-step-ask-release = алып тастауды сұрау
act-step-release = алып тастау
act-step-return = қайтару
act-step-withdraw = кері алу
act-role-duty-officer = кезекші
act-role-analyst = талдаушы
act-role-investigator = тергеуші
act-role-head = басшы
act-body-prosecutor = прокурор
act-body-court = сот
act-due-late = МЕРЗІМІ ӨТТІ:
act-due-approve = мақұлдау: 2-ден { $have }
act-due-sanction = санкция керек: { $body }
act-due-send = жіберу керек
act-due-answer = жауап
act-due-tell = иесін хабардар ету
act-due-end = мерзімнің аяқталуы
act-due-petition-restriction = аяқталғанша шектеу туралы өтінішхат беру
act-due-petition-arrest = аяқталғанша тыйым салу туралы өтінішхат беру
act-due-release-approved = алып тастау мақұлданды: жіберу керек
act-due-release-approve = алып тастау екі мақұлдауды күтуде
act-due-release-doubted = алып тастау керек: мақұлдау қайтарып алынды
act-due-release-closed = алып тастау керек: іс тоқтатылды
act-due-release-fell = алып тастау керек: талап жойылды ({ $sum })
act-due-release-part = бір бөлігін алып тастау керек: соңғы есеп бойынша { $sum } енді осы жәбірленушінікі емес

error-act-move = «{ act-word-step }» қазір мүмкін емес: шараның ({ act-word-kind }) күйі — { $state ->
    [proposed] «ұсынылды».
    [approved] «мақұлданды».
    [sanctioned] «санкция берілді».
    [sent] «жіберілді».
    [held] «ұсталып тұр».
    [empty] «ұстайтын ештеңе жоқ».
    [released] «алынды».
    [returned] «қайтарылды».
    [refused] «бас тартылды».
    [withdrawn] «кері алынды».
    [expired] «мерзімі өтті».
    [superseded] «келесі актімен ауыстырылды».
   *[none] —.
 }
error-act-move-do = Келесі қадамды және кім құқылы екенін `qalqan acts WS` айтады; мақұлдау `qalqan decide` арқылы беріледі.
error-act-time = { $at } күнгі «{ act-word-step }» { $before } мезгілінен бұрын болып шығады.
error-act-future = «{ act-word-step }»: көрсетілген күн әлі келген жоқ: { $on }.
error-act-day = «{ $value }» — күн емес.
error-act-day-do = 2025-03-15, 15.03.2025 не 2025-03-15T14:20 деп жазыңыз.
error-act-late = Келесі акт алдыңғысы ({ act-word-kind }) аяқталғаннан кейін берілген: { $ended }.
error-act-states = «{ act-word-step }» қадамында көрсетілуі керек: { $missing }.
error-act-sanction = Бұл түрдегі шара ({ act-word-kind }) санкциясымен ғана жіберіледі ({ act-word-body }).
error-act-sanction-do = Оны жазыңыз: qalqan act sanction WS ШАРА --body { $body } --name … --number … --date …
error-act-no-sanction = Бұл түрдегі шараға ({ act-word-kind }) ешкімнің санкциясы керек емес.
error-act-release-asked = Алып тастауды әлі ешкім сұраған жоқ.
error-act-release-asked-do = Алдымен qalqan act release WS ШАРА --reason …; содан кейін екі қызметкер мақұлдайды.
error-act-release-approved = Алып тастауды екі қызметкер мақұлдаған жоқ.
error-act-release-approved-do = `qalqan decide` арқылы нені мақұлдау керегін бірінші шақыру басып шығарды.
error-act-step = «{ $step }» деген қадам жоқ. Барлары: { $known }.
error-act-step-role = «{ act-word-role }» рөлі бұл шараның ({ act-word-kind }) «{ act-word-step }» қадамын жасай алмайды. Құқылылар: { act-word-allowed }.
error-act-race = Сол сәтте { $measure } шарасының қадамын басқа қызметкер жасады: қарап, қайталаңыз.
error-act-alive = { $measure } шарасы бар.
error-act-alive-do = Соны жалғастырыңыз не алдымен кері алыңыз немесе алып тастаңыз.
error-act-none = { $measure } шарасы жоқ. Барлары: { $known }.
error-act-nothing-held = { $case } ісі бойынша { $bank } банкінде ештеңе ұсталмаған: қайтаратын ештеңе жоқ.
error-act-account = { $account } шоты { $measure } шарасында сұралмаған.
error-act-sum = «{ $value }» — сома емес.
error-act-sum-do = ШОТ=СОМА деп теңгемен жазыңыз, мысалы KZ…=125000,50; не all, не none.
error-act-stopped = Қарыз бойынша жауап: --stopped не себебімен --refused.
error-act-long = { $name } тым ұзын: көп дегенде { $most } таңба.
error-act-no-loan = { $case } ісінің жолдарында жоғалту кезінде жәбірленушіге берілген қарыз көрінбейді.
error-act-no-loan-do = Кредитордың көшірмесі келгенде оны --bank арқылы атаңыз не қолмен жазыңыз.
error-hold-over-balance = Ұсталатын сома ({ $sum } тиын) шоттағы қорғалған төлемдерден тыс ақшадан ({ $balance } тиын) көп; сұрау жасалмайды.
error-paper-folder = Барлық банк үшін файл емес, бума атаңыз.
verify-acts = шаралардың қадамдары
verify-found-act-signature = бұл қадамға қызметкер қол қоймаған
verify-found-act-role = қызметкердің рөлі бұл қадамға құқық бермейді
verify-found-act-order = қадамдар бір-бірінен рұқсат етілген ретпен өрбімейді
verify-found-act-paper = қағаз ұсынылған қағаз емес
error-request-bank = --bank арқылы бір банкті не --all-banks көрсетіңіз.

report-loan-ruling-title = { $id } ісі бойынша жәбірленуші деп тану туралы қаулы
report-loan-submission-title = Қарыз бойынша сыйақы есептеуді және өндіріп алуды тоқтату туралы кредиторға ұсыныс, { $id } ісі
report-loan-to = Кімге: { $creditor }
report-loan-ruling-found = Тергеуші { $day } тіркелген { $id } ісін ({ $article }) қарады. Істегі үзінді көшірмелер бойынша төменде аталған адамның ақшасы алдап алынған, сол шамада оның шотына қарыздар берілген.
report-loan-f-lost = Жоғалтқаны
report-loan-lost = { $sum }, { $first } — { $last } аралығында
report-loan-f-loans = Жоғалту шамасында берілген қарыздар
report-loan-loans = { $count }, барлығы { $sum }
report-loan-ruling-limits = Жолдар қарыздардың берілгенін және ақшаның кеткенін көрсетеді; оларды кім, қандай құрылғыдан рәсімдегенін және адамның қалай сәйкестендірілгенін көрсетпейді. Бұл әр кредитордан сұралады.
report-loan-h-decides = Қаулы етілді
report-loan-ruling-1 = аталған адам жәбірленуші деп танылсын және ол бұл туралы жазбаша хабардар етілсін;
report-loan-ruling-2 = оған жәбірленушінің құқықтары мен міндеттері түсіндірілсін;
report-loan-ruling-3 = осы қарыздар бойынша сыйақыны, тұрақсыздық айыбын және өндіріп алуды тоқтату туралы әр кредиторға ұсыныс жіберілсін;
report-loan-ruling-4 = кредиторларға және кредиттік бюроға көрсету үшін қаулының көшірмесі жәбірленушіге берілсін.
report-loan-ruling-articles = Қылмыстық-процестік кодекс, { $ruling }-бап (?): жәбірленуші деп тану.
report-loan-articles = Қылмыстық-процестік кодекс, { $ruling } (?) және { $submission } (?)-баптар: жәбірленуші деп тану; ұсыныс.
report-loan-articles-title = Баптарды заңгер растайды
report-loan-investigator = Тергеуші: ______________________
report-loan-victim = Жәбірленуші: ______________________
report-loan-signature = аты-жөні, лауазымы, қолы, күні
report-loan-informed = қаулымен таныстым, құқықтарым түсіндірілді, көшірмесін алдым; қолы, күні
report-loan-ask = { $day } тіркелген { $id } ісі бойынша ({ $article }) { $status }. Үзінді көшірмелер бойынша сіз жоғалту шамасында осы адамның шотына қарыз бердіңіз: саны — { $count }, барлығы { $sum }. Төменде аталғандарды орындауды сұраймыз.
report-loan-h-payouts = Көшірме жолдары бойынша қарыздар
report-loan-c-contract = Шарт
report-loan-c-account = Қай шотқа берілді
report-loan-contract-unknown = жолда көрсетілмеген; хабарлауды сұраймыз
report-loan-after = Көп ұзамай жәбірленушінің шоттарынан { $sum } кетті — осы істің шығыны ({ $first } … { $last }).
report-loan-h-asks = Сұраймыз
report-loan-ask-1 = жоғалту күнінен бастап іс бойынша шешім шыққанша осы қарыздар бойынша сыйақыны, комиссияны және тұрақсыздық айыбын тоқтатуды;
report-loan-ask-2 = өндіріп алуды тоқтатуды, талапты басқаға бермеуді және коллекторларға тапсырмауды;
report-loan-ask-3 = кредиттік бюрода қарызды мерзімі өткен деп емес, қылмыстық іс бойынша даулы деп белгілеуді;
report-loan-ask-4 = мыналарды хабарлауды: шарттың нөмірі мен күні, өтініш түскен арна, IP-мекенжайлар, құрылғылар және телефон нөмірлері, адамның қалай сәйкестендірілгені (биометрия жазбалары өзгертілмей сақталсын) және сол сәтте «Стоп-кредит» қойылған-қойылмағаны;
report-loan-ask-5 = өтініштің барлық журналдары мен жазбаларын олар туралы заңды талапқа жауап берілгенше сақтауды.
report-loan-answer = Нөмірі мен күнін көрсетіп, { $days } күнтізбелік күн (?) ішінде жауап беруді сұраймыз.
report-loan-stop-credit = eGov арқылы қойылған «Стоп-кредитке» қарамастан берілген қарыз есептен шығарылуға тиіс; оның қойылған-қойылмағанын кредитор тексереді.
report-loan-appeal = Кредитор бөлімше басшысына, прокурорға немесе сотқа шағымдана алады; оған дейін сұралғаны күшінде қалады. Бұл қағаз қарыздың өзі туралы ештеңе шешпейді.
report-loan-machine = Берілген қарыздарды бағдарлама көшірме жолдарынан операция, мақсат және код бойынша тапты (жасанды интеллект туралы заң бойынша дербестігі төмен нәтиже). Шешімді адамдар қабылдайды: қағаз әртүрлі екі қызметкердің бекітуімен ғана жарамды.
report-loan-law = Жеке деректер мен банк құпиясы бар; тек адресатқа қорғалған арнамен беріледі.
act-state-partly = ішінара ұсталып тұр

report-petition-to-prosecutor = Прокурорға
report-petition-to-court = Тергеу судьясына
report-petition-title-restriction = Мүлікке билік етуді уақытша шектеу туралы қаулы, прокурордың келісіміне; { $id } ісі
report-petition-title-arrest = Мүлікке тыйым салу туралы өтінішхат; { $id } ісі
report-petition-title-return = Ұсталған ақшаны жәбірленушіге қайтару туралы хабарлама, прокурордың санкциясына; { $id } ісі
report-petition-found-restriction = { $day } тіркелген { $id } ісі бойынша ({ $article }) жәбірленушінің { $loss } ақшасының ізі қадағаланды; оның { $total } бөлігі төменде аталған шоттарда жатуы ықтимал ({ $bank }). Оны әрі қарай аударып жіберу қаупі бар.
report-petition-found-arrest = { $day } тіркелген { $id } ісі бойынша ({ $article }) жәбірленушінің { $loss } ақшасының ізі қадағаланды; оның { $total } бөлігі төменде аталған шоттарда жатуы ықтимал ({ $bank }). Қайтарылуын қамтамасыз ету үшін дәл осы сома шегінде мүлікке тыйым салу сұралады.
report-petition-found-return = { $day } тіркелген { $id } ісі бойынша ({ $article }) жәбірленушінің { $loss } ақшасының ізі қадағаланды; { $bank } төменде аталған шоттарда ақша ұстап тұр, оның { $total } бөлігі — осы жәбірленушінің үлесі.
report-petition-former = Қазір қолданыстағы шара: { $measure }. Бұл қағаз ол аяқталғанша беріледі.
report-petition-no-former = Іс бойынша бұл шоттарға қатысты басқа қолданыстағы шара жазылмаған.
report-petition-h-restriction = Қаулы етті
report-petition-h-arrest = Сұраймыз
report-petition-h-return = Сұраймыз
report-petition-ask-restriction-1 = прокурордың келісімімен жоғарыда аталған сомаларға ғана, одан асырмай, { $length } тәулікке дейін билік ету шектелсін; келісімсіз қаулы орындалмайды;
report-petition-ask-restriction-2 = жалақы, зейнетақы, жәрдемақы және стипендия қолжетімді қалдырылсын;
report-petition-ask-restriction-3 = заңдағы ерекше жағдай негізімен жазылмаса, меншік иесі 24 сағат ішінде хабардар етілсін.
report-petition-ask-arrest-1 = аталған сомаларға ғана, одан асырмай, тыйым салуға санкция беруді;
report-petition-ask-arrest-2 = жалақыны, зейнетақыны, жәрдемақыны және стипендияны қолжетімді қалдыруды;
report-petition-ask-arrest-3 = оның аяқталу мерзімін белгілеуді.
report-petition-ask-return-1 = аталған сомаларды жәбірленушіге қайтаруға санкция беруді;
report-petition-ask-return-2 = сұрауда жазылған қағида бойынша басқа жәбірленушілердің үлестерін сақтауды;
report-petition-ask-return-3 = қайтарылатын бөліктен ұстап тұруды алып тастауды.
report-petition-basis = Құқықтық негіз
report-petition-officer = Тергеуші
report-petition-h-prosecutor = Прокурордың шешімі
report-petition-h-court = Тергеу судьясының шешімі
report-petition-prosecutor = Прокурор
report-petition-court = Тергеу судьясы
report-petition-yes-restriction = Келісемін
report-petition-yes-arrest = Тыйым салуға санкция берілсін
report-petition-yes-return = Қайтаруға санкция берілсін
report-petition-no-restriction = Келісім беруден бас тартылсын. Себебі: ______________________________
report-petition-no-arrest = Санкция беруден бас тартылсын. Себебі: ______________________________
report-petition-no-return = Санкция беруден бас тартылсын. Себебі: ______________________________
report-petition-sanction = екеуінің бірін белгілеу; нөмірі, күні, аты-жөні, қолы
report-release-title = { $id } ісі бойынша ақшаны ұстап тұруды алып тастау
report-release-ask = { $id } ісі бойынша { $measure } шарасының негізі жойылды. Оны төменде аталған шоттардан бірден алып тастап, қашан орындалғанын бізге хабарлауды сұраймыз.
report-release-c-asked = Сұралғаны
report-release-c-held = Жауабыңыз бойынша ұсталғаны
report-release-reason = Себебі
report-release-1 = Сомалар иесінің еркін билігіне өтеді; шараның ізі оған қызмет көрсетуді нашарлатпауы керек.
report-release-2 = Шараның алынғанын шот иесіне хабарлауды сұраймыз.
act-step-propose-restriction = шектеуді ұсыну
act-step-propose-arrest = тыйым салуды ұсыну
act-step-propose-return = қайтаруды ұсыну
cli-opt-act-release-out = Алып тастау туралы хатқа арналған бума.
report-release-ask-part = { $id } ісі бойынша { $measure } шарасының бір бөлігінің негізі жойылды. Оны төменде аталған сомаларға бірден алып тастап, қалғанын ұстап тұруды және қашан орындалғанын бізге хабарлауды сұраймыз.
report-release-c-lift = Алып тасталады
report-release-all = толығымен
cli-opt-act-part = Тек осынша алып тастау, теңгемен, әр шотқа бір рет; көрсетілмесе — толығымен.
error-act-part = { $account } шоты бойынша { $measure } ұстағаннан көп алып тасталмақ.
error-act-history = { $measure } шарасының қадамдары рұқсат етілген ретпен өрбімейді: деректер өзгертілген.
error-act-history-do = `qalqan verify` шақырып, көшірмеден қалпына келтіріңіз.
act-step-propose = ұсыну
cli-opt-act-name = Сол органның атауы, мысалы «Орал қ. прокуратурасы».
cli-opt-act-more = Банк сұралғаннан көп ұстап тұр: оның сомасы сол күйі жазылсын.
cli-opt-act-repeat = Сол ақшаға шара неге қайталанады (алдыңғысының мерзімі біткен; тек басшы).
report-draft-measure = шара тіркелмеген: алдымен оны ұсыныңыз; жіберуге болмайды
error-act-time-do = Күнді және қадамдардың ретін тексеріңіз: qalqan acts WS.
error-act-future-do = Бұл қай күні болғанын көрсетіңіз: бүгіннен кеш емес.
error-act-states-do = Осы параметрлерді қосыңыз; мағынасы `qalqan act --help` арқылы көрінеді.
error-act-no-sanction-do = Бірден жіберіңіз: qalqan act send WS ШАРА --to … --how …
error-act-body = Бұл түрдегі шараның ({ act-word-kind }) санкциясын береді: { act-word-body }; «{ $told }» емес.
error-act-body-do = --body { $body } деп жазыңыз, ал органның атауын --name арқылы беріңіз.
error-act-until = Бұл түрдегі шараның ({ act-word-kind }) мерзімін заң белгілейді: --until болмайды.
error-act-until-do = --until параметрін алып тастаңыз; ұзағырақ ұстау үшін келесі шараны ұсыныңыз.
error-sanction-future = Санкцияның күні әлі келген жоқ: { $on }.
error-sanction-future-do = Санкция қай күні берілгенін көрсетіңіз.
error-act-step-role-do = Қадамды осындай рөлі бар қызметкер жасасын: qalqan user list WS.
error-act-none-do = `qalqan acts WS` бар шараларды көрсетеді.
error-act-nothing-held-do = Алдымен банктің жауабын жазыңыз: qalqan act answer WS ШАРА --held …
error-act-account-do = Шараның қағазындағы шоттардың бірін жазыңыз.
error-act-long-do = Қысқартыңыз; толығы сілтеме жасалған құжатта тұрсын.
error-act-repeat = { $measure } шарасының мерзімі біткен: сол ақшаға шараны тек басшы, себебін көрсетіп қайталай алады.
error-act-repeat-do = Басшы: qalqan act propose … --reason «…»; не келесі шараны (шектеу, тыйым салу) ұсыныңыз.
error-act-already = { $case } ісі бойынша { $bank } банкіндегі бұл ақша ұсталып тұр не қайтарылған: сұрайтын ештеңе қалмады.
error-act-already-do = `qalqan acts WS --case { $case }` не ұсталып, не қайтарылғанын көрсетеді.
error-act-over = { $account } шоты бойынша жауап { $measure } сұрағаннан көп.
error-act-over-do = Соманы тексеріңіз; банк шынымен артық ұстап тұрса, --more қосып, артығын алып тастауды сұраңыз.
error-act-back = { $account } шоты бойынша қайтарылғаны { $measure } үлесінен көп.
error-act-back-do = Соманы банк хатымен салыстырыңыз; артығы басқа жәбірленушілердікі.
act-note-over = Назар аударыңыз: { $account } шотында банк сұралғаннан { $sum } артық ұстап тұр. Артығын алып тастауды сұраңыз: qalqan act release WS ШАРА --part …
act-note-bankless = Сұрау жоқ: { $account } шотындағы { $sum } қай банкте екені белгісіз. Банкін анықтаңыз (шот нөмірі, карта нөмірінің басы, жіберуші банктің жауабы), жауабын қабылдап, талдауды қайталаңыз.
act-note-sealed = Сұрау жабық істің материалдарына да сүйенеді; ол іс жабық қызметкер олар қосылмаған ұсынысты алады.
error-act-no-bank = { $case } ісінің ақшасы бар шоттардың банкі белгісіз (шот: { $count }, сома: { $sum }): сұрау жасалмады.
error-act-no-bank-do = Ақшаны жіберген банктен алушының банкін сұраңыз, жауабын қабылдап, талдауды қайталаңыз.
error-act-part-none = Алып тасталатын бөлік көрсетілмеген: { $measure }.
error-act-part-none-do = Сомасы нөл емес ШОТ=СОМА жазыңыз; түгел алып тастау үшін --part керек емес.
cli-act-rule-help = Қарыз бойынша: жәбірленуші деп тану туралы қол қойылған қаулының нөмірі мен күнін жазу.
act-due-rule = қаулыға қол қойып, нөмірі мен күнін жазу керек
act-step-rule = қаулы
report-draft-ruling = жәбірленуші деп тану туралы қаулы тіркелмеген; ұсыным жіберілмейді
report-loan-ruled = төменде аталған адам { $day } № { $number } қаулымен жәбірленуші деп танылды
report-loan-unruled = төменде аталған адамды жәбірленуші деп тану туралы қаулы дайындалуда
error-act-ruling = Жәбірленуші деп тану туралы қаулы тіркелмеген: ұсыным әлі жіберілмейді.
error-act-ruling-do = Қаулыға қол қойылған соң: qalqan act rule WS ШАРА --number … --date …

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
    [duty_officer-head-investigator] кезекші, тергеуші, басшы
    [head-investigator] тергеуші, басшы
    [head] басшы
   *[other] { $allowed }
 }
