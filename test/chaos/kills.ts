import { setTimeout as sleep } from 'node:timers/promises'
import type { Field } from './field.ts'

/** SIGKILL for any process of the desk and its servers, every one to three seconds. */
export async function killAtRandom(field: Field, kills: number, isOver: () => boolean): Promise<string[]> {
  const victims: string[] = []
  while (victims.length < kills && !isOver()) {
    await sleep(1000 + Math.random() * 2000)
    victims.push(await killOne(field))
    console.log(`kill ${victims.length} of ${kills}: ${victims.at(-1)}`)
  }
  return victims
}

async function killOne({ crew, postgres, redis }: Field): Promise<string> {
  const servers = [
    ...(postgres ? ([['postgres', postgres]] as const) : []),
    ...(redis ? ([['redis', redis]] as const) : []),
  ]
  const at = Math.floor(Math.random() * (crew.length + servers.length))
  const member = crew[at]
  if (member) {
    await member.kill()
    return member.name
  }
  const [name, server] = servers[at - crew.length] as (typeof servers)[number]
  await server.kill()
  await server.start()
  return name
}
