import { describe, expect, test } from 'vitest'
import { textsInState } from '../../../src/extract/body/state.ts'

const A = 'The council voted on Tuesday to lengthen the pier, after years of argument in the town.'
const B = 'Work begins in March, when the boats are out, and should be done before the summer comes.'
/** Scripts below a few hundred letters hold no article. */
const filler = 'x'.repeat(400)

describe('texts in the state of an application', () => {
  test('are the paragraphs of one list', () => {
    const json = JSON.stringify({
      filler,
      story: {
        blocks: [
          { type: 'p', text: A },
          { type: 'p', text: B },
        ],
      },
    })
    expect(textsInState([json])).toEqual([`${A}\n${B}`])
  })
  test('are joined from the parts of a line', () => {
    const parts = [{ value: A.slice(0, 30) }, { value: A.slice(30) }]
    const json = JSON.stringify({ filler, body: { content: [{ content: parts }, { content: [{ value: B }] }] } })
    expect(textsInState([json])).toContain(`${A}\n${B}`)
  })
  test('are HTML in one string', () => {
    const html = `<p>${A}</p>`.repeat(6)
    expect(textsInState([`window.__STATE__ = ${JSON.stringify({ page: { html } })};`])).toEqual([html])
  })
  test('are HTML in a stream of rows, whose length is in bytes', () => {
    const html = `<p>${'Ünder dem Damm läuft Wasser. '.repeat(20)}</p>`
    const row = `1:T${Buffer.byteLength(html).toString(16)},${html}2:["$","div"]\n`
    const push = (text: string) => `self.__next_f.push(${JSON.stringify([1, text])})`
    const cut = 420
    expect(textsInState([push(row.slice(0, cut)), push(row.slice(cut))])).toEqual([html])
  })
  test('are not looked for in programs', () => {
    expect(textsInState([`(function(){var a="${A}";${filler}})()`, filler])).toEqual([])
  })
})
