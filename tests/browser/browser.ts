// Chromium, and pages that watch themselves: whatever breaks the policy of content, throws, complains in the console or asks
// another origin is found at the end of each test.
import { AxeBuilder } from '@axe-core/playwright'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { k_password } from './server.ts'

export const k_shots = join(import.meta.dirname, '../../build/pages')
mkdirSync(k_shots, { recursive: true })

export function start_browser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none', '--force-color-profile=srgb'],
  })
}

export interface Looks {
  width?: number
  height?: number
  theme?: 'light' | 'dark'
  touch?: boolean
  forced_colours?: boolean
  language?: string
}

export interface Watched {
  page: Page
  /** What went wrong so far. */
  complaints: string[]
  end: () => Promise<void>
}

/** A page of a new visitor; with an address somebody who has signed in. */
export async function open_page(browser: Browser, url: string, email: string | null, looks: Looks = {}): Promise<Watched> {
  const context = await browser.newContext({
    viewport: { width: looks.width ?? 1280, height: looks.height ?? 800 },
    reducedMotion: 'reduce',
    colorScheme: looks.theme ?? 'light',
    forcedColors: looks.forced_colours ? 'active' : 'none',
    locale: looks.language ?? 'en-GB',
    timezoneId: 'UTC',
    hasTouch: looks.touch ?? false,
    isMobile: looks.touch ?? false,
    acceptDownloads: true,
  })
  if (email) {
    const answer = await context.request.post(`${url}/api/session`, { data: { email, password: k_password }, headers: { origin: url } })
    expect(answer.status(), await answer.text()).toBe(200)
  }
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    // That an answer was a refusal is no mistake of the page; what it does with it is looked at.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(`console: ${message.text()}`)
    if (message.text().startsWith('policy ')) complaints.push(message.text())
  })
  page.on('request', (request) => {
    const to = request.url()
    if (!to.startsWith(url) && !to.startsWith('data:') && !to.startsWith('blob:')) complaints.push(`another origin: ${to}`)
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.warn(`policy ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))
  })
  return { page, complaints, end: () => context.close() }
}

const k_rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Nothing that axe would find. The guards of the kit's dialogs are hidden and focusable on purpose. */
export async function expect_accessible(page: Page, what: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  const result = await new AxeBuilder({ page }).withTags(k_rules).exclude('[data-base-ui-focus-guard]').analyze()
  // What floats (menus, lists of choices, notices) stands outside of the landmarks; it belongs to what opened it.
  const floats = async (target: string) => (await page.locator(target).first().evaluate((element) => element.closest('[data-base-ui-portal]') !== null).catch(() => false))
  for (const one of result.violations.filter((violation) => violation.id === 'region')) {
    const kept = await Promise.all(one.nodes.map((node) => floats(String(node.target[0]))))
    one.nodes = one.nodes.filter((_, index) => !kept[index])
  }
  const found = result.violations.filter((one) => one.nodes.length > 0).map((one) => `${one.id}: ${one.help}\n${one.nodes.map((node) => `    ${node.target.join(' ')}: ${node.failureSummary?.split('\n').slice(1).join(' ') ?? ''}`).join('\n')}`)
  expect(found, what).toEqual([])
}

export async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(k_shots, `${name}.png`), animations: 'disabled', caret: 'hide' })
}

/** Presses Tab until it is there. */
export async function tab_until(page: Page, is_there: () => Promise<boolean>): Promise<void> {
  for (let step = 0; step < 90; step++) {
    if (await is_there()) return
    await page.keyboard.press('Tab')
  }
  throw new Error('the keyboard does not get there')
}
export const focus_name = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '')

/** Waits until the page has said all it has to say. */
export async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.locator('h1').first().waitFor({ state: 'attached' })
}
