console-why = почему
console-says-who = Кто это говорит?
console-paging = Страницы списка
console-before = Назад
console-after = Дальше
console-crumbs = Где вы
money-title = Деньги, которые ещё можно удержать
money-lede = Все дела, каждое на момент регистрации, сначала то, где ожидается больше. Здесь ещё ничего не решено.
money-banks = По банкам
money-accounts = Счета: { $total }
money-all-banks = все банки
money-as-of = На момент
money-none = На этот момент удерживать нечего.
money-bank-unknown = банк неизвестен
money-of = Деньги дела { $case }
money-no-loss = Ни один перевод пока не признан твёрдо потерей этого дела. Загрузите ответ банка или выписку потерпевшего и выполните анализ снова.
money-back = К делу
money-lost-left = Потеряно { $lost }; на счетах на { $at }, вероятно, ещё { $left }.
money-came-back = На счёт самого потерпевшего вернулось { $sum }.
money-minutes = Минут после первой потери
money-rule = Правило
money-after = { $minutes ->
    [30] 30 мин
    [60] 1 ч
    [180] 3 ч
   *[other] 24 ч
 }
money-at-registration = при регистрации
money-latest = последнее
money-slider-note = Первая потеря — { $begun }. Всё ниже сказано на выбранный момент.
money-picture = Как они шли
money-picture-alt = Рисунок движения денег дела { $case }; таблицы ниже говорят то же
money-picture-note = Прямоугольники — счета, ленты — переводы, толщина — сумма. Таблицы ниже говорят то же.
money-balances = Остатки во времени
money-where = Где они
money-hop = Шаг
money-first-in = Впервые пришли
money-came = Пришло
money-left = Ещё там
money-end = Конец
money-kind-sink = ушли из видимого
money-kind-frontier = ответа ещё нет
money-hold = Что удержать
money-act = Действие
money-request = Проект запроса
money-ask = Какой банк спросить следующим
money-recoverable = Можно найти
money-drain = Час ожидания стоит
money-answer = Ответ через, мин
money-hops = Переводы
money-hidden = Ещё { $hidden } переводов есть в выгрузке.
money-when = Когда
money-from = Откуда
money-to = Куда
money-sum = Сумма этого дела
money-ties = Переводов с тем же моментом, что и другой по тому же счёту (порядок — только по источнику): { $ties }.
