# Рисунки денежного пути и программа, пересчитывающая суммы документа.

recompute-rows-read = Строк прочитано из оригиналов
recompute-rows-told = Строк, значения которых взяты из таблицы (эта программа не читает такой вид файлов, или значение не стоит в отдельной ячейке)
recompute-no-file = ОРИГИНАЛА НЕТ В ПАПКЕ
recompute-sum = СУММА РАСХОДИТСЯ с оригиналом
recompute-time = ВРЕМЯ РАСХОДИТСЯ с оригиналом
recompute-unlisted = СТРОКА НАЗЫВАЕТ ОТСЛЕЖИВАЕМЫЙ СЧЁТ, НО НЕ УЧТЕНА
recompute-differs = РАСХОЖДЕНИЕ, в документе
recompute-case = Дело
recompute-total = На всех счетах вместе
recompute-lost = утрачено переводами потерпевшего
recompute-equal = Все суммы совпали с документом до тиына.
recompute-not-equal = СОВПАЛО НЕ ВСЁ: смотрите строки прописными буквами выше.
recompute-asked = просим удержать

report-recompute-how = Рядом с документом лежат recompute.py и таблица строк (.rows.csv): короткая программа, не зависящая от той, что составила документ, читает те же строки из оригиналов и проходит их по тому же правилу. Запуск: python -I recompute.py ДОКУМЕНТ.rows.csv ПАПКА_С_ОРИГИНАЛАМИ. Она печатает сумму на каждом счёте рядом с суммой документа и каждое расхождение.
report-draw-title = Деньги дела { $id }
report-draw-desc = Рисунок денег дела { $id }; то же в цифрах — в таблице рядом (.csv).
report-picture-others-legend = меньшие счета вместе
report-balances-ours = деньги этого дела
report-balances-other = прочие деньги
report-balances-range = пределы денег дела
report-balances-unknown = неизвестно: ответа нет
report-balances-as-of = момент рисунка
report-balances-left = осталось { $sum } ₸
report-balances-beside = прочих { $sum } ₸
report-balances-days = { $count } сут
report-balances-hours = { $count } ч
report-balances-caption = Что лежало на счетах от первой утраты до { $moment }. У каждой строки свой масштаб; остриё вверх: денег есть или может быть больше, чем помещается. Двойной штрих на оси времени: промежуток без движений пропущен, его длина стоит ниже.
report-balances-more = Других счетов пути, не показанных на рисунке: { $count }; все есть в таблицах.
report-balances-alt = Остатки на счетах во времени: { $id }; то же — в таблице ниже.
report-balances-lead = Прочие деньги посчитаны по имеющимся выпискам; где начальный остаток неизвестен, их может быть больше. Заштриховано или вне ответа — неизвестно, а не ноль.
report-balances-c-most = Денег дела самое большее
report-balances-c-left = Денег дела в конце
report-balances-c-other = Прочих денег в конце
report-balances-c-known = Ответы говорят о времени

cli-draw-help = Рисунок одного дела: деньги (sankey, balances или hops) или лента потерпевшего (timeline); SVG, PDF, PNG или CSV.
cli-arg-picture = sankey (куда ушли), balances (что где лежало во времени), hops (переводы по одному) или timeline (что происходило с потерпевшим).
cli-opt-picture-out = Записываемый файл: .svg, .pdf, .png или .csv; рядом с .svg кладётся его таблица .csv.
error-picture-what = Рисунка «{ $what }» нет.
error-picture-what-do = Выберите из: { $known }.
error-picture-suffix = Рисунок нельзя записать как «{ $suffix }».
error-picture-suffix-do = Имя файла должно оканчиваться на одно из: { $known }.
error-picture-rule = Остатки во времени рисуются только по правилу «первым пришло — первым ушло»: «{ $rule }» не знает порядка ухода денег.
error-picture-rule-do = Не задавайте --rule или рисуйте по этому правилу sankey или hops.
