/** Debian's Chromium, driven by playwright-core. Where it is missing, tests are skipped with a word; in CI that is a failure. */

import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const path = process.env['CHROMIUM'] ?? PATHS.find(each => existsSync(each))

export const hasChromium = path !== undefined
if (!hasChromium) {
  const message = 'no Chromium: install the Debian package chromium, or name its file in CHROMIUM'
  if (process.env['CI']) throw new Error(message)
  console.warn(`browser tests are skipped: ${message}`)
}

/** Starts it without anything that would call out. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: path ?? '',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
