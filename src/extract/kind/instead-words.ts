/** What pages say that stand in the place of an article, in the languages of the news: patterns alone, for `instead.ts`. */

/** Alternatives of a pattern, by language. */
const oneOf = (...alternatives: readonly string[]): string => `(?:${alternatives.join('|')})`

/** What is missing on an error page. */
const PAGE = oneOf(
  '\\b(?:pages?|url)\\b|\\bseite|p[áàa]gin[ae]|\\bstron[aęy]|\\bsid(?:an|a)\\b|\\bsíðan|\\bsivu[an]\\b',
  'str[aá]nk[auy]|\\boldal|stranic[au]|\\bstran\\b|\\bstrani\\b|страниц|сторінк|σελίδα|\\bsayfa|\\btrang\\b|halaman|\\bleht?e|\\blapa\\b|puslap',
  'صفحة|صفحه|(?<![א-ת])ה?דף|עמוד|पृष्ठ|पेज|ページ|페이지|页面|頁面|网页|網頁|หน้า',
)
const ARTICLE = oneOf(
  '\\b(?:article|story|content|document|post|web ?site)\\b|\\bartikel|\\bbeitrag|\\binhalt|\\bcontenu|art[íi]culo|contenido|noticia|articolo|contenuto|artigo|conteúdo|notícia',
  'artyku|artikk?el|článek|článok|\\bcikk|članak|статт?[яь]|материал|матеріал|άρθρο|haber|مقال|כתבה|記事|기사|文章|新闻|新聞|bài viết|berita',
)

/** Letters of a language that JavaScript's `\b` does not know count as the end of a word: only ASCII words are fenced by it. */
const MISSING = oneOf(
  "(?:not|cannot|can['’]t|couldn['’]t|wasn['’]t|isn['’]t)(?: be)? (?:found|find|locate[d]?)|does(?:n['’]t| not) exist|(?:not|isn['’]t|no longer|un) ?available|no longer exists?|(?:(?:has|have) (?:been )?|was |been )(?:re)?moved|(?:has been|was|been) (?:deleted|taken down)",
  'nicht (?:mehr )?(?:gefunden|finden|verfügbar|vorhanden|abrufbar|erreichbar)|nicht gefunden|(?:existiert|gibt es) (?:leider )?nicht|wurde (?:gelöscht|verschoben|entfernt)',
  "introuvable|non trouvée?|n['’]existe (?:pas|plus)|n['’]est (?:pas|plus) disponible|n['’]a pas été trouvée?|a été supprimée?",
  'no (?:ha sido |fue )?encontrad[ao]|no existe|no (?:está|se encuentra) disponible|no (?:hemos|se ha) encontrado|no se encontró|no encontramos',
  'non (?:è stat[ao] )?trovat[ao]|non esiste|non (?:è )?(?:più )?disponibile',
  'não (?:foi )?encontrad[ao]|não existe|indisponível|não (?:está )?(?:mais )?disponível',
  'niet (?:gevonden|beschikbaar)|bestaat niet',
  'nie (?:została )?znalezion[ao]|nie znaleziono|nie istnieje',
  'hittades inte|(?:kunde|kan) inte hittas|finns inte|fannst ekki|ei löyt|ei ole olemassa',
  'nenalezen|nebyl[ao]? nalezen|neexistuje|sa nenaš|nem (?:található|létezik)|nu (?:a fost găsit|exist|este disponibil)',
  'nije pronađen|ne postoji|није пронађен|не постоји|ni mogoče najti|ni bila? najden|ne obstaja|не е намерен|не съществува',
  'не найден|не существует|не знайден|не існує|δεν (?:βρέθηκε|υπάρχει)|bulunamad|mevcut değil',
  'غير موجود|لم يتم العثور|یافت نشد|לא נמצא|לא קיימ?ת?|नहीं मिल|मौजूद नहीं|ไม่พบ',
  '見つかりません|見つかりませんでした|存在しません|찾을 수 없|존재하지 않|找不到|不存在|已被?(?:删除|刪除|移除)|không (?:tìm thấy|tồn tại)|tidak (?:ditemukan|ada|tersedia)',
  "ei leitud|nav atrast|nerast|no s['’]ha trobat",
)

/** Within one sentence, as near as this. */
const NEAR = '[^.!?。！？\\n]{0,60}?'
const gone = (what: string): string => `${what}${NEAR}${MISSING}|${MISSING}${NEAR}${what}`

/** In Norwegian and Danish the word for page is that for "since", too. */
const NORDIC =
  'siden (?:du (?:leter|leder|søker|søger)|(?:blev |ble )?ikke (?:funnet|fundet)|(?:finnes|findes|eksisterer) ikke)|(?:fant ikke|kunne ikke (?:finne|finde)|kan ikke (?:finne|finde)) siden'

/** A sentence that says so of the page. What else is not there, on a page that is, are players and maps that wait for a consent. */
export const PAGE_IS_GONE = new RegExp(`${gone(PAGE)}|${NORDIC}`, 'i')

/** Statuses that servers send (RFC 9110, 15; some proxies have their own); other numbers count something. */
const STATUS = '(?:40[0-9]|410|429|451|50[0-4]|52\\d)'
const REASON =
  'errors?|fehler|erreur|errore|not found|forbidden|unauthorized|bad (?:request|gateway)|gone|(?:internal )?server error|(?:service )?(?:temporarily )?unavailable|gateway time-?out|(?:page|página|pagina|seite|page non)\\b'

/** Titles of error pages. */
export const ERROR_TITLE = new RegExp(
  [
    gone(oneOf(PAGE, ARTICLE)),
    NORDIC,
    `^(?:oops|ups|oeps)\\b.*${MISSING}`,
    `(?:^|[\\s(])(?:http\\s*)?${STATUS}\\s*(?:[-–—|:.!)]|$|${REASON})`,
    `\\b(?:http|status|code|error|fehler|erreur|errore|chyba|hata|erro|błąd|fel|feil|fejl)\\W{0,3}${STATUS}\\b`,
    '^(?:error|fehler|erreur|errore)\\s*(?:$|[-–—|:.!])',
    '\\bnot found$|^not found|nicht gefunden$|\\ban? (?:unexpected )?error (?:has )?occurred|something went wrong',
    '^(?:access )?forbidden$|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|internal server error|temporarily unavailable',
    '(?:site|website|page) (?:is )?(?:under|down for) maintenance|we.ll be (?:right )?back|wartungsarbeiten|unavailable for legal reasons|^account suspended|^not acceptable\\b|domain (?:name )?is for sale',
  ].join('|'),
  'gi',
)

/** Titles of checks and of consents. */
export const WALL_TITLE =
  /just a moment|nur einen moment|access (?:to this page has been )?denied|are you (?:a )?(?:robot|human)|robot check|captcha|attention required|(?:verify|verifying|making sure|confirm|prove) (?:that )?you(?: are|['’]re)|human verification|security (?:check|checkpoint)|sicherheitsüberprüfung|vérification de sécurité|êtes-vous un (?:robot|humain)|no (?:es|eres|soy) un robot|не робот|安全验证|安全驗證|人机验证|before you continue|(?:one|un|einen?) (?:more )?moment,? (?:please|bitte)|checking your browser|ddos[- ]protection|unusual (?:traffic|activity)|pardon our interruption|cookie (?:consent|wall|einstellungen)|consent (?:required|management)|datenschutz-?(?:einstellungen|zustimmung)|einwilligung|bevor sie fortfahren|avant de continuer|antes de continuar|prima di continuare|voordat je verdergaat|(?:sign|log) ?in (?:to|or) (?:continue|read|create|register|sign up|join)|log ?in required|please log ?in|(?:register|subscribe) to (?:continue|keep) reading/gi

/** A title that is the word on the button: a page of that name is the form itself. */
export const LOGIN_TITLE =
  /^(?:log ?in|login|sign ?in|register|sign up|create (?:an )?account|anmelden|anmeldung|einloggen|registrieren|(?:se )?connecter|connexion|s['’]identifier|iniciar sesión|acceder|accedi|entrar|iniciar sessão|inloggen|aanmelden|zaloguj się|logowanie|logga in|logg inn|log ind|kirjaudu(?: sisään)?|přihlášení|bejelentkezés|autentificare|σύνδεση|giriş yap|войти|вход|увійти|вхід|تسجيل الدخول|ログイン|로그인|登录|登入|đăng nhập|masuk)$/i

/** What walls ask for in their text. */
export const ASKED =
  /cookies?\b|consent|privacy|personal(?:ised|ized) ads|partners\b|vendors\b|tracking|datenschutz|einwillig|zustimm|werbung|akzeptier|accept(?:er|ez|a|ar|eren)?\b|confidentialité|traceurs|consentement|aceptar|privacidad|consentimiento|socios|accetta|consenso|toestemming|akkoord|adverten|zgod[ayę]|prywatności|ciasteczk|samtykke|godkänn|integritet|クッキー|同意|개인정보|куки|соглас/giu

/** What checks for robots say. */
export const ROBOT =
  /captcha|(?:not|isn['’]t) a (?:ro)?bot|kein roboter|mensch sind|(?:un|no es un) robot\b|а не робот|unusual (?:traffic|activity)|automated (?:access|requests)|verify(?:ing)? you are human|you are a human|checking your browser|enable (?:javascript and cookies|cookies and javascript|js and disable)|access denied|cloudflare ray id|incapsula incident|blocked by (?:network )?security|reference #\d|(?:安全|人机|滑块)(?:验证|驗證)|完成验证/i

export const NEEDS_SCRIPTS =
  /(?:enable|requires?|needs?|turn on|activate) (?:to run this app\S*\s)?javascript|javascript (?:is |ist )?(?:disabled|deaktiviert|required|to run this app)|javascript (?:aktivieren|einschalten)|activer javascript|habilit\w+ (?:el )?javascript|attiva(?:re)? javascript/i
