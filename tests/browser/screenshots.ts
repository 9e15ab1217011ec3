// The pictures of docs/pictures, taken from the demo library. Run by tools/screenshots, not by ./test: what is on them is for
// people to look at.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { k_shots, open_page, settle, start_browser, type Looks } from './browser.ts'
import { Server, type Caller } from './server.ts'

const k_root = join(import.meta.dirname, '../..')
const k_pictures = join(k_root, 'docs/pictures')
mkdirSync(k_pictures, { recursive: true })

let browser: Browser
let server: Server
let owner: Caller
const passwords: Record<string, string> = {}
const libraries: Record<string, string> = {}

const address = (who: string) => `${who}@demo.example`

beforeAll(async () => {
  ;[browser, server] = await Promise.all([start_browser(), Server.start(join(k_root, 'tools/serve_with_demo'))])
  await until(() => server.said.some((line) => line.startsWith('Demo library: Documents has')))
  expect(server.said.filter((line) => line.startsWith('Left out'))).toEqual([])
  for (const line of server.said) {
    const [, email, password] = /^ {2}Demo \w+ +(\S+@\S+) +(\S+)$/.exec(line) ?? []
    if (email && password) passwords[email] = password
  }
  owner = await server.sign_in(address('owner'), passwords[address('owner')])
  for (const library of (await owner.ask('GET', '/api/libraries')).items) libraries[library.name] = library.id
  for (const who of ['owner', 'viewer']) await make_thumbnails(who)
})
afterAll(async () => {
  await browser.close()
  await server.end()
})

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await done())) await setTimeout(300)
}

/** Asks for every thumbnail that somebody sees until it is made or cannot be; the watermarked ones are others than the owner's. */
async function make_thumbnails(who: string): Promise<void> {
  const caller = await server.sign_in(address(who), passwords[address(who)])
  for (const library of (await caller.ask('GET', '/api/libraries')).items) {
    const rows = (await caller.ask('GET', `/api/assets?library=${library.id}&limit=200`)).items as { id: string; picture: object | null }[]
    let waiting = rows.filter((row) => row.picture)
    await until(async () => {
      // A picture is no JSON, and no complaint about waiting.
      const answers = await Promise.all(waiting.map((row) => caller.ask('GET', `/api/assets/${row.id}/preview`).then(() => '', String)))
      waiting = waiting.filter((_, index) => answers[index]?.includes('picture-waiting'))
      return waiting.length === 0
    })
  }
}

async function asset_of(library: string, name: string): Promise<string> {
  const found = (await owner.ask('GET', `/api/assets?library=${library}&q=${encodeURIComponent(name)}`)).items as { id: string; name: string }[]
  const asset = found.find((one) => one.name === name)
  if (!asset) throw new Error(`there is no asset ${name}`)
  return asset.id
}

/** WebP, as Chromium writes it: a fifth of the PNG, which stays in build/pages. */
async function keep(page: Page, name: string): Promise<void> {
  const png = (await page.screenshot({ path: join(k_shots, `demo-${name}.png`), animations: 'disabled', caret: 'hide' })).toString('base64')
  const blank = await browser.newPage()
  const webp = await blank.evaluate(async (data) => {
    const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob())
    const canvas = new OffscreenCanvas(picture.width, picture.height)
    canvas.getContext('2d')?.drawImage(picture, 0, 0)
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality: 0.82 })).arrayBuffer())
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  }, png)
  await blank.close()
  writeFileSync(join(k_pictures, `${name}.webp`), Buffer.from(webp, 'latin1'))
}

/** Every picture that is in sight is drawn. */
async function all_drawn(page: Page): Promise<void> {
  await settle(page)
  await page.waitForFunction(() => [...document.images].every((image) => image.complete && image.naturalWidth > 0), undefined, { timeout: 120_000 })
  await page.evaluate(() => document.fonts.ready)
}

async function look(who: string | null, path: string, name: string, looks: Looks, before?: (page: Page) => Promise<void>): Promise<void> {
  const watched = await open_page(browser, server.url, null, looks)
  if (who) {
    const answer = await watched.page.context().request.post(`${server.url}/api/session`, { data: { email: address(who), password: passwords[address(who)] }, headers: { origin: server.url } })
    expect(answer.status()).toBe(200)
  }
  await watched.page.goto(server.url + path)
  await all_drawn(watched.page)
  await before?.(watched.page)
  await all_drawn(watched.page)
  await keep(watched.page, name)
  expect(watched.complaints).toEqual([])
  await watched.end()
}

const k_desk = { width: 1440, height: 900 }

test('the wall, light and dark', async () => {
  const path = `/l/${libraries['Pictures']}?panel=off`
  await look('viewer', path, 'wall', k_desk)
  await look('viewer', path, 'wall-dark', { ...k_desk, theme: 'dark' })
})

test('the libraries', async () => {
  await look('owner', '/', 'libraries', k_desk)
})

test('an asset beside the wall, and its permissions', async () => {
  const asset = await asset_of(libraries['Pictures'] ?? '', 'adwaita-by-night.webp')
  await look('owner', `/l/${libraries['Pictures']}?asset=${asset}&tab=permissions`, 'permissions', k_desk)
})

test('signing in', async () => {
  await look(null, '/login', 'sign-in', k_desk)
})

test('on a phone', async () => {
  await look('viewer', `/l/${libraries['Pictures']}`, 'phone', { width: 390, height: 844, touch: true })
})
