// What people do from end to end: with the keyboard alone, with the mouse, over a connection that breaks.
import { randomBytes } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as text_of } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { focus_name, open_page, settle, tab_until } from './browser.ts'
import { k_admin, k_password } from './server.ts'
import { browser, house } from './stage.ts'

const work = mkdtempSync(join(tmpdir(), 'exeat-flows-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))

const wall = (search = '') => `${house.server.url}/l/${house.library}${search}`

const focus_role = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('role') ?? document.activeElement?.tagName ?? '')

test('with the keyboard alone: sign in, walk the wall, open, read why, take', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, null)
  await page.goto(house.server.url)
  await page.waitForURL(/\/login/)
  await settle(page)
  await tab_until(page, async () => (await page.evaluate(() => (document.activeElement as HTMLInputElement).type)) === 'email')
  await page.keyboard.type('viewer@example.org')
  await page.keyboard.press('Tab')
  await page.keyboard.type(k_password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Libraries', level: 1 }).waitFor()

  await page.getByRole('link', { name: 'Harbour' }).first().waitFor()
  await tab_until(page, async () => (await focus_name(page)) === 'Harbour')
  await page.keyboard.press('Enter')
  await page.getByRole('gridcell').first().waitFor()
  expect(await page.title()).toBe('Harbour - Exeat')
  await tab_until(page, async () => (await focus_role(page)) === 'gridcell')
  await page.keyboard.press('Home')
  await page.keyboard.press('Control+Home')
  expect(await focus_name(page)).toBe('notes.txt, TXT')

  await page.keyboard.press('ArrowRight')
  expect(await focus_name(page)).toMatch(/^quay-01\.png, PNG, Locked$/)
  await page.keyboard.press('F2')
  expect(await focus_name(page)).toBe('Locked, request access')
  await page.keyboard.press('Enter')
  const asking = page.getByRole('dialog', { name: 'Request access' })
  await asking.getByLabel('Intended use').waitFor()
  await tab_until(page, async () => (await focus_name(page)).startsWith('Why?'))
  await page.keyboard.press('Enter')
  const why = page.getByRole('dialog', { name: /why, and why not$/ })
  await why.getByText('This asset is locked.').first().waitFor()
  await page.keyboard.press('Escape')
  await why.waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await asking.waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  expect(await focus_role(page), 'back on the tile').toBe('gridcell')

  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'notes.txt', level: 1 }).waitFor()
  const download = page.waitForEvent('download')
  await page.keyboard.press('d')
  expect(await text_of(createReadStream(await (await download).path()))).toBe('High water at noon.\n')
  await page.keyboard.press('Escape')
  await page.getByRole('gridcell').first().waitFor()
  expect(complaints).toEqual([])
  await end()
})

test('a refusal says why, and a selection is taken as far as it is free', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, 'viewer@example.org')
  await page.goto(wall())
  await settle(page)
  await page.getByRole('gridcell', { name: 'notes.txt' }).click()
  await page.keyboard.press(' ')
  for (let step = 0; step < 3; step++) await page.keyboard.press('Shift+ArrowRight')
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'Download' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('can be taken now').first().waitFor()
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: /^Download/ }).click()
  expect((await download).suggestedFilename()).toMatch(/\.(zip|png|txt)$/)
  expect(complaints).toEqual([])
  await end()
})

test('the address holds what is shown: search, order, asset, panel', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, 'owner@example.org')
  await page.goto(wall())
  await settle(page)
  await page.keyboard.press('/')
  await page.keyboard.type('quay-1')
  await page.waitForURL(/q=quay-1/)
  await page.getByRole('gridcell', { name: 'quay-10.png' }).waitFor()
  await expect.poll(() => page.getByRole('gridcell').count()).toBe(10)
  await page.getByRole('gridcell', { name: 'quay-12.png' }).click()
  await page.waitForURL(new RegExp(`asset=${house.assets['quay-12.png']}`))
  const address = page.url()
  await page.goto(address)
  await page.getByRole('complementary').getByRole('heading', { name: 'quay-12.png' }).waitFor()
  expect(await page.getByRole('searchbox').inputValue()).toBe('quay-1')
  expect(complaints).toEqual([])
  await end()
})

test('an owner locks from the panel, and a viewer sees it', async () => {
  const owner = await open_page(browser, house.server.url, 'owner@example.org')
  await owner.page.goto(wall(`?asset=${house.assets['quay-20.png']}&tab=permissions`))
  await settle(owner.page)
  const lock = owner.page.getByRole('radiogroup', { name: 'Lock' })
  await lock.getByRole('radio', { name: 'Locked', exact: true }).click()
  await owner.page.getByText('The lock of quay-20.png is changed').waitFor()
  await owner.page.getByText('set here').waitFor()
  const viewer = await open_page(browser, house.server.url, 'viewer@example.org')
  await viewer.page.goto(wall('?q=quay-20'))
  await viewer.page.getByRole('gridcell', { name: 'quay-20.png, PNG, Locked' }).waitFor()
  expect([...owner.complaints, ...viewer.complaints]).toEqual([])
  await owner.end()
  await viewer.end()
})

test('a member is added by an owner who is no administrator', async () => {
  const person = (await house.admin.ask('POST', '/api/people', { email: 'newcomer@example.org', name: 'Demo newcomer', level: 2, password: k_password })).id as string
  expect(person).toBeTruthy()
  const { page, complaints, end } = await open_page(browser, house.server.url, 'owner@example.org')
  await page.goto(`${house.server.url}/l/${house.library}/sharing`)
  await settle(page)
  await page.getByRole('combobox', { name: 'Person or group' }).fill('newc')
  await page.getByRole('option', { name: 'Demo newcomer' }).click()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText('Demo newcomer: Viewer').waitFor()
  await page.getByRole('button', { name: 'End the membership of Demo newcomer' }).click()
  await page.getByRole('button', { name: 'End membership' }).click()
  await page.getByText('The membership of Demo newcomer has ended').waitFor()
  expect(complaints).toEqual([])
  await end()
})

test('files are sent, and one that broke off goes on after a reload', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, 'editor@example.org')
  const context = page.context()
  // Listened for from the start: the browser is told to hand choosers over, and that takes a moment.
  let next_file = ''
  page.on('filechooser', (chooser) => void chooser.setFiles(next_file))
  await page.goto(wall())
  await settle(page)
  const small = join(work, 'small.txt')
  writeFileSync(small, 'A small one.\n')
  next_file = small
  await page.keyboard.press('u')
  await page.getByRole('region', { name: 'Uploads' }).getByRole('heading', { name: '1 file is in' }).waitFor()
  await page.getByRole('searchbox').fill('small')
  await page.getByRole('gridcell', { name: 'small.txt' }).waitFor()
  await page.getByRole('searchbox').fill('')
  await page.getByRole('gridcell', { name: 'notes.txt' }).waitFor()

  const large = join(work, 'large.bin')
  writeFileSync(large, randomBytes(40 * 1024 * 1024))
  let sent = 0
  await page.route('**/api/uploads/*', async (route) => {
    if (route.request().method() === 'PATCH' && ++sent > 2) await context.setOffline(true)
    await route.continue().catch(() => undefined)
  })
  next_file = large
  await page.getByRole('button', { name: 'Upload', exact: true }).click()
  await page.getByText('You are offline. Uploads wait').waitFor()
  await page.unroute('**/api/uploads/*')
  page.on('dialog', (dialog) => void dialog.accept())
  await context.setOffline(false)
  await page.goto('about:blank')
  await page.goto(wall())
  await page.getByText('large.bin was not sent to the end').waitFor()
  await page.getByRole('gridcell').first().waitFor()
  const offsets: string[] = []
  page.on('response', (response) => {
    if (response.request().method() === 'HEAD') offsets.push(response.headers()['upload-offset'] ?? '')
  })
  await page.keyboard.press('u')
  await page.getByRole('region', { name: 'Uploads' }).getByRole('heading', { name: '1 file is in' }).waitFor()
  expect(Number(offsets[0]), 'it went on and did not begin again').toBeGreaterThanOrEqual(8 * 1024 * 1024)
  await page.getByRole('gridcell', { name: 'large.bin' }).waitFor()
  expect(complaints).toEqual([])
  await end()
})

test('a session that has ended asks again in front of the page, which keeps what was typed', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, 'owner@example.org')
  await page.goto(`${house.server.url}/account/profile`)
  await settle(page)
  await page.getByRole('textbox', { name: 'Name' }).fill('Another name')
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Save' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await dialog.getByLabel('Password', { exact: true }).fill(k_password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Another name')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Your name is saved').waitFor()
  expect(complaints).toEqual([])
  await end()
})

test('what is in the basket is taken as one ZIP', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, 'owner@example.org')
  await page.goto(wall('?q=quay-2'))
  await settle(page)
  await page.getByRole('gridcell', { name: 'quay-21.png' }).click()
  await page.keyboard.press('Control+a')
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'Put into the basket' }).click()
  await page.getByRole('button', { name: 'Basket, 5 assets' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download 5 as one ZIP' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.zip$/)
  expect(complaints).toEqual([])
  await end()
})

test('on a phone everything of the head is in sight, and a folder of folders leads on', async () => {
  const outer = (await house.admin.ask('POST', '/api/folders', { library: house.library, parent: null, name: 'Outer' })).id as string
  await house.admin.ask('POST', '/api/folders', { library: house.library, parent: outer, name: 'Inner' })
  const { page, complaints, end } = await open_page(browser, house.server.url, 'viewer@example.org', { width: 390, height: 844, touch: true })
  await page.goto(`${house.server.url}/l/${house.library}/f/${outer}?sort=nonsense`)
  await settle(page)
  const box = await page.getByRole('button', { name: 'Demo viewer, account' }).boundingBox()
  expect((box?.x ?? 390) + (box?.width ?? 0)).toBeLessThanOrEqual(390)
  await page.getByRole('main').getByRole('link', { name: 'Inner' }).click()
  await page.getByRole('heading', { name: 'Inner', level: 1 }).waitFor()
  expect(complaints).toEqual([])
  await end()
})

test('settings that are not saved are not lost by leaving', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, 'owner@example.org')
  await page.goto(`${house.server.url}/l/${house.library}/usage`)
  await settle(page)
  await page.getByRole('switch', { name: 'Watermark previews' }).click()
  await page.getByRole('link', { name: 'Members' }).click()
  await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay' }).click()
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Usage settings saved').waitFor()
  expect((await house.admin.ask('GET', `/api/libraries/${house.library}/settings`)).watermark).toBe(true)
  expect(complaints).toEqual([])
  await end()
})

test('an administrator lets a restored site go, in full knowledge', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, k_admin.email)
  let confirmed = 0
  await page.route('**/api/settings', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...(await answer.json()), held_since: '2026-11-20T10:00:00Z' } })
  })
  await page.route('**/api/site/confirm-restore', (route) => {
    confirmed += 1
    return route.continue()
  })
  await page.goto(house.server.url)
  await page.getByText('restored from a backup on').waitFor()
  await page.getByRole('button', { name: 'Confirm…' }).click()
  expect(confirmed).toBe(0)
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm', exact: true }).click()
  await page.getByText('The site goes on.').waitFor()
  expect(confirmed).toBe(1)
  expect(await page.getByText('restored from a backup on').count()).toBe(0)
  expect(complaints).toEqual([])
  await end()
})

test('what was deleted comes back from the notice, and from the bin', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, 'owner@example.org')
  await page.goto(wall('?q=quay-17'))
  await settle(page)
  await page.getByRole('gridcell', { name: /^quay-17/ }).click()
  await page.keyboard.press('Delete')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('Moved to the bin').first().waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('gridcell', { name: /^quay-17/ }).waitFor()

  await house.admin.ask('DELETE', `/api/assets/${house.assets['quay-18.png']}`)
  await page.goto(`${house.server.url}/l/${house.library}/bin`)
  await page.getByRole('button', { name: 'Restore quay-18.png' }).click()
  await page.getByText('One asset is back').first().waitFor()
  await page.getByText('The bin is empty').waitFor()
  expect(complaints).toEqual([])
  await end()
})

test('a page hears what happens to its person', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, 'editor@example.org')
  await page.goto(wall())
  await settle(page)
  await page.getByRole('button', { name: 'Demo editor, account' }).waitFor()
  await house.admin.change(`/api/people/${house.people.editor}`, { name: 'Renamed editor' })
  await page.getByRole('button', { name: 'Renamed editor, account' }).waitFor()
  expect(complaints).toEqual([])
  await house.admin.change(`/api/people/${house.people.editor}`, { name: 'Demo editor' })
  await end()
})
