texts-urgent = Не ждёт: { $count ->
    [one] { $count } сообщение, которое может
    [few] { $count } сообщения, которые могут
   *[other] { $count } сообщений, которые могут
 } толкать ребёнка к самоповреждению
texts-urgent-do = Прочитайте сразу и передайте дежурным по делам несовершеннолетних; не ждите очереди.
texts-note = Оценки лишь предлагают; низкая оценка не доказывает безвредность. Всё, на чём они обучены, написали мы.
texts-all = Все
texts-classes = Виды сообщений
texts-class-scam = Обман
texts-class-recruit = Вербовка дропперов
texts-class-harm = Вред
texts-class-none = Без признаков
texts-messages = Сообщения, сначала вероятнее
texts-score = Оценка
texts-verdict = Похоже на
texts-verdict-scam-like = похоже на обман
texts-verdict-unclear = неясно
texts-verdict-no-signs = признаков не найдено
texts-mo = Схема
texts-persona = Выдаёт себя за
texts-pretext = Предлог
texts-action = Чего просит
texts-language = Язык
texts-stages = Ход разговора
texts-open = Открыть
texts-floods = Рассылки по одному шаблону
texts-size = Сообщений
texts-senders = Отправителей
texts-first = Первое
texts-last = Последнее
texts-sample = Одно из них
texts-urls = Адреса, похожие на мошеннические
texts-domain = Домен
texts-brand = Подделывается под
texts-link-lookalike = подделка под бренд
texts-link-suspicious = есть признаки обмана
texts-one = Сообщение
texts-words = Текст
texts-cues = Что об этом говорит
texts-cues-masked = Слова, которые об этом говорят, показываются при указанной цели.
texts-in-flood = Одно из { $size } сообщений одного шаблона от { $senders } отправителей.
