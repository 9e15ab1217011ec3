// What the pages cost in Chromium, against a server with the demo library that somebody else started. Run by bench/run, which
// says where it is and takes the figures from a file; ./test does not run it.
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { open_page, start_browser } from './browser.ts'
import { Caller } from './server.ts'

const k_tiles = 10_000
const said = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}

test('first tile and scrolling', async () => {
  const [url, email, password, rounds] = [said('EXEAT_URL'), said('EXEAT_EMAIL'), said('EXEAT_PASSWORD'), Number(said('ROUNDS'))]
  const caller = new Caller(url)
  await caller.ask('POST', '/api/session', { email, password })
  const library = (await caller.ask('GET', '/api/libraries')).items.find((one: { name: string }) => one.name === 'Pictures').id as string
  const rows = (await caller.ask('GET', `/api/assets?library=${library}&limit=200`)).items as { id: string; picture: { state: string } | null }[]
  const pictured = rows.filter((row) => row.picture?.state === 'ready')
  const browser = await start_browser()
  const { page, complaints, end } = await open_page(browser, url, null, { width: 1440, height: 900 })
  await page.context().request.post(`${url}/api/session`, { data: { email, password }, headers: { origin: url } })

  const first_tile: number[] = []
  await page.addInitScript(() => {
    const look = () => {
      const drawn = [...document.querySelectorAll<HTMLImageElement>('[role=gridcell] img')].some((image) => image.complete && image.naturalWidth > 0)
      if (drawn) (window as { first_tile?: number }).first_tile = performance.now()
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  for (let round = 0; round <= rounds; round++) {
    await page.goto(`${url}/l/${library}?panel=off`)
    const took = await page.waitForFunction(() => (window as { first_tile?: number }).first_tile)
    if (round > 0) first_tile.push(Number(await took.jsonValue()))
  }

  // The same pictures again and again, up to ten thousand tiles.
  const picture_of = (id: string) => pictured[Number(id) % pictured.length]?.id ?? ''
  await page.route('**/api/assets?**', (route) => {
    const at = Number(new URL(route.request().url()).searchParams.get('at'))
    const items = Array.from({ length: Math.max(0, Math.min(200, k_tiles - at)) }, (_, index) => ({ ...pictured[(at + index) % pictured.length], id: String(at + index).padStart(26, '0') }))
    return route.fulfill({ json: { items, next: null, count: k_tiles } })
  })
  await page.route('**/api/assets/*/preview**', (route) => route.continue({ url: route.request().url().replace(/assets\/(\d{26})\//, (_, id: string) => `assets/${picture_of(id)}/`) }))
  const session = await page.context().newCDPSession(page)
  // Time that the thread really ran: what other programs take from it does not count.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const script = async () => (await session.send('Performance.getMetrics')).metrics.find((one) => one.name === 'ScriptDuration')?.value ?? 0
  const each_frame: number[] = []
  for (let round = 0; round < rounds; round++) {
    await page.goto(`${url}/l/${library}?panel=off`)
    await page.getByRole('gridcell').first().locator('img').waitFor()
    const before = await script()
    const frames = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          const wall = document.querySelector('[role=grid]')?.parentElement
          const began = performance.now()
          let count = 0
          const step = () => {
            count++
            if (wall) wall.scrollTop += 60
            if (performance.now() - began < 4000) requestAnimationFrame(step)
            else done(count)
          }
          requestAnimationFrame(step)
        }),
    )
    each_frame.push((((await script()) - before) * 1000) / frames)
  }
  expect(complaints).toEqual([])
  await end()
  await browser.close()
  writeFileSync(said('EXEAT_FIGURES'), JSON.stringify({ first_tile, each_frame }))
})
