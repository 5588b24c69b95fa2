import { join } from 'node:path'
import { instantOf } from '../../src/values/date.ts'
import { readMachineDate } from '../../src/values/machine-date.ts'
import { readCases, type Suite } from './suite.ts'

interface DateCase {
  readonly id: string
  readonly input: string
}

/** The dates of feeds: the folder holds `cases.ndjson`. */
export const dates: Suite = async (folder, write) => {
  for (const { id, input } of readCases<DateCase>(join(folder, 'cases.ndjson'))) {
    const reading = readMachineDate(input)
    write({ id, value: reading ? instantOf(reading) : null })
  }
}
