### Messages: letters, chats, SMS, calls, pictures; kinds listing and picture

format-transcript = Transcript of a call (text with speakers, SRT, VTT)
format-sms-backup = SMS of an Android phone (SMS Backup & Restore, XML)
format-image = Picture: a screenshot or photograph

reason-letter-broken = The letter could not be taken apart. The other letters of the box were read; look at this one in the original.
reason-letter-parts = The letter has more parts than are opened (the number of parts is shown). The rest stays in the original.
reason-transcript-empty = The transcript holds no words that anybody speaks.
reason-cue-continued = A subtitle in which the sentence of the one before goes on.
reason-ocr-missing = The picture is kept, but its text was not read: the program tesseract is not installed. Install the packages tesseract-ocr, tesseract-ocr-kaz and tesseract-ocr-rus and read the file again, or have a person write the text down.
reason-ocr-language = Tesseract lacks a language (named beside). Install the packages tesseract-ocr-kaz and tesseract-ocr-rus and read the file again; what the others could read is kept.
reason-ocr-failed = The program that reads pictures stopped on this one or took too long. The picture is kept: a person must read it.
reason-ocr-weak = The text of the picture was read with little certainty: compare it with the picture.
reason-ocr-nothing = No text was found in the picture.
reason-picture-large = The picture has more pixels than allowed. It is kept: a person must look at it.
reason-picture-broken = The picture is damaged and cannot be shown whole. Ask for the file again.
reason-picture-pages = The picture has more pages than are read. The rest must be looked at by a person.
reason-listing-shape = This is no address of an advertisement on a known site.
reason-picture-shape = This is no hash of a picture.

value-listing = Advertisement on a site
value-picture = Picture (by its likeness)
