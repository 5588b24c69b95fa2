import { type Command, Option } from 'commander'
import { openStore, syncConfig } from '../app.ts'
import { type Config, findDesk, loadConfig } from '../config.ts'
import type { Store } from '../ports.ts'

export interface DeskOptions {
  readonly desk?: string
  readonly json?: boolean
  readonly set?: readonly string[]
}

/** Gives a command the options that every command on a desk has. */
export function onDesk(command: Command): Command {
  return command
    .option('--desk <dir>', 'the desk to work on; else WIREDESK_DESK, else this folder')
    .option('--json', 'print JSON, one object a line')
    .addOption(
      new Option('--set <path=value>', 'a configuration value for this run; can be repeated').argParser(collect),
    )
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/** The configuration of the desk that the options name. */
export function configOf({ desk, set = [] }: DeskOptions): Config {
  return loadConfig(findDesk(desk, process.env), { env: process.env, set })
}

/** Runs something on a desk's store and closes it again. */
export async function withStore<T>(
  options: DeskOptions,
  run: (store: Store, config: Config) => Promise<T>,
): Promise<T> {
  const config = configOf(options)
  const store = await openStore(config)
  try {
    // Lists and counts are by the configuration of now, also before the first crawl.
    await syncConfig(store, config, new Date().toISOString())
    return await run(store, config)
  } finally {
    await store.close()
  }
}
