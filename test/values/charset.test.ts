import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { decodeParts, decodeText, encodingOf, headerCharset } from '../../src/values/charset.ts'

const ascii = (text: string) => Buffer.from(text, 'latin1')

describe('what the encoding is taken from, in this order', () => {
  test.each([
    ['a byte order mark', '\xef\xbb\xbfA', 'text/html; charset=koi8-r', 'utf-8'],
    ['the header', '<meta charset=koi8-r>\xe9', 'text/html; charset=iso-8859-2', 'iso-8859-2'],
    ['the meta element', '<meta charset=koi8-r>\xe9', 'text/html', 'koi8-r'],
    ['a pragma', '<meta http-equiv=Content-Type content="text/html; charset=koi8-r">\xe9', 'text/html', 'koi8-r'],
    ['valid UTF-8, though a single-byte encoding was declared', '<meta charset=latin1>\xc3\xa9', 'text/html', 'utf-8'],
    ['nothing: a page of ASCII', '<p>A', 'text/html', 'windows-1252'],
  ])('%s', (_, text, contentType, charset) => {
    expect(decodeText(ascii(text), { kind: 'html', contentType }).charset).toBe(charset)
  })
  test('XML: its declaration, else UTF-8 (RFC 7303, 3.2)', () => {
    expect(decodeText(ascii('<?xml version="1.0" encoding="koi8-r"?><a/>'), { kind: 'xml' }).charset).toBe('koi8-r')
    expect(decodeText(ascii('<a/>'), { kind: 'xml' }).charset).toBe('utf-8')
  })
  test.each(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])('%s without a mark is told by its zeros', charset => {
    const bytes = iconv.encode('<?xml version="1.0"?><a>é</a>', charset)
    expect(decodeText(bytes, { kind: 'xml' })).toMatchObject({ charset, text: '<?xml version="1.0"?><a>é</a>' })
  })
})

describe('the prescan (HTML, 13.2.3.2)', () => {
  test.each([
    ['in a comment', '<!-- <meta charset=koi8-r> -->\xe9'],
    ['as the value of another attribute', '<p title="<meta charset=koi8-r>">\xe9'],
    ['without its pragma', '<meta content="text/html; charset=koi8-r">\xe9'],
    ['of an unknown name', '<meta charset=nonsense>\xe9'],
  ])('a declaration %s is none', (_, text) => {
    expect(decodeText(ascii(text), { kind: 'html' }).charset).toBe('windows-1252')
  })
})

describe('the prescan goes on past', () => {
  const pieces = [
    '<',
    '<p',
    '<meta',
    '<!--',
    '-->',
    '>',
    '/',
    ' ',
    '=',
    '"',
    "'",
    '\xa0',
    '\v',
    '\x85',
    '\xc3\xa0',
    'charset',
    'utf-8',
  ]

  test.each([
    ['a byte that is no ASCII in place of a name', '<p \xa0><meta charset=koi8-r>\xe9'],
    ['the second byte of an à', '<p title=a \xc3\xa0 la carte><meta charset=koi8-r>\xe9'],
    ['a vertical tab', '<meta \v><meta charset=koi8-r>\xe9'],
  ])('%s', (_, text) => {
    expect(decodeText(ascii(text), { kind: 'html' }).charset).toBe('koi8-r')
  })
  test('whatever comes', () => {
    const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map(parts => parts.join(''))
    fc.assert(fc.property(texts, text => decodeText(ascii(text), { kind: 'html' }).charset !== ''))
  })
})

test('what stands in a script far down declares nothing for a page that is valid UTF-8', () => {
  const page = `<script>${'x'.repeat(2000)}"<meta charset=gbk>"</script><p>\xc3\xa9`
  expect(decodeText(ascii(page), { kind: 'html' }).charset).toBe('utf-8')
  expect(decodeText(ascii(page.replace('\xc3\xa9', '\xd6\xd0')), { kind: 'html' }).charset).toBe('gb18030')
})

test('a text that is valid UTF-8 is UTF-8, whatever a server or a page declares', () => {
  const text = '市議會就新的渡輪進行了投票，這是在橋上下了一天的雨之後。'.repeat(20)
  const declared = (words: string) => decodeText(Buffer.from(`<meta charset=gb2312><p>${words}`), { kind: 'html' })
  expect(declared(text)).toMatchObject({ charset: 'utf-8', text: `<meta charset=gb2312><p>${text}` })
  // Two bytes may be both: those of U+03D5 in UTF-8 are a character of GBK too.
  expect(declared('ϕ').charset).toBe('gb18030')
})

describe('where nothing is declared, the text speaks for itself', () => {
  test.each([
    ['windows-1251', 'Совет проголосовал за новый паром после долгого дня у моста.'],
    ['koi8-r', 'Совет проголосовал за новый паром после долгого дня у моста.'],
    ['shift_jis', '市議会は新しいフェリーについて投票した。橋の上では雨が降っていました。'],
    ['euc-kr', '시의회는 새로운 여객선에 대하여 투표를 하였다. 다리 위에는 비가 내리고 있다.'],
    ['gb18030', '市议会就新的渡轮进行了投票，这是在桥上下了一天的雨之后，人们说他们不会来。'],
    ['big5', '市議會就新的渡輪進行了投票，這是在橋上下了一天的雨之後，人們說他們不會來。'],
    ['windows-1252', 'Les députés ont voté après une journée de pluie à Genève.'],
    ['windows-1253', 'Το δημοτικό συμβούλιο ψήφισε για το νέο πλοίο.'],
    ['windows-1254', 'İstanbul Limanı kuzey rıhtımını genişletmeye karar verdi, dedi Özgür Şahin.'],
    ['windows-1257', 'Uosto taryba antradienį nusprendė praplatinti krantinę, sakė Žygimantas Šimėnas.'],
    ['iso-8859-2', 'Rada portu zagłosowała za poszerzeniem nabrzeża, powiedział Łukasz Śliwa w niedzielę.'],
    ['iso-8859-6', 'قررت لجنة الميناء يوم الثلاثاء توسيع الرصيف الشمالي'],
    ['koi8-u', 'Рада порту у вівторок проголосувала за розширення північного причалу, її підтримали.'],
    ['windows-1252', 'Havneutvalget vedtok på tirsdag å utvide kaien; så får vi se.'],
    ['windows-1252', '© 2026 The Herald'],
    ['windows-1251', 'Совет порта проголосовал за «новый» паром – после долгого дня у моста.'],
    ['windows-1252', 'Hafnarráðið samþykkti að stækka bryggjuna á þriðjudag.'],
  ])('%s', (charset, text) => {
    expect(decodeText(iconv.encode(text, charset), { kind: 'html' })).toMatchObject({ charset, text })
  })
})

describe('where what is declared cannot be', () => {
  const text = '<p>Совет проголосовал за новый паром после долгого дня у моста.'

  test.each([
    ['UTF-8 by the server, another by the page', 'text/html; charset=utf-8', '<meta charset=windows-1251>'],
    ['UTF-8 by the server alone', 'text/html; charset=utf-8', ''],
    ['UTF-8 by the page', 'text/html', '<meta charset=utf-8>'],
  ])('%s: a page with hardly a valid character is read as what it is', (_, contentType, meta) => {
    const decoded = decodeText(iconv.encode(`${meta}${text}`, 'windows-1251'), { kind: 'html', contentType })
    expect(decoded).toMatchObject({ charset: 'windows-1251', text: `${meta}${text}` })
  })

  test.each([
    ['UTF-8 of markup with zeros', 'utf-16le', 'utf-8'],
    ['UTF-16 of the other byte order', 'utf-16be', 'utf-16'],
    ['UTF-16 of markup without zeros', 'utf-8', 'utf-16'],
  ])('%s', (_, charset, label) => {
    const decoded = decodeText(iconv.encode(text, charset), {
      kind: 'html',
      contentType: `text/html; charset=${label}`,
    })
    expect(decoded).toMatchObject({ charset, text })
  })

  test.each([undefined, 'text/html; charset=utf-8', 'text/html; charset=iso-2022-jp'])(
    'escapes into Japanese are ISO-2022-JP under the header %s',
    contentType => {
      const bytes = ascii('<p>\x1b$BNA6b\x1b(B')
      const decoded = decodeText(bytes, { kind: 'html', ...(contentType && { contentType }) })
      expect(decoded).toMatchObject({ charset: 'iso-2022-jp', text: '<p>料金' })
    },
  )

  test('UTF-16 without a mark may begin with blanks', () => {
    expect(decodeText(iconv.encode(`\r\n\t${text}`, 'utf-16le'), { kind: 'html' }).text).toBe(`\r\n\t${text}`)
  })
})

describe('UTF-8 with a fault in it', () => {
  const text = '<p>Le conseil a voté l’élargissement du quai à l’été.'
  const utf8 = Buffer.from(text)

  test.each([
    ['an end that was cut off', Buffer.concat([utf8, ascii('\xe2\x80')]), `${text}\ufffd`],
    ['a line in another encoding', Buffer.concat([utf8, ascii('<p>caf\xe9')]), `${text}<p>caf\ufffd`],
  ])('is UTF-8 where nothing is declared, or what it would be garbage under: %s', (_, bytes, expected) => {
    expect(decodeText(bytes, { kind: 'html' })).toEqual({ charset: 'utf-8', from: 'utf-8', text: expected })
    const contentType = 'text/html; charset=iso-8859-1'
    expect(decodeText(bytes, { kind: 'html', contentType })).toMatchObject({ charset: 'utf-8', text: expected })
  })
})

test.each([
  ['text/html; charset="utf-8"', 'utf-8'],
  ["text/html;charset='utf-8' ; x=y", 'utf-8'],
  ['text/html; foo="charset=utf-7"; charset=utf-8', 'utf-8'],
  ['text/html; xcharset=utf-8', undefined],
])('the charset of %s', (contentType, label) => {
  expect(headerCharset(contentType)).toBe(label)
})

test('the parts of a long text are the text, wherever its characters and its faults fall', () => {
  const labels = fc.constantFrom('utf-8', 'windows-1252', 'big5', 'utf-16')
  const noise = fc.uint8Array({ minLength: 1, maxLength: 50 })
  const words = fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }).map(text => Buffer.from(text))
  fc.assert(
    fc.property(fc.oneof(noise, words), fc.nat(3), labels, (unit, shift, label) => {
      const times = Math.ceil(100_000 / unit.length)
      const bytes = Buffer.concat([Buffer.alloc(shift, 'a'), ...Array.from({ length: times }, () => unit)])
      const options = { kind: 'html', contentType: `text/html; charset=${label}` } as const
      const { parts, ...found } = decodeParts(bytes, options)
      expect({ text: [...parts].join(''), ...found }).toEqual(decodeText(bytes, options))
    }),
  )
})

describe('a text that was written as UTF-8 twice', () => {
  const twice = (text: string): Uint8Array => new TextEncoder().encode(Buffer.from(text).toString('latin1'))
  const page = '<title>The diver’s guide – été</title>'
  test.each([
    ['is read as it was meant', twice(page), page],
    ['is left as it is where it is not that alone', new TextEncoder().encode(`${page}\u0099`), `${page}™`],
    [
      'is left where its characters are no bytes of a text',
      new TextEncoder().encode('caf\u00e9 \u0099'),
      'caf\u00e9 ™',
    ],
    [
      'has the marks of windows-1252 where it was mixed with it',
      new TextEncoder().encode('We\u0092re “here” \u0096 now\u0085'),
      'We’re “here” – now…',
    ],
  ])('%s', (_, bytes, expected) => {
    expect(decodeText(bytes, { kind: 'html' }).text).toBe(expected)
    expect([...decodeParts(bytes, { kind: 'html' }).parts].join('')).toBe(expected)
  })
})

describe('a label that the bytes belie', () => {
  const RUSSIAN = 'Совет гавани решил вечером углубить дно у северного пирса и спросил рыбаков о сезоне.'
  const GERMAN = 'Der Hafenrat stimmt für längere Öffnungszeiten und größere Flächen über dem Kai, hieß es dort.'
  const JAPANESE = '港の評議会は火曜日の夜に北の桟橋を深くすることを決め、漁師たちに季節について尋ねた。'
  test.each([
    ['of two bytes, over Cyrillic', RUSSIAN, 'windows-1251', 'shift_jis'],
    ['of two bytes, over Cyrillic', RUSSIAN, 'windows-1251', 'euc-jp'],
    ['of two bytes, over German', GERMAN, 'windows-1252', 'shift_jis'],
    ['of another two bytes', JAPANESE, 'shift_jis', 'euc-jp'],
  ])('%s', (_, text, encoding, label) => {
    const bytes = iconv.encode(`<meta charset=${label}><p>${text.repeat(5)}`, encoding)
    expect(decodeText(bytes, { kind: 'html' })).toMatchObject({ charset: encoding, from: 'guess' })
  })
  test('holds where a few characters are faults, or a house has some of its own', () => {
    const bytes = Buffer.concat([
      iconv.encode(`<meta charset=shift_jis><p>${JAPANESE.repeat(5)}`, 'shift_jis'),
      ascii('\xf0\x40\xf0\x41\x81'),
    ])
    expect(decodeText(bytes, { kind: 'html' })).toMatchObject({ charset: 'shift_jis', from: 'declaration' })
  })
  test.each(['hz-gb-2312', 'iso-2022-kr', 'iso-2022-cn'])('%s over letters alone hides nothing', label => {
    const contentType = `text/html; charset=${label}`
    expect(decodeText(ascii('<p>The harbour'), { kind: 'html', contentType }).text).toBe('<p>The harbour')
    expect(decodeText(ascii('<p>The ~{harbour'), { kind: 'html', contentType }).text).toBe('\ufffd')
  })
})

test('any bytes under any label become text', () => {
  const labels = fc.constantFrom('utf-8', 'utf-16', 'big5', 'euc-kr', 'iso-2022-jp', 'replacement', 'utf-32', 'x', '')
  const kinds = fc.constantFrom('html', 'xml', 'json', 'text')
  const begins = fc.constantFrom('', '<meta charset="', '<!--', '<?xml encoding="', '<a b=', '\xff\xfe')
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), labels, kinds, begins, (noise, label, kind, begin) => {
      const bytes = Buffer.concat([ascii(begin), noise])
      const decoded = decodeText(bytes, { kind: kind as 'html', contentType: `text/html; charset=${label}` })
      expect(typeof decoded.text).toBe('string')
    }),
  )
})

test.each([
  ['cp932', 'shift_jis'],
  ['cp936', 'gb18030'],
  ['ms949', 'euc-kr'],
  ['cp950', 'big5'],
])('the number of a code page, %s, is %s', (label, encoding) => {
  expect(encodingOf(label)).toBe(encoding)
})
