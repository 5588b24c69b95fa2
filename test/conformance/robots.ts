import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseRobots, type Robots } from '../../src/policy/robots.ts'
import { readCases, type Suite } from './suite.ts'

interface VerdictCase {
  readonly id: string
  readonly robots_txt: string
  readonly robots_txt_base64?: string
  readonly robots_url?: string
  readonly user_agent: string
  readonly url: string
}

interface FieldCase {
  readonly id: string
  readonly robots_txt: string
  readonly field: string
  readonly user_agent: string
}

interface RealCase {
  readonly id: string
  readonly robots_txt: string
  readonly checks: readonly (readonly [userAgent: string, url: string, ...unknown[]])[]
}

/** The folder holds `robots`, `robots-fields` and `robots-real`, any of which may be missing. */
export const robots: Suite = async (folder, write) => {
  for (const { id, user_agent, url, ...file } of casesIn<VerdictCase>(folder, 'robots')) {
    const text = file.robots_txt_base64 ? decode(file.robots_txt_base64) : file.robots_txt
    // A robots.txt says nothing about another origin's addresses (RFC 9309, 2.3).
    const covered = !file.robots_url || sameOrigin(file.robots_url, url)
    write({ id, allowed: !covered || parseRobots(text).allows(user_agent, url) })
  }
  for (const { id, robots_txt, field, user_agent } of casesIn<FieldCase>(folder, 'robots-fields')) {
    write({ id, value: fieldOf(parseRobots(robots_txt), field, user_agent) ?? null })
  }
  for (const { id, robots_txt, checks } of casesIn<RealCase>(folder, 'robots-real')) {
    const parsed = parseRobots(robots_txt)
    write({ id, allowed: checks.map(([userAgent, url]) => parsed.allows(userAgent, url)) })
  }
}

function casesIn<T>(folder: string, suite: string): readonly T[] {
  const file = join(folder, suite, 'cases.ndjson')
  return existsSync(file) ? readCases<T>(file) : []
}

function fieldOf(parsed: Robots, field: string, userAgent: string): number | readonly string[] | undefined {
  return field === 'sitemaps' ? parsed.sitemaps : parsed.crawlDelaySeconds(userAgent)
}

function sameOrigin(robotsUrl: string, url: string): boolean {
  const target = URL.parse(url, robotsUrl)
  return target !== null && target.origin === new URL(robotsUrl).origin
}

function decode(base64: string): string {
  return new TextDecoder().decode(Buffer.from(base64, 'base64'))
}
