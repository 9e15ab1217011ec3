// A browser and a small house for whichever tests import this: there before their first, gone after their last.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { open_page, settle, start_browser, type Watched } from './browser.ts'
import { make_house, type House } from './house.ts'
import { Server } from './server.ts'

export let browser: Browser
export let house: House
beforeAll(async () => {
  ;[browser, house] = await Promise.all([start_browser(), Server.start().then(make_house)])
})
afterAll(async () => {
  await browser.close()
  await house.server.end()
})

/** Lends somebody's page, not yet anywhere; it may have nothing to complain of in the end. */
export async function visit<T>(who: string, act: (page: Page, watched: Watched) => Promise<T>): Promise<T> {
  const watched = await open_page(browser, house.server.url, `${who}@example.org`)
  try {
    const done = await act(watched.page, watched)
    expect(watched.complaints).toEqual([])
    return done
  } finally {
    await watched.end()
  }
}

/** The same, once the page there has settled. */
export function as<T>(who: string, path: string, act: (page: Page, watched: Watched) => Promise<T>): Promise<T> {
  return visit(who, async (page, watched) => {
    await page.goto(house.server.url + path)
    await settle(page)
    return act(page, watched)
  })
}
