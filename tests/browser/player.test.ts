// Sound and video: played by whoever may take them, counted as a download, and explained where that does not work.
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { expect_accessible, focus_name, open_page, settle, shoot } from './browser.ts'
import { browser, house } from './stage.ts'

/** A tone of so many seconds: 8,000 samples of 8 bits each. */
function tone(seconds: number): Buffer {
  const samples = 8000 * seconds
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + samples, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(8000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(samples, 40)
  return Buffer.concat([head, Buffer.from(Array.from({ length: samples }, (_, at) => 128 + Math.round(20 * Math.sin((at * 2 * Math.PI * 440) / 8000))))])
}

/** The first words of a film, and nothing after them that could be shown. */
function no_film(): Buffer {
  const head = Buffer.alloc(24)
  head.writeUInt32BE(24, 0)
  head.write('ftypisom', 4, 'latin1')
  head.writeUInt32BE(512, 12)
  head.write('isommp42', 16, 'latin1')
  return Buffer.concat([head, Buffer.alloc(4000, 7)])
}

let horn: string
let film: string
let locked: string
beforeAll(async () => {
  horn = await house.admin.upload(house.library, null, 'horn.wav', tone(20))
  film = await house.admin.upload(house.library, null, 'harbour.mp4', no_film())
  locked = await house.admin.upload(house.library, null, 'bell.wav', tone(2))
  await house.admin.change(`/api/assets/${locked}`, { access: 'locked' })
})

const playing_for = (page: Page, seconds: number) =>
  expect.poll(() => page.evaluate(() => document.querySelector('audio')?.currentTime ?? 0), { timeout: 60_000 }).toBeGreaterThan(seconds)

test('a sound plays once somebody presses Play, as a delivery, and stops when they go', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, 'viewer@example.org')
  const taken: string[] = []
  page.on('request', (request) => new URL(request.url()).pathname.startsWith('/d/') && taken.push(request.method()))
  await page.goto(`${house.server.url}/a/${horn}`)
  await settle(page)
  await page.getByText('it counts as a download and is recorded').waitFor()
  await expect_accessible(page, 'before it plays')
  await shoot(page, 'player')
  expect(taken, 'nothing is fetched before').toEqual([])
  await page.getByRole('button', { name: 'Play' }).click()
  await playing_for(page, 0.2)
  expect(taken[0]).toBe('GET')
  await expect.poll(() => focus_name(page)).toBe('horn.wav')
  await expect_accessible(page, 'while it plays')
  await shoot(page, 'player plays')
  await page.keyboard.press('Escape')
  await page.getByRole('grid').waitFor()
  expect(await page.locator('audio').count()).toBe(0)
  expect(complaints).toEqual([])
  await end()
})

test('in the panel it plays as well', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, 'viewer@example.org')
  await page.goto(`${house.server.url}/l/${house.library}?q=horn&asset=${horn}`)
  await settle(page)
  await page.getByRole('complementary').getByRole('button', { name: 'Play' }).click()
  await playing_for(page, 0.1)
  await expect_accessible(page, 'in the panel')
  expect(complaints).toEqual([])
  await end()
})

test('what the browser cannot play says so, and is taken with the same leave', async () => {
  const { page, end } = await open_page(browser, house.server.url, 'viewer@example.org')
  let deliveries = 0
  page.on('request', (request) => (deliveries += request.url().endsWith('/api/deliveries') ? 1 : 0))
  await page.goto(`${house.server.url}/a/${film}`)
  await settle(page)
  await page.getByRole('button', { name: 'Play' }).click()
  await page.getByRole('alert').filter({ hasText: 'This browser cannot play the file.' }).waitFor()
  await expect_accessible(page, 'not to be played')
  await shoot(page, 'player fails')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: /^Download/ }).click()
  expect((await download).suggestedFilename()).toBe('harbour.mp4')
  expect(deliveries).toBe(1)
  await end()
})

test('a leave that has ended is said to have, and another one is offered', async () => {
  const { page, end } = await open_page(browser, house.server.url, 'viewer@example.org')
  await page.route('**/d/*', (route) => route.fulfill({ status: 410, contentType: 'application/problem+json', body: '{}' }))
  await page.goto(`${house.server.url}/a/${horn}`)
  await settle(page)
  await page.getByRole('button', { name: 'Play' }).click()
  await page.getByRole('alert').filter({ hasText: 'The leave to play it has ended.' }).waitFor()
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Play again' }).click()
  await playing_for(page, 0.1)
  await end()
})

test('who may not take it is told why, and can ask', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, 'viewer@example.org', { width: 390, height: 844, touch: true })
  await page.goto(`${house.server.url}/a/${locked}`)
  await settle(page)
  await page.getByText('It can be played as soon as you may download it.').waitFor()
  expect(await page.getByRole('button', { name: 'Play' }).count()).toBe(0)
  await expect_accessible(page, 'locked')
  await shoot(page, 'player locked')
  await page.getByRole('button', { name: 'Request access' }).first().click()
  await page.getByRole('dialog', { name: /^Request/ }).waitFor()
  expect(complaints).toEqual([])
  await end()
})
