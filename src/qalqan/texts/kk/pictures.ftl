# Ақша жолының суреттері және құжат сомаларын қайта есептейтін бағдарлама.

recompute-rows-read = Түпнұсқалардан оқылған жолдар
recompute-rows-told = Мәндері кестеден алынған жолдар (бұл бағдарлама мұндай файл түрін оқымайды немесе мән жеке ұяшықта тұрған жоқ)
recompute-no-file = ТҮПНҰСҚА ҚАЛТАДА ЖОҚ
recompute-sum = СОМА ТҮПНҰСҚАДАҒЫДАН БӨЛЕК
recompute-time = УАҚЫТ ТҮПНҰСҚАДАҒЫДАН БӨЛЕК
recompute-unlisted = ЖОЛДА ҚАДАҒАЛАНҒАН ШОТ АТАЛҒАН, БІРАҚ ОЛ ЕСЕПКЕ АЛЫНБАҒАН
recompute-differs = АЙЫРМА БАР, құжатта
recompute-case = Іс
recompute-total = Барлық шоттағы жиыны
recompute-lost = жәбірленушінің аударымдарымен жоғалғаны
recompute-equal = Барлық сома құжатпен тиынына дейін сәйкес.
recompute-not-equal = БӘРІ БІРДЕЙ СӘЙКЕС ЕМЕС: жоғарыдағы бас әріппен жазылған жолдарды қараңыз.
recompute-asked = ұстап тұру сұралған

report-recompute-how = Құжаттың қасында recompute.py және жолдар кестесі (.rows.csv) жатыр: құжатты жасаған бағдарламадан тәуелсіз шағын бағдарлама сол жолдарды түпнұсқа файлдардан оқып, сол қағидамен қайта есептейді. Іске қосу: python -I recompute.py ҚҰЖАТ.rows.csv ТҮПНҰСҚАЛАР_ҚАЛТАСЫ. Ол әр шоттағы соманы құжаттағымен қатар және әр айырманы көрсетеді.
report-draw-title = { $id } ісінің ақшасы
report-draw-desc = { $id } ісі ақшасының суреті; дәл сол деректер қасындағы кестеде (.csv).
report-picture-others-legend = ұсақ шоттар бірге
report-balances-ours = осы істің ақшасы
report-balances-other = өзге ақша
report-balances-range = іс ақшасының шегі
report-balances-unknown = белгісіз: жауап жоқ
report-balances-as-of = сурет сәті
report-balances-left = қалғаны { $sum } ₸
report-balances-beside = өзгесі { $sum } ₸
report-balances-days = { $count } тәул
report-balances-hours = { $count } сағ
report-balances-caption = Бірінші шығыннан { $moment } сәтіне дейін шоттарда не жатқаны. Әр жолдың өз масштабы бар; жоғары қараған ұш — ақша сыятыннан көп не көп болуы мүмкін. Уақыт осіндегі қос сызықша — қозғалыссыз аралық қалдырылған, ұзақтығы төменде.
report-balances-more = Суретке кірмеген басқа шоттар саны: { $count }; бәрі кестелерде бар.
report-balances-alt = Шоттардағы қалдықтардың уақыт бойынша өзгеруі: { $id }; сол деректер төмендегі кестеде.
report-balances-lead = Өзге ақша қолда бар үзінді көшірмелер бойынша есептелген; бастапқы қалдық белгісіз болса, ол бұдан көп болуы мүмкін. Штрихталған немесе жауаптан тыс уақыт — белгісіз, нөл емес.
report-balances-c-most = Іс ақшасы ең көп болғанда
report-balances-c-left = Іс ақшасы соңында
report-balances-c-other = Өзге ақша соңында
report-balances-c-known = Жауап қамтитын уақыт

cli-draw-help = Бір істің суреті: ақшасы (sankey, balances немесе hops) не жәбірленушінің таспасы (timeline); SVG, PDF, PNG немесе CSV.
cli-arg-picture = sankey (қайда кетті), balances (қай уақытта қайда не жатты), hops (аударымдар бір-бірлеп) немесе timeline (жәбірленушімен не болды).
cli-opt-picture-out = Жазылатын файл: .svg, .pdf, .png немесе .csv; .svg қасына оның кестесі .csv түрінде қойылады.
error-picture-what = «{ $what }» деген сурет жоқ.
error-picture-what-do = Мынаның бірін таңдаңыз: { $known }.
error-picture-suffix = Суретті «{ $suffix }» түрінде жазуға болмайды.
error-picture-suffix-do = Файл аты мынаның бірімен аяқталсын: { $known }.
error-picture-rule = Уақыт бойынша қалдықтар тек «бірінші келген — бірінші кетеді» қағидасымен салынады: «{ $rule }» ақшаның қандай ретпен кететінін білмейді.
error-picture-rule-do = --rule берілмесін немесе бұл қағидамен sankey не hops салыңыз.
