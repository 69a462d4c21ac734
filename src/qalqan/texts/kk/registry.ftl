# Дропперлер тізілімі: негізі, мерзімі, шағымы және дәрежесі бар жазбалар.

table-registry = Тізілімнің күші бар жазбалары
registry-ground-verdict = үкім күшіне енген (дәлелденген)
registry-ground-afc = Антифрод-орталық (дәлелденбеген)
registry-ground-proposal = қызметкердің ұсынысы (дәлелденбеген)
registry-degree-knowing = біле тұра
registry-degree-deceived = алданған
registry-degree-stolen = жеке басы ұрланған: жәбірленуші
registry-degree-unknown = дәрежесі белгісіз
registry-state-waiting = екінші қызметкерді күтуде
registry-state-valid = күшінде
registry-state-expired = мерзімі өткен
registry-state-suspended = шағым қанағаттандырылды: күші жоқ
registry-state-victim = жеке басы ұрланған жәбірленуші: күші жоқ
registry-state-removed = алып тасталды
registry-appealed = шағым қаралуда

cli-registry-help = Дропперлер тізілімі: негізі, мерзімі және шағымы бар жазбалар.
cli-registry-add-help = Жазба ұсыну; екінші қызметкер бекіткенде ғана күшіне енеді.
cli-registry-list-help = Бүгінгі жазбалар; мақсаты айтылмаса, жасырын түрде.
cli-registry-appeal-help = Жазбаға шағымды тіркеу; жазба белгіленеді.
cli-registry-outcome-help = Шағым немен аяқталғанын тіркеу; қанағаттандырылса, жазбаның күші тоқтайды.
cli-registry-degree-help = Адамның қатысу дәрежесін көрсету; оны тек адам белгілейді.
cli-registry-restore-help = Тоқтатылған жазбаны қайта күшіне енгізу; екінші қызметкер бекітеді.
cli-registry-remove-help = Жазбаны жаңа жазбамен алып тастау.
cli-registry-import-help = Антифрод-орталықтың тізімін енгізу (CSV немесе XLSX); жарамсыз жолдар бөлек қойылады.
cli-arg-entry = Жазбаның нөмірі (qalqan registry list қараңыз).
cli-arg-outcome = upheld (қанағаттандырылды) немесе dismissed (қабылданбады).
cli-arg-registry-file = Тізім: тақырыптары бар CSV немесе XLSX.
cli-opt-registry-ground = Негізі: verdict (күшіне енген үкім), afc (Антифрод-орталық) немесе proposal (қызметкердің ұсынысы).
cli-opt-registry-account = Шот (IBAN), әмиян немесе шарт.
cli-opt-registry-phone = Телефон нөмірі.
cli-opt-registry-iin = Адамның ЖСН-і.
cli-opt-registry-court = Сот — үкім үшін.
cli-opt-registry-number = Үкімнің, Орталық жазбасының немесе қағаздың нөмірі.
cli-opt-registry-date = Күні ЖЖЖЖ-АА-КК: үкім күшіне енген, Орталық жазған, қағаз күні.
cli-opt-registry-degree = knowing (біле тұра), deceived (алданған), stolen (жеке басы ұрланған) немесе unknown (белгісіз).
cli-opt-registry-since = Қай күннен күшінде (ЖЖЖЖ-АА-КК); айтылмаса — сол күннен, ұсыныс — бүгіннен.
cli-opt-registry-until = Күші бар соңғы күн (ЖЖЖЖ-АА-КК); айтылмаса — негіздің баптауы бойынша.
cli-opt-registry-earlier = Сол сәйкестендіргіштің бұрынғы жазбаларының нөмірлері (үтірмен), егер бірі жәбірленуші туралы, тоқтатылған не шағым қаралып жатқан болса.
cli-opt-registry-value = Тек осы сәйкестендіргіштің немесе осы нөмірдің жазбалары.
cli-opt-registry-who = Кім шағымданады.
cli-opt-registry-rejected = Енгізілмеген жолдарға арналған CSV файлы: деректер ашық, сондықтан ашылғаны журналға жазылады.
cli-registry-added = { $entry } жазбасы ұсынылды.
cli-registry-second = Әзірге күші жоқ: екінші қызметкер `qalqan decide WS { $subject } approve --shown { $shown }` пәрменімен бекітеді.
cli-registry-imported = Жол: { $rows }; жазба: { $entries }; енгізілмегені: { $refused }.
cli-registry-done-appeal = { $entry } жазбасына шағым тіркелді; жазба белгіленді.
cli-registry-done-outcome = { $entry } жазбасына шағымның қорытындысы тіркелді.
cli-registry-done-degree = { $entry } жазбасының дәрежесі тіркелді.
cli-registry-done-restore = { $entry } жазбасын қайта күшіне енгізу ұсынылды.
cli-registry-done-remove = { $entry } алып тасталды; жазбаның өзі сақталады.
cli-registry-entry = Жазба
cli-registry-ground = Негізі
cli-registry-from = Бастап
cli-registry-to = Дейін
cli-registry-degree = Дәрежесі
cli-registry-state = Күйі
cli-registry-approved = Бекіткендер
cli-registry-part = Парақ
cli-registry-row = Жол
cli-registry-column = Баған
cli-registry-why = Неліктен
cli-registry-note = Күшіне енген үкім ғана дәлел. Басқа жазбаның бәрі — ықтимал дроппер ғана, процестік мәртебе емес.

error-registry-one = Бір жазбада дәл бір сәйкестендіргіш болады.
error-registry-one-do = --account, --phone, --iin дегеннің бірін беріңіз.
error-registry-ground = «{ $ground }» — жазбаның негізі емес.
error-registry-ground-do = Мынаның бірін таңдаңыз: { $known }.
error-registry-kind = «{ $kind }» — тізілімге арналған сәйкестендіргіш түрі емес немесе мәні жоқ.
error-registry-kind-do = Мынаның бірін таңдаңыз: { $known }.
error-registry-value = «{ $value }» — { registry-word-kind } емес.
error-registry-value-do = Әр таңбаны тексеріңіз; жасырылған карта не шот енгізілмейді.
error-registry-missing = Міндетті дерек көрсетілмеген ({ registry-word-what }): { $options }.
error-registry-missing-do = Үкімге сот, нөмір, күн керек; Орталық жазбасына нөмір мен күн; ұсынысқа себебі.
error-registry-day = «{ $value }» — күн емес.
error-registry-day-do = ЖЖЖЖ-АА-КК түрінде жазыңыз.
error-registry-until = Жазба басталмай ({ $since }) аяқталар еді ({ $until }).
error-registry-until-do = Кейінірек --until беріңіз.
error-registry-degree = «{ $value }» — дәреже емес.
error-registry-degree-do = Мынаның бірін таңдаңыз: { $known }.
error-registry-outcome = «{ $value }» — шағым қорытындысы емес.
error-registry-outcome-do = Мынаның бірін таңдаңыз: { $known }.
error-registry-entry = { $entry } жазбасы жоқ.
error-registry-entry-do = `qalqan registry list WS` қараңыз.
error-registry-removed = { $entry } жазбасы алып тасталған; жалғасы болмайды.
error-registry-removed-do = Жаңа негіз болса, жаңа жазба ұсыныңыз.
error-registry-appealed = { $entry } жазбасына шағым қаралып жатыр.
error-registry-appealed-do = Алдымен оның қорытындысын тіркеңіз.
error-registry-no-appeal = { $entry } жазбасына шағым жоқ.
error-registry-no-appeal-do = Алдымен шағымды тіркеңіз.
error-registry-role = «{ registry-word-what }» қадамы «{ registry-word-role }» рөліне ашық емес.
error-registry-role-do = Мына рөлдерге болады: { registry-word-allowed }.
error-registry-race = { $entry } жазбасын осы арада басқа қызметкер өзгертті.
error-registry-race-do = Қайта қарап, қайталаңыз.
error-registry-nothing = Енгізетін ештеңе жоқ.
error-registry-nothing-do = Сәйкестендіргіш беріңіз.
error-registry-file = Тізімді оқу не жазу мүмкін емес: { $reason }.
error-registry-file-do = Файлды тексеріңіз; CSV мен XLSX оқылады.
error-registry-head = Тізімнің ешбір жолында шоттың, телефонның не ЖСН-нің және күннің не нөмірдің тақырыбы жоқ.
error-registry-head-do = Тақырып жолын қосыңыз, мысалы: IBAN; нөмір; күні.
error-registry-list = { $rows } жолдың бірде-бірі енгізілмейді (себеп саны: { $refused }).
error-registry-list-do = Себептерді --rejected арқылы файлға жазыңыз.
error-registry-again = Дәл осы тізім бұрын енгізілген ({ $batch }).
error-registry-again-do = `qalqan registry list WS` қараңыз.
reason-registry-twice = сол сәйкестендіргіш жоғарғы жолда тұр
reason-registry-nobody = шот та, телефон да, ЖСН де жоқ
reason-registry-day = күн емес
reason-registry-value = ондай сәйкестендіргіш емес
reason-registry-missing = нөмір не күн жоқ
reason-registry-until = басталмай аяқталады

verify-registry = тізілім қадамы
verify-found-registry-signature = қызметкер тізілімнің бұл қадамына қол қоймаған
verify-found-registry-order = тізілімде болмайтын немесе рөлге ашық емес қадам
error-registry-own = Жазбаға шағымды оны ұсынған не бекіткен қызметкердің өзі қабылдамай тастай алмайды ({ $entry }).
error-registry-own-do = Қорытындыны басқа басшы тіркейді.
error-registry-not-suspended = { $entry } жазбасы тоқтатылмаған.
error-registry-not-suspended-do = Қайтаратын ештеңе жоқ; `qalqan registry list WS` қараңыз.
error-registry-future = { $value } күні әлі келген жоқ (бүгін { $today }).
error-registry-future-do = Өткен не бүгінгі күнді беріңіз.
error-registry-long = Жазба { $until } дейін күшінде болар еді, ал бұл негізде { $last } күнінен аспайды (күн саны: { $days }).
error-registry-long-do = Ертерек --until беріңіз немесе оны бермеңіз.
error-registry-early = Жазба өз негізінен ({ $on }) бұрын басталар еді ({ $since }).
error-registry-early-do = --since күні үкім не Орталық жазбасы күнінен ерте болмасын.
error-registry-minor = ЖСН бойынша адам 18 жасқа толмаған: кәмелетке толмағандар тізілімге енгізілмейді. Баланың шотын көбіне ересек адам басқарады, ал бала туралы шешім бұл тізілімнен тыс, заңды өкілінің қатысуымен қабылданады.
error-registry-minor-do = Мәліметті тергеушіге беріңіз; тек оны басқарған ересектің шотын не нөмірін енгізіңіз.
error-registry-earlier = Осы сәйкестендіргіш туралы жәбірленушінің, тоқтатылған не шағым қаралып жатқан жазба бар: { $entries }.
error-registry-earlier-do = Оны оқыңыз (`qalqan registry list WS --value НӨМІР`); жаңа негіз болса, --earlier арқылы атаңыз.
error-registry-same = Дәл осындай жазба бар: { $entry }.
error-registry-same-do = `qalqan registry list WS` қараңыз; қайта енгізу қажет емес.
reason-registry-future = күні әлі келген жоқ
reason-registry-long = мерзімі негізі рұқсат еткеннен ұзақ
reason-registry-early = өз негізінен бұрын басталады
reason-registry-minor = адам 18 жасқа толмаған: кәмелетке толмағандар енгізілмейді
reason-registry-earlier = жәбірленушінің, тоқтатылған не шағым қаралып жатқан жазба бар: оны атап, бөлек енгізіңіз
reason-registry-same = дәл осындай жазба бар
error-registry-empty = Тізім бос.
error-registry-empty-do = Файлдың дұрыстығын тексеріңіз.
error-registry-broken = Тізім оқылмайды: файл бүлінген не ол CSV де, XLSX те емес.
error-registry-broken-do = Оны кестелік редакторда ашып, CSV не XLSX етіп сақтаңыз.
registry-word-role = { $role ->
    [administrator] әкімші
    [duty_officer] кезекші
    [analyst] талдаушы
    [investigator] тергеуші
    [head] басшы
    [inspector] инспектор
    [model_steward] модельдерге жауапты
    [partner] серіктес
   *[other] { $role }
 }
registry-word-what = { $what ->
    [verdict] үкім
    [afc] Орталық жазбасы
    [proposal] ұсыныс
    [appeal] шағым
    [outcome] шағым қорытындысы
    [degree] дәреже
    [restore] қайта күшіне енгізу
    [remove] алып тастау
    [propose] ұсыныс
   *[other] { $what }
 }
registry-word-kind = { $kind ->
    [account] шот
    [phone] телефон нөмірі
    [iin] ЖСН
   *[other] { $kind }
 }
registry-word-allowed = { $what ->
    [outcome] басшы
    [appeal] кезекші, талдаушы, тергеуші, басшы, инспектор
   *[other] тергеуші, басшы
 }
