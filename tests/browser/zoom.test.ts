// A picture is looked at closely: by keys, wheel, mouse and two fingers, in both themes, and only as the server shows it. The
// pictures are the test's own, so that their size is known and nothing has to be made first.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { expect_accessible, focus_name, open_page, settle, shoot, type Looks } from './browser.ts'
import { png } from './house.ts'
import { browser, house } from './stage.ts'

const k_picture = png(1600, 1200, 60, 120, 200)

/** Every asset has a preview of 1600 by 1200. Returns what was asked of the server for it. */
async function with_pictures(page: Page): Promise<string[]> {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname + new URL(request.url()).search))
  await page.route(/\/api\/assets\/[^/?]+$/, async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...(await answer.json()), picture: { state: 'ready', width: 6400, height: 4800, colour: null } } })
  })
  await page.route(/\/api\/assets\/[^/]+\/preview/, (route) => route.fulfill({ contentType: 'image/png', body: k_picture }))
  return asked
}

const stage_of = (page: Page, name: string) => page.getByRole('region', { name: `Preview of ${name}, to zoom` })
/** Pixels of the window for each of the preview, and where its corner is. */
const lie_of = (page: Page, name: string) =>
  stage_of(page, name)
    .getByRole('img')
    .evaluate((picture: HTMLImageElement) => {
      const box = picture.getBoundingClientRect()
      return { scale: box.width / picture.naturalWidth, x: box.x, y: box.y }
    })
const scale_of = async (page: Page, name: string) => (await lie_of(page, name)).scale

async function open_zoom(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Zoom into ${name}` }).click()
  await page.getByRole('dialog', { name }).waitFor()
  await expect.poll(() => scale_of(page, name)).toBeGreaterThan(0)
  await page.getByText('100 % is the preview’s own size').waitFor()
}

test('keys, wheel and mouse bring a picture closer, move it, and lead back', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, 'owner@example.org')
  const asked = await with_pictures(page)
  const name = 'quay-05.png'
  await page.goto(`${house.server.url}/a/${house.assets[name]}`)
  await settle(page)
  await open_zoom(page, name)
  await expect.poll(() => focus_name(page)).toBe(`Preview of ${name}, to zoom`)
  const whole = await scale_of(page, name)
  expect(whole).toBeLessThan(1)

  await page.keyboard.press('1')
  await expect.poll(() => scale_of(page, name)).toBeCloseTo(1)
  await expect.poll(() => page.getByRole('dialog').getByRole('status').last().textContent()).toBe('100 %')
  const before = await lie_of(page, name)
  await page.keyboard.press('ArrowRight')
  await expect.poll(async () => (await lie_of(page, name)).x).toBeCloseTo(before.x - 80)
  await page.getByRole('button', { name: 'To the left' }).click()
  await expect.poll(async () => (await lie_of(page, name)).x).toBeCloseTo(before.x)

  const box = await stage_of(page, name).boundingBox()
  const middle = { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 }
  await page.mouse.move(middle.x, middle.y)
  await page.mouse.wheel(0, -150)
  await expect.poll(() => scale_of(page, name)).toBeGreaterThan(1.1)
  const dragged = await lie_of(page, name)
  await page.mouse.down()
  await page.mouse.move(middle.x + 60, middle.y + 30, { steps: 3 })
  await page.mouse.up()
  await expect.poll(async () => (await lie_of(page, name)).x).toBeCloseTo(dragged.x + 60)

  await page.keyboard.press('0')
  await expect.poll(() => scale_of(page, name)).toBeCloseTo(whole)
  expect(await page.getByRole('button', { name: 'To the left' }).count(), 'what is whole goes nowhere').toBe(0)
  await page.mouse.dblclick(middle.x, middle.y)
  await expect.poll(() => scale_of(page, name)).toBeGreaterThanOrEqual(1)
  const close = await scale_of(page, name)
  await page.keyboard.press('-')
  await expect.poll(() => scale_of(page, name)).toBeCloseTo(Math.max(whole, close / 1.5))

  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(() => focus_name(page)).toBe(`Zoom into ${name}`)
  await page.keyboard.press('+')
  await page.getByRole('dialog', { name }).waitFor()
  await expect.poll(() => scale_of(page, name)).toBeGreaterThan(whole)
  expect(asked.filter((path) => path.startsWith('/d/') || path.startsWith('/api/deliveries')), 'never the original').toEqual([])
  expect(complaints).toEqual([])
  await end()
})

test('from the panel one goes on through the wall, which follows', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, 'owner@example.org')
  await with_pictures(page)
  await page.goto(`${house.server.url}/l/${house.library}?asset=${house.assets['quay-10.png']}`)
  await settle(page)
  await page.getByRole('gridcell', { name: /^quay-10\.png/ }).waitFor()
  await open_zoom(page, 'quay-10.png')
  await page.getByText('11 of 25').waitFor()
  await page.keyboard.press('j')
  await page.getByRole('dialog', { name: 'quay-11.png' }).waitFor()
  await page.waitForURL(new RegExp(`asset=${house.assets['quay-11.png']}`))
  await page.keyboard.press('k')
  await page.keyboard.press('k')
  await page.getByRole('dialog', { name: 'quay-09.png' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('complementary').getByRole('heading', { name: 'quay-09.png' }).waitFor()
  expect(complaints).toEqual([])
  await end()
})

test('two fingers bring a picture closer on a phone', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, 'viewer@example.org', { width: 390, height: 844, touch: true })
  await with_pictures(page)
  const name = 'quay-06.png'
  await page.goto(`${house.server.url}/a/${house.assets[name]}`)
  await settle(page)
  await open_zoom(page, name)
  const whole = await scale_of(page, name)
  const hand = await page.context().newCDPSession(page)
  const at = (apart: number) => [{ x: 195 - apart, y: 400, id: 1 }, { x: 195 + apart, y: 400, id: 2 }]
  await hand.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(40) })
  for (const apart of [60, 80, 120]) await hand.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(apart) })
  await hand.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await expect.poll(() => scale_of(page, name)).toBeGreaterThan(whole * 2)
  for (const button of ['Zoom in', 'Zoom out', 'Fit', '100 %']) {
    const box = await page.getByRole('dialog').getByRole('button', { name: button, exact: true }).boundingBox()
    expect(box?.height ?? 0, button).toBeGreaterThanOrEqual(44)
  }
  expect(complaints).toEqual([])
  await end()
})

const k_looks: Record<string, Looks> = {
  'light, wide': { theme: 'light' },
  'dark, wide': { theme: 'dark' },
  'light, phone': { theme: 'light', width: 390, height: 844, touch: true },
  'dark, phone': { theme: 'dark', width: 390, height: 844, touch: true },
  'forced colours': { forced_colours: true },
}

describe.each(Object.entries(k_looks))('%s', (look, looks) => {
  test('a picture seen closely is accessible and fits the window', async () => {
    const { page, complaints, end } = await open_page(browser, house.server.url, 'owner@example.org', looks)
    await with_pictures(page)
    const name = 'quay-05.png'
    await page.goto(`${house.server.url}/a/${house.assets[name]}`)
    await settle(page)
    await expect_accessible(page, 'the way in')
    await open_zoom(page, name)
    await page.keyboard.press('1')
    await page.getByRole('button', { name: 'To the left' }).waitFor()
    await shoot(page, `zoom ${look}`)
    await expect_accessible(page, 'zoom')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(looks.width ?? 1280)
    expect(complaints).toEqual([])
    await end()
  })
})
