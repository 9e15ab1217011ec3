// Every part of the pages in every state, in both themes and in forced colours: built for this test alone, served by the
// program under its own policy.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expect_accessible, open_page, shoot, start_browser, type Looks } from './browser.ts'
import { Server } from './server.ts'

const k_pages = mkdtempSync(join(tmpdir(), 'exeat-gallery-'))
let browser: Browser
let server: Server
beforeAll(async () => {
  execFileSync('npx', ['--no-install', 'vite', 'build', '--mode', 'gallery', '--outDir', k_pages, '--emptyOutDir'], { cwd: join(import.meta.dirname, '../../web'), stdio: 'pipe' })
  ;[browser, server] = await Promise.all([start_browser(), Server.serve(k_pages)])
})
afterAll(async () => {
  await browser.close()
  await server.end()
  rmSync(k_pages, { recursive: true })
})

const k_looks: Record<string, Looks> = {
  light: { theme: 'light', height: 1600 },
  dark: { theme: 'dark', height: 1600 },
  phone: { theme: 'light', width: 390, height: 844, touch: true },
  'forced colours': { forced_colours: true },
}
const k_opened: Record<string, (page: Page) => Promise<unknown>> = {
  menu: (page) => page.getByRole('button', { name: 'Open the menu' }).click(),
  dialog: (page) => page.getByRole('button', { name: 'Open the dialog' }).click(),
  sheet: (page) => page.getByRole('button', { name: 'Open the sheet' }).click(),
  window: (page) => page.getByRole('button', { name: 'Open the window' }).click(),
  select: (page) => page.getByRole('combobox', { name: 'One of a few' }).click(),
  notices: async (page) => {
    await page.getByRole('button', { name: 'Say that it is done' }).click()
    await page.getByRole('button', { name: 'Say that it failed' }).click()
    await page.getByText('It could not be done').first().waitFor()
  },
}

describe.each(Object.entries(k_looks))('%s', (look, looks) => {
  test.each([['all', () => Promise.resolve()] as const, ...Object.entries(k_opened)])('%s', async (name, open) => {
    const { page, complaints, end } = await open_page(browser, server.url, null, looks)
    await page.goto(`${server.url}/dev/gallery`)
    await page.getByRole('heading', { name: 'Gallery' }).waitFor()
    await open(page)
    await page.waitForTimeout(200)
    await shoot(page, `gallery ${name} ${look}`)
    await expect_accessible(page, name)
    expect(complaints).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth), 'nothing is wider than the window').toBeLessThanOrEqual(looks.width ?? 1280)
    await end()
  })
})
