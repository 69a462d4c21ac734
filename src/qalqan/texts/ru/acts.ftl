# Правовые меры: состояния, шаги, сроки, команды
cli-act-help = Правовая мера и её шаги: предложить, санкция, отправка, ответ, уведомление, снятие, возврат, отзыв.
cli-act-propose-help = Предложить меру (suspension, restriction, arrest, return, loan, complaint) и напечатать её бумаги; затем её утверждают двое через `qalqan decide`.
cli-act-sanction-help = Записать санкцию прокурора или суда: орган, номер, дата; либо отказ.
cli-act-send-help = Записать отправку: кому, как, когда.
cli-act-answer-help = Записать ответ банка или кредитора: что удержано по счетам, номер и дата.
cli-act-tell-help = Записать, что собственник счёта уведомлён, либо основание исключения по закону.
cli-act-release-help = Попросить о снятии; когда двое его утвердят, второй вызов записывает отправку.
cli-act-return-help = Записать сообщение банка, что удержанные деньги возвращены потерпевшему.
cli-act-withdraw-help = Отозвать меру, которая ещё не отправлена.
cli-acts-help = Все меры: состояние, суммы, срок, что пора сделать, что дальше и кто вправе.
cli-upgrade-help = Привести старое рабочее пространство к форме этой версии, с записью в журнале.
cli-upgraded = Форма рабочего пространства: { $form }.
cli-arg-measure = Мера, например ДЕЛО/БАНК:suspension (см. qalqan acts).
cli-arg-measure-kind = suspension, restriction, arrest, return, loan или complaint (оператору, на номера).
cli-opt-act-bank = Код банка; без него — все банки с деньгами дела (для займа — все кредиторы; для жалобы — все операторы, одного назовите как kcell).
cli-opt-act-date = День (2025-03-15 или 15.03.2025) или момент (2025-03-15T14:20), как указано в акте.
cli-opt-act-number = Номер бумаги.
cli-opt-act-held = Что удерживает банк, в тенге, по счёту на раз; либо all, либо none.
cli-opt-act-to = Кому направлено.
cli-opt-act-how = Как: нарочно, защищённый канал, заказное письмо.
cli-opt-act-reason = Почему.
cli-opt-act-body = Санкционирующий орган: prosecutor (прокурор) или court (суд).
cli-opt-act-until = Окончание меры, как установил суд; не бывает там, где срок задан законом.
cli-opt-act-refused = Отказано: причина.
cli-opt-act-since = День, с которого банк удерживает; от него идёт срок.
cli-opt-act-parted = Банк сам разделил деньги по очерёдности поступления: сохранить его суммы.
cli-opt-act-stopped = Кредитор остановил начисление и взыскание.
cli-opt-act-exception = Основание исключения по закону от уведомления собственника.
cli-opt-acts-case = Только это дело.
cli-opt-acts-due = Только то, что пора сделать.
cli-opt-all-banks = Запрос в каждый банк, где есть деньги дела.
cli-request-progress = запросы
cli-act-done = { $measure }: { $state }
cli-acts-measure = Мера
cli-acts-kind = Вид
cli-acts-state = Состояние
cli-acts-asked = Запрошено
cli-acts-held = Удержано
cli-acts-ends = Срок до
cli-acts-due = Пора
cli-acts-next = Дальше и кто
cli-acts-share = доля этого дела: { $sum }
cli-acts-count = Мер: { $count }

act-kind-suspension = приостановление
act-kind-restriction = временное ограничение
act-kind-arrest = арест имущества
act-kind-return = возврат потерпевшему
act-kind-loan = остановка займа потерпевшего
report-act-state-proposed = предложена
report-act-state-approved = утверждена
report-act-state-sanctioned = санкционирована
report-act-state-sent = направлена
report-act-state-held = удержано
report-act-state-empty = удерживать нечего
report-act-state-released = снята
report-act-state-returned = возвращено
report-act-state-refused = отказано
report-act-state-withdrawn = отозвана
report-act-state-expired = срок истёк
report-act-state-superseded = заменена следующим актом
act-step-approve = утвердить
act-step-sanction = санкция
act-step-refuse = отказ
act-step-send = отправить
act-step-answer = ответ
act-step-tell = уведомить собственника
act-step-ask-release = просить о снятии
act-step-release = снять
act-step-return = возврат
act-step-withdraw = отозвать
act-role-duty-officer = дежурный
act-role-analyst = аналитик
act-role-investigator = следователь
act-role-head = руководитель
act-body-prosecutor = прокурор
act-body-court = суд
act-due-late = ПРОСРОЧЕНО:
act-due-approve = утверждение: { $have } из 2
act-due-sanction = нужна санкция: { $body }
act-due-send = пора отправить
act-due-answer = ответ
act-due-tell = уведомить собственника
act-due-end = окончание срока
act-due-petition-restriction = до окончания ходатайствовать об ограничении
act-due-petition-arrest = до окончания ходатайствовать об аресте
act-due-release-approved = снятие утверждено: отправить
act-due-release-approve = снятие ждёт двух утверждений
act-due-release-doubted = пора снять: утверждение взято назад
act-due-release-closed = пора снять: дело прекращено
act-due-release-fell = пора снять: требование отпало ({ $sum })
act-due-release-part = пора снять часть: { $sum } по последнему расчёту уже не деньги этого потерпевшего

error-act-move = «{ act-word-step }» сейчас невозможно: мера ({ act-word-kind }) в состоянии { $state ->
    [proposed] «предложена».
    [approved] «утверждена».
    [sanctioned] «санкционирована».
    [sent] «направлена».
    [held] «удержано».
    [empty] «удерживать нечего».
    [released] «снята».
    [returned] «возвращено».
    [refused] «отказано».
    [withdrawn] «отозвана».
    [expired] «срок истёк».
    [superseded] «заменена следующим актом».
   *[none] —.
 }
error-act-move-do = `qalqan acts WS` говорит, что дальше и кто вправе; утверждают через `qalqan decide`.
error-act-time = «{ act-word-step }» от { $at } оказалось бы раньше, чем { $before }.
error-act-future = «{ act-word-step }»: день ещё не наступил: { $on }.
error-act-day = «{ $value }» — не день.
error-act-day-do = Пишите 2025-03-15, 15.03.2025 или 2025-03-15T14:20.
error-act-late = Следующий акт подан после окончания прежнего ({ act-word-kind }): { $ended }.
error-act-states = Для шага «{ act-word-step }» нужно указать: { $missing }.
error-act-sanction = Мера этого вида ({ act-word-kind }) отправляется только с санкцией ({ act-word-body }).
error-act-sanction-do = Запишите её: qalqan act sanction WS МЕРА --body { $body } --name … --number … --date …
error-act-no-sanction = Мере этого вида ({ act-word-kind }) ничья санкция не нужна.
error-act-release-asked = О снятии ещё никто не просил.
error-act-release-asked-do = Сначала qalqan act release WS МЕРА --reason …; затем двое утверждают.
error-act-release-approved = Снятие не утверждено двумя сотрудниками.
error-act-release-approved-do = Первый вызов напечатал, что утверждать через `qalqan decide`.
error-act-step = Нет шага «{ $step }». Есть: { $known }.
error-act-step-role = Роль «{ act-word-role }» не вправе делать шаг «{ act-word-step }» этой меры ({ act-word-kind }). Вправе: { act-word-allowed }.
error-act-race = Другой сотрудник в тот же миг сделал шаг меры { $measure }: посмотрите и повторите.
error-act-alive = Мера { $measure } уже есть.
error-act-alive-do = Продолжайте её либо сначала отзовите или снимите.
error-act-none = Меры { $measure } нет. Есть: { $known }.
error-act-nothing-held = По делу { $case } в банке { $bank } ничего не удержано: возвращать нечего.
error-act-account = Счёт { $account } в { $measure } не запрашивался.
error-act-sum = «{ $value }» — не сумма.
error-act-sum-do = Пишите СЧЁТ=СУММА в тенге, например KZ…=125000,50; либо all, либо none.
error-act-stopped = Ответ по займу: --stopped либо --refused с причиной.
error-act-long = { $name }: слишком длинно, не более { $most } знаков.
error-act-no-loan = По делу { $case } строки не показывают займа, выданного потерпевшему около времени потери.
error-act-no-loan-do = Назовите кредитора через --bank, когда придёт его выписка, или пишите вручную.
error-hold-over-balance = Сумма удержания ({ $sum } тиын) больше того, что есть на счёте кроме защищённых выплат ({ $balance } тиын); запрос не составлен.
error-paper-folder = Для всех банков назовите папку, а не файл.
verify-acts = шаги мер
verify-found-act-signature = сотрудник этот шаг не подписывал
verify-found-act-role = роль сотрудника не даёт права на этот шаг
verify-found-act-order = шаги следуют друг за другом не так, как можно
verify-found-act-paper = бумага не та, что была предложена
error-request-bank = Назовите один банк через --bank либо --all-banks.

report-loan-ruling-title = Постановление о признании потерпевшим по делу { $id }
report-loan-submission-title = Представление кредитору об остановке начислений и взыскания по займу, дело { $id }
report-loan-to = Кому: { $creditor }
report-loan-ruling-found = Следователь рассмотрел дело { $id }, зарегистрированное { $day } ({ $article }). По имеющимся в деле выпискам у названного ниже лица обманом взяты деньги, и около этого времени на его счёт выданы займы.
report-loan-f-lost = Потеряно
report-loan-lost = { $sum }, с { $first } по { $last }
report-loan-f-loans = Займы, выданные около времени потери
report-loan-loans = { $count }, всего { $sum }
report-loan-ruling-limits = Строки показывают, что займы выданы и деньги ушли; кто, с какого устройства их оформил и как установили личность, они не показывают. Об этом запрашивается каждый кредитор.
report-loan-h-decides = Постановлено
report-loan-ruling-1 = признать названное лицо потерпевшим и письменно уведомить его об этом;
report-loan-ruling-2 = разъяснить ему права и обязанности потерпевшего;
report-loan-ruling-3 = направить каждому кредитору представление об остановке вознаграждения, неустойки и взыскания по этим займам;
report-loan-ruling-4 = вручить потерпевшему копию постановления для предъявления кредиторам и кредитному бюро.
report-loan-ruling-articles = Уголовно-процессуальный кодекс, статья { $ruling } (?): признание потерпевшим.
report-loan-articles = Уголовно-процессуальный кодекс, статьи { $ruling } (?) и { $submission } (?): признание потерпевшим; представление.
report-loan-articles-title = Статьи подтверждает юрист
report-loan-investigator = Следователь: ______________________
report-loan-victim = Потерпевший(-ая): ______________________
report-loan-signature = ФИО, должность, подпись, дата
report-loan-informed = с постановлением ознакомлен(-а), права разъяснены, копию получил(-а); подпись, дата
report-loan-ask = По делу { $id }, зарегистрированному { $day } ({ $article }), { $status }. По выпискам вами на счёт этого лица около времени потери выдано займов: { $count }, всего { $sum }. Просим выполнить перечисленное ниже.
report-loan-h-payouts = Займы по строкам выписок
report-loan-c-contract = Договор
report-loan-c-account = Выдан на счёт
report-loan-contract-unknown = в строке не указан; просим сообщить
report-loan-after = Вскоре со счетов потерпевшего ушло { $sum } — потеря по этому делу ({ $first } … { $last }).
report-loan-h-asks = Просим
report-loan-ask-1 = остановить вознаграждение, комиссии и неустойку по этим займам со дня потери до решения по делу;
report-loan-ask-2 = остановить взыскание, не уступать требование и не передавать его коллекторам;
report-loan-ask-3 = отметить заём в кредитном бюро как оспариваемый по уголовному делу, а не как просроченный;
report-loan-ask-4 = сообщить: номер и дату договора, канал обращения, IP-адреса, устройства и номера телефонов, способ установления личности (сохранив записи биометрии без изменений) и был ли в тот момент установлен «Стоп-кредит»;
report-loan-ask-5 = сохранить все журналы и записи обращения до ответа на законное требование о них.
report-loan-answer = Просим ответить в течение { $days } календарных дней (?), с вашим номером и датой.
report-loan-stop-credit = Заём, выданный вопреки «Стоп-кредиту», установленному через eGov, подлежит списанию; был ли он установлен, проверяет кредитор.
report-loan-appeal = Кредитор может обжаловать представление руководителю подразделения, прокурору или в суд; до этого просьба остаётся в силе. О самом долге эта бумага ничего не решает.
report-loan-machine = Выдачи найдены программой в строках выписок по операции, назначению и коду (результат низкой автономности по закону об искусственном интеллекте). Решают люди: бумага действительна только с двумя утверждениями разных сотрудников.
report-loan-law = Содержит персональные данные и банковскую тайну; передаётся только адресату по защищённому каналу.
act-state-partly = удержано частично

report-petition-to-prosecutor = Прокурору
report-petition-to-court = Следственному судье
report-petition-title-restriction = Постановление о временном ограничении на распоряжение имуществом, на согласие прокурора; дело { $id }
report-petition-title-arrest = Ходатайство о наложении ареста на имущество; дело { $id }
report-petition-title-return = Уведомление о возврате удержанных денег потерпевшему, на санкцию прокурора; дело { $id }
report-petition-found-restriction = По делу { $id }, зарегистрированному { $day } ({ $article }), прослежены деньги потерпевшего на { $loss }; из них { $total } вероятно лежат на названных ниже счетах ({ $bank }). Есть основание опасаться, что их переведут дальше.
report-petition-found-arrest = По делу { $id }, зарегистрированному { $day } ({ $article }), прослежены деньги потерпевшего на { $loss }; из них { $total } вероятно лежат на названных ниже счетах ({ $bank }). Для обеспечения возврата ходатайствуем об аресте ровно в пределах этой суммы.
report-petition-found-return = По делу { $id }, зарегистрированному { $day } ({ $article }), прослежены деньги потерпевшего на { $loss }; { $bank } удерживает деньги на названных ниже счетах, из них { $total } — доля этого потерпевшего.
report-petition-former = Сейчас действует: { $measure }. Эта бумага подаётся до её окончания.
report-petition-no-former = Других действующих мер на этих счетах по делу не записано.
report-petition-h-restriction = Постановил(а)
report-petition-h-arrest = Просим
report-petition-h-return = Просим
report-petition-ask-restriction-1 = с согласия прокурора ограничить распоряжение названными выше суммами и не более того, на срок до { $length } суток; без согласия постановление не исполняется;
report-petition-ask-restriction-2 = зарплату, пенсию, пособия и стипендию оставить доступными;
report-petition-ask-restriction-3 = уведомить собственника в течение 24 часов, если не записано исключение по закону с его основанием.
report-petition-ask-arrest-1 = санкционировать арест названных сумм и не более того;
report-petition-ask-arrest-2 = оставить доступными зарплату, пенсию, пособия и стипендию;
report-petition-ask-arrest-3 = установить срок его окончания.
report-petition-ask-return-1 = санкционировать возврат названных сумм потерпевшему;
report-petition-ask-return-2 = сохранить за другими потерпевшими их доли по правилу, изложенному в запросе;
report-petition-ask-return-3 = снять удержание с возвращаемого.
report-petition-basis = Правовое основание
report-petition-officer = Следователь
report-petition-h-prosecutor = Решение прокурора
report-petition-h-court = Решение следственного судьи
report-petition-prosecutor = Прокурор
report-petition-court = Следственный судья
report-petition-yes-restriction = Согласен(-на)
report-petition-yes-arrest = Арест санкционировать
report-petition-yes-return = Возврат санкционировать
report-petition-no-restriction = В согласии отказать. Причина: ______________________________
report-petition-no-arrest = В санкции отказать. Причина: ______________________________
report-petition-no-return = В санкции отказать. Причина: ______________________________
report-petition-sanction = отметить одно из двух; номер, дата, ФИО, подпись
report-release-title = Снятие удержания денег по делу { $id }
report-release-ask = По делу { $id } основание меры { $measure } отпало. Просим сразу снять её с названных ниже счетов и сообщить нам, когда это сделано.
report-release-c-asked = Запрошено
report-release-c-held = Удержано по вашему ответу
report-release-reason = Причина
report-release-1 = Суммы становятся свободны для их владельца; след меры не должен ухудшать его обслуживание.
report-release-2 = Просим сообщить владельцу, что мера снята.
act-step-propose-restriction = предложить ограничение
act-step-propose-arrest = предложить арест
act-step-propose-return = предложить возврат
cli-opt-act-release-out = Папка для письма о снятии.
report-release-ask-part = По делу { $id } основание меры { $measure } отпало в части. Просим сразу снять её на названные ниже суммы, остальное удерживать и сообщить нам, когда это сделано.
report-release-c-lift = Снять
report-release-all = полностью
cli-opt-act-part = Снять только столько, в тенге, по счёту на раз; без него — полностью.
error-act-part = По { $account } снимается больше, чем удержано по { $measure }.
error-act-history = Шаги меры { $measure } следуют друг за другом не так, как можно: данные изменены.
error-act-history-do = Вызовите `qalqan verify` и восстановите из копии.
act-step-propose = предложить
cli-opt-act-name = Название этого органа, например «Прокуратура г. Уральска».
cli-opt-act-more = Банк удерживает больше запрошенного: записать его сумму как есть.
cli-opt-act-repeat = Почему мера на те же деньги повторяется (срок прежней истёк; только руководитель).
report-draft-measure = мера не записана: сначала предложите её; направлять нельзя
error-act-time-do = Проверьте день и порядок шагов: qalqan acts WS.
error-act-future-do = Укажите, в какой день это было: не позже сегодняшнего.
error-act-states-do = Добавьте эти параметры; что они значат, говорит `qalqan act --help`.
error-act-no-sanction-do = Отправляйте сразу: qalqan act send WS МЕРА --to … --how …
error-act-body = Меру этого вида ({ act-word-kind }) санкционирует { act-word-body }, а не «{ $told }».
error-act-body-do = Пишите --body { $body }, а название органа — в --name.
error-act-until = Срок меры этого вида ({ act-word-kind }) задан законом: --until здесь не бывает.
error-act-until-do = Уберите --until; чтобы удерживать дольше, предложите следующую меру.
error-sanction-future = День санкции ещё не наступил: { $on }.
error-sanction-future-do = Укажите день, когда санкция дана.
error-act-step-role-do = Пусть шаг сделает сотрудник с такой ролью: qalqan user list WS.
error-act-none-do = Какие меры есть, говорит `qalqan acts WS`.
error-act-nothing-held-do = Сначала запишите ответ банка: qalqan act answer WS МЕРА --held …
error-act-account-do = Назовите один из счетов, стоящих в бумаге меры.
error-act-long-do = Сократите; подробности пусть остаются в документе, на который вы ссылаетесь.
error-act-repeat = Срок меры { $measure } истёк: повторить её на те же деньги может только руководитель и с указанием причины.
error-act-repeat-do = Руководитель: qalqan act propose … --reason «…»; либо предложите следующую меру (ограничение, арест).
error-act-already = По делу { $case } эти деньги в банке { $bank } уже удерживаются или возвращены: просить больше нечего.
error-act-already-do = Что удержано и что возвращено, показывает `qalqan acts WS --case { $case }`.
error-act-over = По счёту { $account } в ответе больше, чем запрошено в { $measure }.
error-act-over-do = Сверьте сумму; если банк и вправду удерживает больше, добавьте --more и просите снять лишнее.
error-act-back = По счёту { $account } возвращено больше доли в { $measure }.
error-act-back-do = Сверьте сумму с письмом банка; остальное принадлежит другим потерпевшим.
act-note-over = Внимание: на счёте { $account } банк удерживает на { $sum } больше запрошенного. Просите снять лишнее: qalqan act release WS МЕРА --part …
act-note-bankless = Без запроса: { $sum } на счёте { $account }, банк неизвестен. Установите банк (номер счёта, начало номера карты, ответ банка отправителя), примите его ответ и повторите анализ.
act-note-sealed = Запрос опирается и на материалы закрытого дела; сотрудник, которому оно закрыто, получает предложение без них.
error-act-no-bank = По делу { $case } деньги лежат на счетах, банк которых неизвестен (счетов: { $count }, сумма: { $sum }): запрос не составлен.
error-act-no-bank-do = Запросите банк получателя у банка, отправившего деньги, примите ответ и повторите анализ.
error-act-part-none = Не названа снимаемая часть: { $measure }.
error-act-part-none-do = Пишите СЧЁТ=СУММА с ненулевой суммой; чтобы снять всё, уберите --part.
cli-act-rule-help = По займу: записать номер и день подписанного постановления о признании потерпевшим.
act-due-rule = подписать постановление и записать его номер и день
act-step-rule = постановление
report-draft-ruling = постановление о признании потерпевшим не записано; представление не направляется
report-loan-ruled = названное ниже лицо признано потерпевшим постановлением № { $number } от { $day }
report-loan-unruled = готовится постановление о признании названного ниже лица потерпевшим
error-act-ruling = Постановление о признании потерпевшим не записано: представление ещё не направляется.
error-act-ruling-do = Когда оно подписано: qalqan act rule WS МЕРА --number … --date …

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
    [duty_officer-head-investigator] дежурный, следователь, руководитель
    [head-investigator] следователь, руководитель
    [head] руководитель
   *[other] { $allowed }
 }
