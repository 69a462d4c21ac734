# Реестр дропперов: записи с основанием, сроком, обжалованием и степенью.

table-registry = Действующие записи реестра
registry-ground-verdict = приговор вступил в силу (доказано)
registry-ground-afc = Антифрод-центр (не доказано)
registry-ground-proposal = предложение сотрудника (не доказано)
registry-degree-knowing = осознанно
registry-degree-deceived = обманут
registry-degree-stolen = личность украдена: потерпевший
registry-degree-unknown = степень неизвестна
registry-state-waiting = ждёт второго сотрудника
registry-state-valid = действует
registry-state-expired = срок истёк
registry-state-suspended = жалоба удовлетворена: не действует
registry-state-victim = потерпевший от кражи личности: не действует
registry-state-removed = снята
registry-appealed = подана жалоба

cli-registry-help = Реестр дропперов: записи с основанием, сроком и обжалованием.
cli-registry-add-help = Предложить запись; она действует, когда её утвердит второй сотрудник.
cli-registry-list-help = Записи на сегодня; без цели — скрытые.
cli-registry-appeal-help = Записать жалобу на запись; запись помечается.
cli-registry-outcome-help = Записать исход жалобы; удовлетворённая приостанавливает запись.
cli-registry-degree-help = Указать степень участия лица; это делают только люди.
cli-registry-restore-help = Снова ввести в действие приостановленную запись; утверждает второй сотрудник.
cli-registry-remove-help = Снять запись новой записью.
cli-registry-import-help = Внести список Антифрод-центра (CSV или XLSX); негодные строки — в карантин.
cli-arg-entry = Номер записи (см. qalqan registry list).
cli-arg-outcome = upheld (удовлетворена) или dismissed (отклонена).
cli-arg-registry-file = Список: CSV или XLSX с заголовками.
cli-opt-registry-ground = Основание: verdict (приговор в силе), afc (Антифрод-центр) или proposal (предложение сотрудника).
cli-opt-registry-account = Счёт (IBAN), кошелёк или договор.
cli-opt-registry-phone = Номер телефона.
cli-opt-registry-iin = ИИН лица.
cli-opt-registry-court = Суд — для приговора.
cli-opt-registry-number = Номер приговора, записи Центра или бумаги.
cli-opt-registry-date = День ГГГГ-ММ-ДД: вступления приговора в силу, записи Центра, бумаги.
cli-opt-registry-degree = knowing (осознанно), deceived (обманут), stolen (личность украдена) или unknown (неизвестно).
cli-opt-registry-since = Действует с (ГГГГ-ММ-ДД); без него — с того дня, предложение — с сегодняшнего.
cli-opt-registry-until = Последний день действия (ГГГГ-ММ-ДД); без него — по настройкам основания.
cli-opt-registry-earlier = Номера прежних записей того же идентификатора (через запятую), если одна из них о потерпевшем, приостановлена или обжалуется.
cli-opt-registry-value = Только записи этого идентификатора или этого номера.
cli-opt-registry-who = Кто жалуется.
cli-opt-registry-rejected = Файл CSV для невнесённых строк: открытые данные, поэтому запись о раскрытии остаётся в журнале.
cli-registry-added = Запись { $entry } предложена.
cli-registry-second = Она ещё не действует: второй сотрудник утверждает командой `qalqan decide WS { $subject } approve --shown { $shown }`.
cli-registry-imported = Строк: { $rows }; записей: { $entries }; не внесено: { $refused }.
cli-registry-done-appeal = Жалоба на { $entry } записана; запись помечена.
cli-registry-done-outcome = Исход жалобы на { $entry } записан.
cli-registry-done-degree = Степень для { $entry } записана.
cli-registry-done-restore = Возврат { $entry } в действие предложен.
cli-registry-done-remove = { $entry } снята; сама запись остаётся.
cli-registry-entry = Запись
cli-registry-ground = Основание
cli-registry-from = С
cli-registry-to = По
cli-registry-degree = Степень
cli-registry-state = Состояние
cli-registry-approved = Утвердили
cli-registry-part = Лист
cli-registry-row = Строка
cli-registry-column = Столбец
cli-registry-why = Почему
cli-registry-note = Доказательство — только приговор, вступивший в силу. Любая другая запись — возможный дроппер, а не процессуальный статус.

error-registry-one = В записи ровно один идентификатор.
error-registry-one-do = Укажите одно из --account, --phone, --iin.
error-registry-ground = «{ $ground }» — не основание записи.
error-registry-ground-do = Выберите из: { $known }.
error-registry-kind = «{ $kind }» — не вид идентификатора для реестра, или значения нет.
error-registry-kind-do = Выберите из: { $known }.
error-registry-value = «{ $value }» — не { registry-word-kind }.
error-registry-value-do = Проверьте каждый знак; скрытую карту или счёт внести нельзя.
error-registry-missing = Не указано обязательное ({ registry-word-what }): { $options }.
error-registry-missing-do = Приговору нужны суд, номер и дата; записи Центра — номер и дата; предложению — причина.
error-registry-day = «{ $value }» — не день.
error-registry-day-do = Пишите ГГГГ-ММ-ДД.
error-registry-until = Запись закончилась бы ({ $until }) раньше, чем началась ({ $since }).
error-registry-until-do = Укажите более поздний --until.
error-registry-degree = «{ $value }» — не степень.
error-registry-degree-do = Выберите из: { $known }.
error-registry-outcome = «{ $value }» — не исход жалобы.
error-registry-outcome-do = Выберите из: { $known }.
error-registry-entry = Записи { $entry } нет.
error-registry-entry-do = См. `qalqan registry list WS`.
error-registry-removed = Запись { $entry } снята; продолжения быть не может.
error-registry-removed-do = При новом основании предложите новую запись.
error-registry-appealed = Жалоба на { $entry } уже рассматривается.
error-registry-appealed-do = Сначала запишите её исход.
error-registry-no-appeal = Жалобы на { $entry } нет.
error-registry-no-appeal-do = Сначала запишите жалобу.
error-registry-role = Шаг «{ registry-word-what }» не открыт роли «{ registry-word-role }».
error-registry-role-do = Могут роли: { registry-word-allowed }.
error-registry-race = Запись { $entry } тем временем изменил другой сотрудник.
error-registry-race-do = Посмотрите её снова и повторите.
error-registry-nothing = Вносить нечего.
error-registry-nothing-do = Укажите идентификатор.
error-registry-file = Список не удаётся прочитать или записать: { $reason }.
error-registry-file-do = Проверьте файл; читаются CSV и XLSX.
error-registry-head = Ни в одной строке списка нет заголовков счёта, телефона или ИИН и даты или номера.
error-registry-head-do = Добавьте строку заголовков, например: IBAN; номер; дата.
error-registry-list = Ни одну из строк ({ $rows }) внести нельзя (причин: { $refused }).
error-registry-list-do = Запишите причины в файл через --rejected.
error-registry-again = Именно этот список уже внесён ({ $batch }).
error-registry-again-do = См. `qalqan registry list WS`.
reason-registry-twice = тот же идентификатор стоит в строке выше
reason-registry-nobody = нет ни счёта, ни телефона, ни ИИН
reason-registry-day = не день
reason-registry-value = не такой идентификатор
reason-registry-missing = нет номера или даты
reason-registry-until = кончается раньше, чем начинается

verify-registry = шагов реестра
verify-found-registry-signature = сотрудник этот шаг реестра не подписывал
verify-found-registry-order = шаг реестра, которого быть не может или который роли не открыт
error-registry-own = Жалобу на запись не отклоняет тот, кто её предложил или утверждал ({ $entry }).
error-registry-own-do = Исход записывает другой руководитель.
error-registry-not-suspended = Запись { $entry } не приостановлена.
error-registry-not-suspended-do = Возвращать нечего; см. `qalqan registry list WS`.
error-registry-future = День { $value } ещё не наступил (сегодня { $today }).
error-registry-future-do = Укажите день, который уже прошёл, или сегодняшний.
error-registry-long = Запись действовала бы до { $until }, а на этом основании — не дольше { $last } (дней: { $days }).
error-registry-long-do = Укажите более ранний --until или не указывайте его.
error-registry-early = Запись началась бы ({ $since }) раньше своего основания ({ $on }).
error-registry-early-do = Укажите --since не раньше дня приговора или записи Центра.
error-registry-minor = По ИИН лицу нет 18 лет: несовершеннолетних в реестр не вносят. Счётом ребёнка часто распоряжается взрослый, а решение о ребёнке принимают вне этого реестра, с законным представителем.
error-registry-minor-do = Передайте сведения следователю; вносите счёт или номер лишь взрослого, который ими распоряжался.
error-registry-earlier = Об этом же идентификаторе есть запись о потерпевшем, приостановленная или обжалуемая: { $entries }.
error-registry-earlier-do = Прочтите её (`qalqan registry list WS --value НОМЕР`); если новое основание есть, назовите её в --earlier.
error-registry-same = Точно такая запись уже есть: { $entry }.
error-registry-same-do = См. `qalqan registry list WS`; вносить её снова не нужно.
reason-registry-future = день ещё не наступил
reason-registry-long = срок дольше, чем допускает основание
reason-registry-early = начинается раньше своего основания
reason-registry-minor = лицу нет 18 лет: несовершеннолетних не вносят
reason-registry-earlier = есть запись о потерпевшем, приостановленная или обжалуемая: внесите отдельно, назвав её
reason-registry-same = точно такая запись уже есть
error-registry-empty = Список пуст.
error-registry-empty-do = Проверьте, тот ли это файл.
error-registry-broken = Список не читается: файл повреждён или это не CSV и не XLSX.
error-registry-broken-do = Откройте его в табличном редакторе и сохраните как CSV или XLSX.
registry-word-role = { $role ->
    [administrator] администратор
    [duty_officer] дежурный
    [analyst] аналитик
    [investigator] следователь
    [head] руководитель
    [inspector] инспектор
    [model_steward] ответственный за модели
    [partner] партнёр
   *[other] { $role }
 }
registry-word-what = { $what ->
    [verdict] приговор
    [afc] запись Центра
    [proposal] предложение
    [appeal] жалоба
    [outcome] исход жалобы
    [degree] степень
    [restore] возврат в действие
    [remove] снятие
    [propose] предложение
   *[other] { $what }
 }
registry-word-kind = { $kind ->
    [account] счёт
    [phone] номер телефона
    [iin] ИИН
   *[other] { $kind }
 }
registry-word-allowed = { $what ->
    [outcome] руководитель
    [appeal] дежурный, аналитик, следователь, руководитель, инспектор
   *[other] следователь, руководитель
 }
