import { describe, expect, test } from 'vitest'
import { WiredeskError } from '../../src/errors.ts'
import { patiently } from '../../src/store/guarded.ts'
import { toFault } from '../../src/store/postgres.ts'

const failing = (times: number, code: string) => {
  let left = times
  return async () => {
    if (left-- > 0) throw Object.assign(new Error('no'), { code })
    return 'done'
  }
}

describe('waiting for a database', () => {
  test.each(['40001', '40P01', '57P01', '08006', '53300', 'ECONNREFUSED'])(
    '%s passes: it is tried again',
    async code => {
      expect(await patiently(failing(2, code), { toFault, patienceMs: 5000 })).toBe('done')
    },
  )

  test('what does not pass in time is thrown as STORE_BUSY', async () => {
    const run = patiently(failing(1000, '57P03'), { toFault, patienceMs: 100 })
    await expect(run).rejects.toMatchObject({ code: 'STORE_BUSY' })
  })

  test('a wrong password is not waited for', async () => {
    const run = patiently(failing(1, '28P01'), { toFault, patienceMs: 60_000 })
    await expect(run).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  })

  test('a fault of ours is thrown as it is', async () => {
    const run = patiently(failing(1, '23505'), { toFault, patienceMs: 60_000 })
    await expect(run).rejects.not.toBeInstanceOf(WiredeskError)
  })
})
