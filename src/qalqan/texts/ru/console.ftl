console-skip = К содержанию
console-search = Поиск: номер, счёт, имя, дело…
console-nav = Страницы
console-language = Язык
console-theme = Вид
console-theme-auto = Как в системе
console-theme-light = Светлый
console-theme-dark = Тёмный
console-theme-contrast = Контрастный
console-panel = Боковая панель
console-log-in = Войти
console-log-out = Выйти
console-officer-name = Имя или логин
console-passphrase = Парольная фраза
console-code = Одноразовый код (если включён)
console-run = Анализ { $id }
console-no-run = Анализа ещё нет
console-home = На первую страницу
console-error-title = Этого сделать не удалось
console-room-today = Сегодня
console-room-report-form = Новое сообщение
console-room-cases = Дела
console-room-series = Серии
console-room-money = Деньги
console-room-graph = Граф
console-room-calls = Звонки
console-room-texts = Тексты
console-room-decisions = Решения
console-room-acts = Меры
console-room-board = Сводка
console-room-evidence = Материалы
console-room-upload = Загрузка
console-room-ledger = Журнал
console-room-admin = Управление
console-room-help = Помощь
error-sign-in = Вход не выполнен.
error-token = Форма устарела или пришла с другой страницы.
error-token-do = Откройте страницу заново и отправьте ещё раз; набранное сохранено как черновик.
error-verb-role = Роль «{ error-role-word }» этого не может ({ $verb }).
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
error-route-policy = Страница { $where } называет действие, которого нет в таблице прав: { $verb }.
error-route-twice = По адресу { $where } отвечают две страницы.
error-page-none = Такой страницы нет.
error-page-method = Эту страницу так вызвать нельзя.
error-request = Запрос не удалось прочитать.
error-unexpected = Случилось непредвиденное. Ничего из принятого не потеряно.
error-unexpected-do = Это записано в журнал сервера. Попробуйте ещё раз; если повторится, сообщите администратору время.
cli-serve-help = Запустить консоль для сотрудников и API рабочей области на этой машине.
cli-serve-opt-workers = Выполнять и долгие задания (как `qalqan worker`)
cli-serving = Консоль открыта по адресу http://{ $host }:{ $port }/ (Ctrl-C останавливает).
cli-serve-first = Войти пока никто не может. Откройте эту ссылку один раз, чтобы создать администратора (действует { $minutes } мин):
