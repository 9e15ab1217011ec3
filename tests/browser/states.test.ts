// What each page shows when it cannot show what it is for: the tables under "Pages" in docs/errors.md, row by row.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { expect_accessible } from './browser.ts'
import { house, visit } from './stage.ts'

/** Of the viewer, who was given what they asked for. */
let request: string
beforeAll(async () => {
  const [viewer, owner] = await Promise.all(['viewer', 'owner'].map((name) => house.server.sign_in(`${name}@example.org`)))
  const asked = await viewer?.ask('POST', '/api/requests', { assets: [house.assets['quay-02.png']], answers: { intended_use: 'A poster' } })
  request = asked.items[0].id as string
  await owner?.ask('POST', '/api/requests/decisions', { requests: [request], decision: 'approve', valid_for: '30d' })
})

/** The rows of the table with that head. */
function rows_under(head: string): string[][] {
  const lines = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8').split('\n')
  const from = lines.indexOf(head)
  expect(from, `docs/errors.md has a table "${head}"`).toBeGreaterThan(0)
  const rows: string[][] = []
  for (const line of lines.slice(from + 2)) {
    if (!line.startsWith('|')) break
    rows.push(line.split('|').slice(1, -1).map((cell) => cell.trim().replaceAll('`', '')))
  }
  return rows
}

const filled = (template: string) => {
  const places: Record<string, string | undefined> = { library: house.library, empty: house.empty, folder: house.folder, asset: house.assets['quay-05.png'], draft: house.assets['quay-03.png'], person: house.people.viewer, group: house.group, role: house.role, request }
  return template.replace(/\{(\w+)\}/g, (_, name: string) => places[name] ?? '')
}

/** A question to the server: its path, whatever it asks for in detail. */
const is_asked = (template: string) => (url: URL) => url.pathname === filled(template)

const k_problem = { type: '/problems/internal', title: 'Internal', status: 500, detail: 'The shelf has fallen over.', request_id: 'REF-1' }

describe.each(rows_under('| page | who | address | asks |'))('%s', (_page, who = '', address = '', asks = '') => {
  test('while the answer is on its way, it says so', () =>
    visit(who, async (page) => {
      let let_go: () => void = () => undefined
      const held = new Promise<void>((resolve) => (let_go = resolve))
      await page.route(is_asked(asks), async (route) => {
        await held
        await route.continue().catch(() => undefined)
      })
      await page.goto(house.server.url + filled(address))
      await page.getByRole('status', { name: 'Loading' }).first().waitFor()
      let_go()
      await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
    }))

  test('when the server fails, it says what happened and goes on when asked again', () =>
    visit(who, async (page) => {
      await page.route(is_asked(asks), (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(k_problem) }))
      await page.goto(house.server.url + filled(address))
      const alert = page.getByRole('alert').filter({ hasText: k_problem.detail })
      await alert.waitFor()
      await alert.getByText('REF-1').waitFor()
      await expect_accessible(page, address)
      await page.unroute(is_asked(asks))
      await page.unrouteAll()
      await alert.getByRole('button', { name: 'Try again' }).click()
      await alert.waitFor({ state: 'detached' })
    }))

  test('without a connection, it says so', () =>
    visit(who, async (page) => {
      await page.goto(house.server.url + filled(address))
      await page.locator('h1').first().waitFor({ state: 'attached' })
      await page.context().setOffline(true)
      await page.getByText('You are offline').waitFor()
      await page.context().setOffline(false)
      await page.getByText('You are offline').waitFor({ state: 'detached' })
    }))

  test('signed out meanwhile, it asks for the password in front of the page', () =>
    visit(who, async (page) => {
      await page.route(is_asked(asks), (route) => route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify({ ...k_problem, type: '/problems/not-signed-in', status: 401, detail: 'Sign in first.' }) }))
      await page.goto(house.server.url + filled(address))
      const dialog = page.getByRole('dialog', { name: 'Sign in again' })
      await dialog.waitFor()
      await page.unrouteAll()
      await dialog.getByLabel('Password').first().fill('correct horse battery')
      await dialog.getByRole('button', { name: 'Sign in' }).click()
      await dialog.waitFor({ state: 'detached' })
      await page.getByText('Sign in first.').waitFor({ state: 'detached' })
    }))
})

test.each(rows_under('| state | who | address | words |'))('%s: %s at %s', (_state, who = '', address = '', words = '') =>
  visit(who, async (page) => {
    await page.goto(house.server.url + filled(address))
    await page.getByText(words.replaceAll('"', '')).first().waitFor()
    await page.locator('h1').first().waitFor({ state: 'attached' })
  }),
)
