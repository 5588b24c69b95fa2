import { describe, expect, test } from 'vitest'
import { bodyOf } from '../../../src/extract/body/declared.ts'

const URL = 'https://lantern.example/2026/story'
const REL = 'rel="noopener noreferrer nofollow ugc"'

describe('a text that a page declares', () => {
  test('is lines, or HTML, which may be escaped', () => {
    expect(bodyOf('One &amp; two.\n\nThree < four.', URL).html).toBe('<p>One &amp; two.</p>\n<p>Three &lt; four.</p>')
    expect(bodyOf('<h2>One</h2><p>Two.</p>', URL).html).toBe('<h2>One</h2>\n<p>Two.</p>')
    expect(bodyOf('&lt;p&gt;One.&lt;/p&gt;', URL).html).toBe('<p>One.</p>')
  })
  test('keeps links and emphasis in its lines, and their words alone in plain text', () => {
    const { html, text } = bodyOf('<b>One</b> <a href="/x" target="_blank">two</a>.\nThree.', URL)
    expect(html).toBe(`<p><strong>One</strong> <a ${REL} href="https://lantern.example/x">two</a>.</p>\n<p>Three.</p>`)
    expect(text).toBe('One two.\nThree.')
    expect(bodyOf('&lt;i&gt;One&lt;/i&gt; two.', URL).text).toBe('One two.')
  })
  test('may speak of tags', () => {
    expect(bodyOf('Begin with <b> and end <i>.', URL).text).toBe('Begin with <b> and end <i>.')
  })
})
