// Being told: the bell and the inbox of whoever asked, how one is written to, and the outbox for administrators.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expect_accessible, settle, shoot } from './browser.ts'
import { asked } from './request_house.ts'
import { as, house } from './stage.ts'

const bell = (page: Page) => page.getByRole('banner').getByRole('link', { name: /^Inbox/ })
const unread_of = async (who: 'viewer' | 'owner') => (await asked[who].ask('GET', '/api/inbox/unread')).unread as number
const decide = (more: object) => asked.owner.ask('POST', '/api/requests/decisions', { requests: [asked.requests.pending], ...more })

test('a decision rings on the page that is open, and the inbox leads to the pass', () =>
  as('viewer', `/l/${house.library}?q=quay-20`, async (page) => {
    const before = await unread_of('viewer')
    await page.getByRole('gridcell', { name: /^quay-20\.png, PNG, Request pending/ }).waitFor()
    await page.getByRole('banner').getByRole('link', { name: `Inbox, ${before} unread`, exact: true }).waitFor()
    await decide({ decision: 'approve', valid_for: '30d', note: 'With the photographer’s name.' })
    // Nobody touches the page: the tile opens, the bell counts, and it is said with the way to it.
    await page.getByRole('gridcell', { name: /^quay-20\.png, PNG, Pass/ }).waitFor()
    await page.getByRole('banner').getByRole('link', { name: `Inbox, ${before + 1} unread`, exact: true }).waitFor()
    await page.getByText('Demo owner approved your request for “quay-20.png” in “Harbour”.').first().waitFor()
    await page.getByRole('button', { name: 'Open and download' }).waitFor()
    await shoot(page, 'told light, wide')

    await bell(page).click()
    await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor()
    expect(await page.title()).toBe('Inbox - Exeat')
    const entry = page.getByRole('region', { name: 'Today' }).getByRole('listitem').filter({ hasText: 'quay-20.png' })
    await entry.getByText('With the photographer’s name.').waitFor()
    await entry.getByRole('link', { name: 'Unread: Demo owner approved your request' }).click()
    await page.getByText('Your pass').first().waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download', exact: true }).click()
    expect((await download).suggestedFilename()).toBe('quay-20.png')
    await page.getByRole('banner').getByRole('link', { name: before === 0 ? 'Inbox' : `Inbox, ${before} unread`, exact: true }).waitFor()
    expect(await unread_of('viewer')).toBe(before)
  }))

test('what was taken back leaves the inbox again', () =>
  as('viewer', '/inbox', async (page) => {
    const entry = page.getByRole('listitem').filter({ hasText: 'rejected your request for “quay-24.png”' })
    await house.admin.change(`/api/assets/${house.assets['quay-24.png']}`, { protection: 'on_request' })
    const made = (await asked.viewer.ask('POST', '/api/requests', { assets: [house.assets['quay-24.png']], answers: { intended_use: 'A card', medium: 'Web', credit: true } })).items[0].id as string
    await asked.owner.ask('POST', '/api/requests/decisions', { requests: [made], decision: 'reject', note: '' })
    await entry.waitFor()
    await asked.owner.ask('POST', '/api/requests/decisions/undo', { requests: [made] })
    await entry.waitFor({ state: 'detached' })
  }))

test('notices are marked by keyboard, one by one and all at once, with a way back', () =>
  as('viewer', '/inbox', async (page) => {
    const unread = await unread_of('viewer')
    expect(unread).toBeGreaterThan(1)
    await page.getByRole('radio', { name: `Unread (${unread})` }).click()
    await page.waitForURL(/only=unread/)
    const marks = page.getByRole('button', { name: 'Mark as read', exact: true })
    await expect.poll(() => marks.count()).toBe(unread)
    await marks.first().focus()
    await page.keyboard.press('Enter')
    // What was marked leaves the list; the focus goes on to the next one.
    await expect.poll(() => marks.count()).toBe(unread - 1)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Mark as read')
    await page.getByRole('button', { name: 'Mark all as read' }).click()
    await page.getByText('You have read everything').waitFor()
    expect(await unread_of('viewer')).toBe(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => marks.count()).toBe(unread - 1)
    await page.getByRole('radio', { name: 'All', exact: true }).click()
    await page.getByRole('button', { name: 'Mark as unread', exact: true }).first().click()
    await expect.poll(() => unread_of('viewer')).toBe(unread)
  }))

test('a mark that the server does not take is taken back', () =>
  as('viewer', '/inbox', async (page) => {
    const marks = page.getByRole('button', { name: 'Mark as read', exact: true })
    await marks.first().waitFor()
    const before = await marks.count()
    await page.route('**/api/inbox/marks', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify({ type: '/problems/internal', title: 'Internal', status: 500, detail: 'The shelf has fallen over.', request_id: 'REF-1' }) }))
    await marks.first().click()
    await page.getByText('The shelf has fallen over.').first().waitFor()
    await expect.poll(() => marks.count()).toBe(before)
  }))

test('who decides does so from the inbox', async () => {
  await house.admin.change(`/api/assets/${house.assets['quay-19.png']}`, { protection: 'on_request' })
  await asked.viewer.ask('POST', '/api/requests', { assets: [house.assets['quay-19.png']], answers: { intended_use: 'A flag for the pier', medium: 'Web', credit: true } })
  await as('owner', '/', async (page) => {
    await page.keyboard.press('g')
    await page.keyboard.press('n')
    const entry = page.getByRole('listitem').filter({ hasText: 'quay-19.png' })
    await entry.getByText('A flag for the pier').waitFor()
    await entry.getByRole('button', { name: 'Approve quay-19.png' }).click()
    await page.getByRole('dialog', { name: 'Approve “quay-19.png”' }).getByRole('button', { name: 'Approve' }).click()
    await page.getByText('“quay-19.png” approved').first().waitFor()
    await shoot(page, 'decided light, wide')
    await entry.getByRole('button', { name: 'Approve quay-19.png' }).waitFor({ state: 'detached' })
    await entry.getByRole('button', { name: 'Mark as unread' }).waitFor()
  })
})

test('how one is written to is chosen for each thing, and kept', () =>
  as('viewer', '/account/mail', async (page) => {
    const chosen = (row: string, choice: string) => page.getByRole('radiogroup', { name: row, exact: true }).getByRole('radio', { name: choice })
    const is_chosen = (row: string, choice: string) => chosen(row, choice).and(page.locator('[aria-checked=true]')).waitFor()
    await is_chosen('Everything', 'At once')
    await chosen('Answers to my requests', 'Daily').click()
    await page.getByLabel('Time zone for 08:00').fill('Paris')
    await page.getByRole('option', { name: 'Europe/Paris' }).click()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('How you are written to is saved').first().waitFor()
    expect(await asked.viewer.ask('GET', '/api/me/mail')).toMatchObject({ choices: { answers: 'daily', questions: 'at_once' }, zone: 'Europe/Paris' })
    await page.reload()
    await settle(page)
    await is_chosen('Answers to my requests', 'Daily')
    await is_chosen('Questions and answers', 'At once')
    await shoot(page, 'mail-wishes light, wide')
    await expect_accessible(page, 'how one is written to')
    await chosen('Everything', 'Never').click()
    await is_chosen('Questions and answers', 'Never')
    await page.getByRole('button', { name: 'Discard' }).click()
    await is_chosen('Answers to my requests', 'Daily')
  }))

test('a link in a mail leads out of such mails, and asks first', () =>
  as('viewer', '/', async (page) => {
    const left: string[] = []
    await page.route('**/api/unsubscribe/**', (route) => {
      if (route.request().method() === 'GET') return route.fulfill({ json: { topics: ['answers'] } })
      left.push(new URL(route.request().url()).search)
      return route.fulfill({ status: 204 })
    })
    await page.goto(`${house.server.url}/unsubscribe/token`)
    await page.getByText('You get e-mails about: Answers to my requests.').waitFor()
    expect(left).toEqual([])
    await page.getByRole('button', { name: 'Stop these e-mails' }).click()
    await page.getByText('No more e-mails about: Answers to my requests.').waitFor()
    await page.getByRole('button', { name: 'Stop all e-mails' }).click()
    await page.getByText('No more e-mails, but for links').waitFor()
    expect(left).toEqual(['', '?from=all'])
  }))

test('an administrator reads the outbox and tests the way out', () =>
  as('ada', '/settings/mail', async (page) => {
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('This site has no mail server').waitFor()
    await page.getByRole('combobox', { name: 'State' }).click()
    await page.getByRole('option', { name: 'Written to a file' }).click()
    await page.waitForURL(/state=written/)
    const row = page.getByRole('row').filter({ hasText: 'owner@example.org' }).filter({ hasText: 'New request' }).first()
    await row.getByRole('button', { name: 'owner@example.org' }).click()
    const sheet = page.getByRole('dialog', { name: /^Request: quay-/ })
    await sheet.getByText('Nobody has sent it.').waitFor()
    await sheet.getByText(/Demo viewer asks for “quay-\d\d\.png” in “Harbour”\./).waitFor()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
  }))

test('what the mail server refuses stands there in its own words, and is tried again', () =>
  as('ada', '/', async (page) => {
    const mail = { id: '01m81vh8wschv58x89haz59p45', kind: 'request_approved', recipient: 'gone@example.org', state: 'refused', reply: '550 5.1.1 nobody of that name', attempts: 1, created_at: '2026-11-20T10:00:00Z', not_before: '2026-11-20T10:00:00Z', done_at: '2026-11-20T10:00:01Z', subject: 'Approved: quay-01.png', text: 'Demo owner approved your request.' }
    await page.route('**/api/mails?**', (route) => route.fulfill({ json: { items: [mail, { ...mail, id: '01m81vh8wschv58x89haz59p46', kind: 'set_password', recipient: 'new@example.org', subject: null, text: null }], next: null, links_to: 'http://127.0.0.1:8123', has_public_url: false } }))
    await page.route(`**/api/mails/${mail.id}`, (route) => route.fulfill({ json: mail }))
    await page.route('**/api/mails/test', (route) => route.fulfill({ json: { outcome: 'refused', code: 535, reply: '535 5.7.8 who are you' } }))
    await page.goto(`${house.server.url}/settings/mail?state=refused`)
    await page.getByText('Links in e-mails lead to http://127.0.0.1:8123').waitFor()
    const row = page.getByRole('row').filter({ hasText: 'gone@example.org' })
    await row.getByText('550 5.1.1 nobody of that name').waitFor()
    // A letter with a link is not kept: there is nothing to try again.
    expect(await page.getByRole('button', { name: 'Try again new@example.org' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('The mail server refused it.').first().waitFor()
    await page.getByText('535 5.7.8 who are you').waitFor()
    await shoot(page, 'mails-refused light, wide')
    await expect_accessible(page, 'refused mails')
    await row.getByRole('button', { name: 'gone@example.org' }).first().click()
    const sheet = page.getByRole('dialog', { name: 'Approved: quay-01.png' })
    await sheet.getByText('Correct the address under People').waitFor()
    const tried = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith(`/api/mails/${mail.id}/retry`))
    await page.route(`**/api/mails/${mail.id}/retry`, (route) => route.fulfill({ status: 204 }))
    await sheet.getByRole('button', { name: 'Try again' }).click()
    await tried
    await page.getByText('The e-mail to gone@example.org is tried again').first().waitFor()
  }))

test('a form of questions begins at its first field', () =>
  as('viewer', `/a/${house.assets['quay-02.png']}`, async (page) => {
    await page.getByRole('button', { name: 'Request download' }).focus()
    await page.keyboard.press('Enter')
    const use = page.getByRole('dialog', { name: 'Request download' }).getByLabel('Intended use')
    await use.waitFor()
    await expect.poll(() => use.evaluate((field) => field === document.activeElement)).toBe(true)
  }))
