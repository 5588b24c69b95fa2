/** The words around the names of writers in bylines, in the languages of the news: patterns alone, for `names.ts`. */

/** Alternatives of a pattern, by language: words are parted by blanks, an underscore stands for a blank in one. */
const oneOf = (...lists: readonly string[]): string =>
  `(?:${lists
    .flatMap(list => list.split(' '))
    .map(word => word.replaceAll('_', ' '))
    .join('|')})`

/** What may stand before "by". */
const WORK = oneOf(
  'written reported reporting posted published edited authored created submitted compiled uploaded researched curated',
  'story text words analysis article review report interview opinion exclusive:?',
  '(?:story|text|words)_(?:and|&)_(?:photos?|pictures)',
  'erstellt verfasst veröffentlicht geschrieben',
  'publié rédigé écrit posté article_écrit article_rédigé propos_recueillis',
  'publicado escrito redactado',
  'a_cura',
  'geschreven geplaatst gepubliceerd',
  'skrevet skriven publisert publicerad',
)

/** "By", or the word for writer. Short words that begin other lines too are left out. */
const PREPOSITION = oneOf(
  'by contributors? auth?or(?:en|es|in|e|i|s|a)? auth?ors?\\(s\\) words',
  'von vom autorin/autor autor/(?:in|autorin) fotos?_und_text',
  'par auteurs? texte? por texto escrito_por publicado_por di testo scritto_da pubblicato_da door af av tekst',
  'przez napsal[ai]? oprac\\. autorka autoři autori autors autorius piše napisal[ao]? автор текст',
  'kirjoittaja toimittaja teksti kirjoittanut szerző írta yazan yazar nga scris_de höfundur από',
  'подготовил[аи]? γράφει_ο γράφει_η',
  'oleh penulis tác_giả โดย द्वारा लेखक بقلم كتب كتبت نویسنده מאת',
  '글 執筆 取材・文 文 作者 記者 撰文',
  '(?:text|fotos?|photos?)_(?:und|and|et|&|\\+)_(?:text|fotos?|photos?)',
)

const KIND = oneOf('post article story artikel beitrag analyse kommentar interview')
const BY_WORDS = `(?:(?:this|ein|eine) ${KIND}\\s+(?:(?:was|is)\\s+)?)?(?:${WORK}\\s+)?${PREPOSITION}`

/** The same in Chinese, Japanese and Korean, where no blank need follow: "記者陳小明／台北報導", "取材・文＝港口太郎". */
const HAN = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}]'
const BY_HAN = `(?:\\p{Script=Han}{0,6}(?:記者|记者)[\\s・:：]*|(?:作者|撰文|執筆|聞き手|取材・文|文|글)\\s*[:：/／|｜=＝・]\\s*)(?=${HAN})`

/** What names a writer before a colon alone; elsewhere it is a word like others. */
const POST_BEFORE = `${oneOf(
  'reporter journalist redakteur(?:in)? journaliste reportero periodista jornalista reportagem giornalista redacteur verslaggever',
  'opracowanie zpracoval[ai]? haber muhabir корреспондент журналист επιμέλεια ρεπορτάζ συντάκτης',
  'تحرير إعداد گزارش כתב כתבת bài phóng_viên thực_hiện',
)}\\s*[:：]\\s*`

/** A line that begins with "By", whether or not the name stands on it. */
export const BY_LINE = new RegExp(`^(?:${BY_WORDS}(?:\\s*[:：]\\s*|\\s|$)|${POST_BEFORE}|${BY_HAN})`, 'iu')

/** "By" before a name. */
export const BY = new RegExp(
  `^(?:(?:(?:${BY_WORDS}|from|de|da|od|от|του|της|των)(?:\\s*[:：]\\s*|\\s+)|${POST_BEFORE})(?=["'“„]?[\\p{Lu}\\p{Lo}])|${BY_HAN})`,
  'iu',
)

/** Layouts part the word from the name, markup does not. */
export const GLUED_BY = /^By(?=\p{Lu}[\p{Ll}.])/u

/**
 * What stands between names. One letter is a word between names where it is small, or has names of two words on both sides; else it is an
 * initial: "John A Sample". "Dan" is a name, "dan" Indonesian.
 */
export const BETWEEN =
  /\s*(?:[;/／、，]|\s(?:and|und|et|y|og|och|ja|en|ve|with|mit|avec|con|oraz|és|și|şi|και|та|ir|và|dhe|agus|eta|و|اور|और|एवं|และ|და|և|(?-i:a|i|e|и|і|й|dan|un)|(?<=\S\s+\S+\s)(?-i:[AEIИ])(?=\s+\S+\s+\S))\s|\s?&\s?|\s+\+\s+)\s*/iu

/** What parts the names from a section before them, or from whatever comes after. */
export const BAR = /\s*[|•·●]\s*/

/** What ends the names in declared values. */
export const AFTER_DECLARED =
  /\s*(?:\b(?:updated|published|posted|aktualisiert|veröffentlicht)\b|\b(?:19|20)\d\d\b|\bfor\s+\S+\.\w{2,}|,?\s+special to (?:the )?\p{L}|\bas told to\b|(?<=\p{L}\s[^\s.]*\p{Ll}{4})\.\s+\p{Lu}).*$/iu

/** What ends them in visible text besides: dashes, times, places of work, buttons. */
export const AFTER_VISIBLE =
  /\s*(?:\s[–—-]\s|[–—]|\d{1,2}[:.h]\d\d\b|\b\d+\s*(?:min|sec|hours?|days?|mins?|minutes?|minuten|stunden)\b|\bmin read\b|\bfollow(?:s|ing)?\b|\bfacebook\b|\btwitter\b|\bemail\b|\be-mail\b|\bshare\b|\bcontact\b|\bprofile\b|\bsubscribe\b|\bread more\b|\bview (?:all|bio|profile|in)\b|\bsee (?:all|more)\b|\babout the\b|\bfor\s+\p{Lu}|\bis an?\b|\blast\b|\bon\s+\p{Lu}|(?<!\.)\bat\s+\p{Lu}|\bin\s+\p{Lu}|(?:\s(?:am|vom|le|el|il|em|op|den|dne|dnia)\s+)?\d{1,2}[./]\d{1,2}[./]\d{2,4}|\s(?:am|vom|le|el|il|em|op|den|dne|dnia)\s+\d|(?:\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?)\.?,?\s+\d).*$/iu

/** Roles that bylines glue to the name without a comma. */
export const GLUED_ROLE =
  /\s+(?:(?:senior|staff|chief|deputy|associate|assistant|managing|contributing|executive|political|economics?|business|sports?|news|science|health|technology|digital|freelance|guest|special|national|foreign|city|local|education|environment|arts?|culture|entertainment|crime|courts?|lead|junior|principal)\s+)*(?:editor|reporter|correspondent|writer|columnist|journalist|contributor|producer|redakteur(?:in)?|autor(?:in)?|author|photographer|analyst|critic|anchor|intern|editor-in-chief)s?\b.*$/iu

/** Where the writer works, or as what, with an "and" or "of" in it that parts no names. */
export const PLACE_OF_WORK =
  /,\s*(?:head|director|professor|president|chair|manager) of [^,;|]*$|,\s*[^,;|]*\b(?:institutes?|university|college|department|school|cent(?:er|re)|ministry|agency|committee|association|network)\b[^,;|]*\b(?:and|of|for|on)\b[^,;|]*$/iu

/** An agency set behind a name of two words or more. */
export const GLUED_AGENCY =
  /(?<=\S\s+\S+)\s+(?:the )?(?:associated press|canadian press|press association|reuters|afp|dpa|bloomberg(?: news)?)$/i

/** Parts that are degrees and belong to the name before. */
export const DEGREE =
  /^(?:m\.?d\.?|ph\.?\s?d\.?|m\.?s\.?c?\.?|b\.?s\.?c?\.?|b\.?a\.?|m\.?a\.?|r\.?d\.?n?\.?|r\.?n\.?|l\.?d\.?n?\.?|m\.?p\.?h\.?|m\.?b\.?a\.?|ll\.?m\.?|j\.?d\.?|d\.?o\.?|psy\.?d\.?|lcsw|lmft|lpc|cscs|cpt|facp|jr\.?|sr\.?|esq\.?|ii|iii|iv|fand|faclm|dvm|vmd|dds|dmd|pharm\.?d\.?|dpt|ed\.?d\.?|cfp®?|cepf®?|cpa|cfa|obe|mbe|cbe|phd)$/i

/** A degree with its subject, which may follow a name and is none: "M.A. Journalism". With another word behind them the letters may be initials. */
export const DEGREE_OF =
  /^(?:[bm]\.?\s?(?:a|sc|s|ed)|ph\.?\s?d|dipl)\.?,?\s(?:(?:in|of)\s|(?:journalism|communications?|economics|education|engineering|english|history|law|literature|nutrition|philosophy|politics|psychology|sociology)\b)/i

/** "Gastbeitrag von Ana Muster", "An essay by Ana Sample". */
export const LABEL_BY =
  /^(?:\p{L}+\s){0,2}\p{L}*(?:beitrag|artikel|kommentar|essay|reportage|bericht|mitteilung|wortlaut|kolumne|analyse|rezension|meldung|post|story|review|opinion|column|commentary|article|report|chronique|tribune|artículo|columna|opinión|crónica)\s(?:von|by|par|por)\s+(?=\p{Lu})/iu

/** Whoever is asked in an interview has not written it. */
export const INTERVIEWED =
  /^(.*\b(?:interview|entretien|entrevista|intervista)\b.*?)\s(?:with|mit|avec|con|met|med)\s.*$/iu

/** Other people than the writers. */
export const OTHER_ROLE =
  /(?<!\p{L})(?:(?:medically |clinically |expert |legally )?(?:reviewed|fact[- ]?checked|approved|verified|checked|edited|translated|illustrated|photographed|produced|filmed) by|(?<!(?:story|text|words) (?:and|&) )(?:photo(?:s|graphs?|graphy)?|pictures) (?:by|from)|photography by|video by|illustrations? by|contributions? (?:from|by)|fact[- ]?check(?:ed|er)?|additional reporting|editing by|reviewer|(?:foto(?:s|grafien?)?|bild(?:er)?|illustration(?:en)?|übersetzung|ilustraci(?:ón|ones)|photos?|traduction|traducción|fotografie)\s(?:von|vom|par|por|de|di|door|av|af)|übersetzt von|aus dem \p{L}+ von|(?<!(?:&|\+|und|and|et)\s)(?:foto|photo|picture|image)s?\s?:|bilder?:|zdjęcia:|kuvat?:|kamera:|фото(?:графии)?:|перевод:|иллюстрации:|fotografie)(?!\p{L}).*$/iu

/** The same beside Han and Hangul, where no blank need part it from the name: "圖／李大海", "사진=바다이"; and whoever edited or where it is from. */
export const OTHER_ROLE_HAN =
  /^(?:来源|來源|출처)\s*[:：]\s*\S+\s*|(?<!\p{L})(?:[图圖]|攝影|摄影|写真|撮影|사진|责任编辑|責任編輯|编辑|編輯|校对)\s*[:：/／=＝・].*$|(?<=\p{L}\s)사진\s.*$/gu

/** A name with another part in the article behind it: "Jana Muster (Text), Ole Beispiel (Fotos)". */
export const OTHER_IN_BRACKETS =
  /[^,;&()]*?\((?:fotos?|photos?|photographs?|bilder?|illustration(?:en|s)?|grafik(?:en)?|graphics?|video|kamera|camera|übersetzung)\)/giu

/** "Jung Su 기자": the name before a post, behind the house and the place. */
export const KOREAN_POST =
  /^(?:.*[\s=])?(\p{Script=Hangul}{2,4})\s?(?:선임|전문|인턴|객원|수습)?(?:기자|특파원|논설위원|에디터)$/u

/** Cities of two words, as they stand behind a name and its comma. */
export const CITY =
  /^(?:new (?:york|delhi|orleans)|los angeles|san (?:francisco|diego|juan|josé)|las vegas|washington d\.?c\.?|mexico city|ciudad de méxico|buenos aires|rio de janeiro|são paulo|belo horizonte|porto alegre|kuala lumpur|hong kong|ho chi minh city|hà nội|tel aviv|abu dhabi|cape town|addis ababa|den haag|the hague|frankfurt am main|la paz|santa cruz|नई दिल्ली|नयी दिल्ली|নয়া দিল্লি)$/iu

export const ORGANISATION =
  /\b(?:editors?|editorial|reporters?|correspondents|staff|staffers|writers|team|desk|newsroom|redaktion|redaktionen|redaktor|redaccion|redacción|redazione|redacao|redação|rédaction|redactie|redakcja|redakce|redaksi|haber merkezi|toimitus|contributors|agency|agencies|agencia|agenzia|agence|agentur|news|nachrichten|newsdesk|press|presse|media|media group|online|digital|magazine|university|institute|college|foundation|association|company|inc|llc|ltd|limited|gmbh|corp|wire|services?|network|studio|studios|group|admin|administrator|webmaster|publisher|publishing|blog|community|council|department|office|report|bureau|journal|times|post|daily|radio|tv|television)\b/iu

/** The same in scripts for which patterns know no ends of words. */
export const ORGANISATION_ELSEWHERE =
  /редакци[яиійю]|корпункт|συντακτική|σύνταξης|מערכת|هيئة التحرير|قسم التحرير|فريق|وكالات|تحریریه|डेस्क|ब्यूरो|न्यूज|टीम|एजेंसी|संवाददाता|ডেস্ক|প্রতিবেদক|প্রতিনিধি|குழு|டெஸ்க்|กองบรรณาธิการ|ทีมข่าว|編集部|编辑部|編輯部|編輯中心|通信社|通讯社|通訊社|新聞|新闻|日報|日报|뉴스|편집국|취재부|온라인|팀$|ban biên tập/iu

export const AGENCY_NAME =
  /^(?:the )?(?:ap|afp|dpa|dpa-afx|epa|pa|pa media|upi|efe|ansa|apa|sda|keystone-sda|sid|kna|epd|ats|belga|anp|ntb|tt|ritzau|stt|pap|čtk|ctk|mti|tass|interfax|xinhua|kyodo|jiji|yonhap|bernama|antara|pti|ians|ani|aap|bloomberg|reuters|associated press|agence france-presse|europa press|press association|canadian press|united press international|deutsche presse-agentur|press trust of india|anadolu|anadolu agency|lusa|agerpres|tanjug|hina|unian|ukrinform|aa|dha|iha|i̇ha|tasr|bta|ttxvn|vna|απε-μπε|απε|тасс|интерфакс|укрінформ|унiан|рейтер|رويترز|أ ?ف ?ب|فرانس برس|وكالات|新华社|新華社|中央社|中新社|法新社|路透社?|共同通信社?|時事通信社?|연합뉴스|뉴시스|뉴스1)$/iu

/** Words that name a button or a label where a name could stand. */
export const NO_NAME =
  /^(?:(?:read|view|see|show|find|learn|sign|log|click|skip|back|follow|contact|share|subscribe|join|buy|get|watch|listen|download|add|leave|post|posted|published|updated|written|last|more|about|all|new|our|your|this|these|how|why|what|when|where|who|which|best|top|here|free|breaking|sponsored|promoted|licensed|certified|registered|chartered|advertisement|advertorial)\b|by$|home$|author$|admin$)|\b(?:minutes?|hours?|days?|ago|read|policy|cookies?|newsletter|articles?|posts?|comments?|share|video|photos?|january|february|march|july|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|privacy|terms|twitter|facebook|instagram|linkedin|email|website|getty images|press release|case study|study|guide|rights|reserved)\b|\b(?:april|june|august)$/iu

/** The same words in other languages: "Weitere Stories", "Tous les articles", "Ver más", "Alle artikelen". */
export const NO_NAME_ELSEWHERE =
  /^(?:alle|alles|mehr|weitere[rs]?|neueste[rs]?|zur|zum|zurück|jetzt|hier|teilen|lesen|tous|toutes|voir|lire|plus|partager|suivre|retour|todos|todas|ver|más|leer|seguir|compartir|tutti|tutte|leggi|altri|condividi|ler|veja|leia|mais|meer|lees|bekijk|delen|visa|läs|mer|les|se|zobacz|czytaj|więcej|wszystkie|все|ещё|читать|подробнее|tüm|devamı|lihat|baca|semua)\s|(?:leiter|referent|sprecher|redakteur|korrespondent|mitarbeiter|geschäftsführer)(?:in)?(?!\p{L})|(?<!\p{L})(?:artikel|artikels|artikelen|beiträge?|kommentare?|datenschutz|impressum|artículos?|entradas?|comentarios?|commentaires?|articoli|commenti|artigos?|comentários|artiklar|artikler|kommentarer|komentarze|artykuły|статьи|комментарии|yazıları|yorumlar|komentar)(?!\p{L})|留言|回應|评论|評論|關注|关注|分享|人氣|人气|记者页|記者ページ|報導|报道|報道|責任編輯|责任编辑|综合|一覧|記事|コメント|(?:編集|論説)委員|特派員|支局長|댓글|구독|^(?:입력|수정|등록|승인|작성|최종)(?:\s|$)|업데이트/iu

/** A post alone, as it stands beside a name. */
export const POST =
  /\b(?:(?:editor|reporter|correspondent|writer|columnist|journalist|contributor)s?|coordinator|director|manager|president|founder|co-founder|ceo|cto|cfo|officer|specialist|professor|lecturer|consultant|strategist|analyst|engineer|producer|photographer|marketing|the author|author|autorin?|redakteur(?:in)?|journalistin?|redactor(?:a)?|periodista|guest essay|staff|essay|dietitian|nutritionist|head of \p{L}+)$/iu

export const PARTICLE =
  /^(?:de|del|della|dela|der|den|des|di|da|do|dos|das|du|la|las|le|los|['’]t|van|von|vom|zu|zur|ter|ten|te|bin|binti|ibn|al|el|y|e|af|av|aw|st\.?|mc|mac|ou|und|of|the|vander|ap|o|abu|ben|bat)$/i
