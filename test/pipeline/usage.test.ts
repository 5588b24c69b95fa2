import { expect, test } from 'vitest'
import { memoryDesk, pageOf } from './memory-desk.ts'

test('a reservation in the file of the site counts where no permission is recorded, and the page has the last word', async () => {
  const { context, takeIn } = await memoryDesk()
  const { store } = context
  await store.saveRobots('https://herald.example/.well-known/tdmrep.json', {
    state: 'ok',
    text: '[{"location":"/closed/*","tdm-reservation":1,"tdm-policy":"https://herald.example/tdm"}]',
    fetchedAt: '2026-11-20T08:00:00.000Z',
  })
  await takeIn('/closed/1', pageOf('Mooring plan agreed'))
  await takeIn('/closed/2', pageOf('Ferry delayed'), { 'tdm-reservation': '0' })
  const revisionOf = async (path: string) => {
    const [link] = await store.findLinks(`https://herald.example${path}`)
    return (await store.article(link?.articleId ?? ''))?.revision
  }
  const closed = await revisionOf('/closed/1')
  expect(closed?.rights.shown).toBe('headline-only')
  expect(closed?.signals.usage).toEqual({ tdmReservation: '1', tdmPolicy: 'https://herald.example/tdm' })
  const opened = await revisionOf('/closed/2')
  expect(opened?.rights.shown).toBe('excerpt')
})

test('what a site says of the use of its texts is kept with the revision and lowers what is shown, with its reason', async () => {
  const { context, takeIn } = await memoryDesk()
  const { store } = context
  await store.saveRobots('https://herald.example', {
    state: 'ok',
    text: '',
    fetchedAt: '2026-11-20T08:00:00.000Z',
    usage: { lines: ['content-usage: /closed/ search=n', 'content-signal: ai-train=no'] },
  })
  await takeIn('/closed/1', pageOf('Mooring plan agreed'))
  await takeIn('/open/1', pageOf('Ferry delayed'), { 'tdm-reservation': '1' })
  const rightsOf = async (path: string) => {
    const [link] = await store.findLinks(`https://herald.example${path}`)
    const record = await store.article(link?.articleId ?? '')
    return [record?.revision.rights.shown, record?.revision.rights.reasons.at(-1), record?.revision.signals.usage]
  }
  expect(await rightsOf('/closed/1')).toEqual([
    'none',
    'none: the site says content-usage: /closed/ search=n',
    { lines: ['content-usage: /closed/ search=n', 'content-signal: ai-train=no'] },
  ])
  expect(await rightsOf('/open/1')).toEqual([
    'headline-only',
    'headline-only: the site reserves text and data mining (tdm-reservation: 1)',
    { lines: ['content-signal: ai-train=no'], tdmReservation: '1' },
  ])
})
