import { expect, test } from 'vitest'
import { isCut } from '../../src/discover/cut.ts'

test.each([
  ['<rss><channel><item><title>A</title></item></channel></rss>\n<!-- served in 3 ms -->', false],
  ['\uFEFF<?xml version="1.0"?><feed><entry/></feed>', false],
  ['<rdf:RDF></rdf:RDF>', false],
  ['{"items": []}\n', false],
  ['https://herald.example/1\nhttps://herald.example/2', false],
  ['<rss><channel><item><title>A</tit', true],
  ['<urlset><url><loc>https://herald.example/</loc></url>', true],
  ['<rss><channel><description><![CDATA[aaaa', true],
  ['{"items": [{"id": "1", "title": "A', true],
])('%s: %o', (text, cut) => {
  expect(isCut(new TextEncoder().encode(text))).toBe(cut)
})
