// Every page, in both themes, wide and on a phone: axe, the policy of content, no complaint, nothing wider than the window.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { expect_accessible, open_page, settle, shoot, type Looks } from './browser.ts'
import { asked } from './request_house.ts'
import { k_password } from './server.ts'
import { browser, house } from './stage.ts'

interface Place {
  name: string
  who: string | null
  path: () => string
  /** Brings it into the state that is looked at. */
  then?: (page: Page, looks: Looks) => Promise<unknown>
}

const k_places: Place[] = [
  { name: 'sign-in', who: null, path: () => '/login' },
  { name: 'forgotten', who: null, path: () => '/forgot' },
  { name: 'reset', who: null, path: () => '/reset/abc' },
  { name: 'code', who: null, path: () => '/login/code' },
  { name: 'set-up', who: null, path: () => '/setup' },
  { name: 'home', who: 'ada', path: () => '/' },
  { name: 'home-new', who: 'ada', path: () => '/', then: (page) => page.getByRole('button', { name: 'New library' }).click() },
  { name: 'library', who: 'owner', path: () => `/l/${house.library}` },
  { name: 'library-viewer', who: 'viewer', path: () => `/l/${house.library}` },
  { name: 'library-empty', who: 'ada', path: () => `/l/${house.empty}` },
  { name: 'library-no-match', who: 'viewer', path: () => `/l/${house.library}?q=nothing-has-this-name` },
  { name: 'library-gone', who: 'viewer', path: () => `/l/${house.empty}` },
  { name: 'library-asset', who: 'owner', path: () => `/l/${house.library}?asset=${house.assets['quay-05.png']}` },
  { name: 'library-selection', who: 'owner', path: () => `/l/${house.library}`, then: (page, looks) => (looks.width === 390 ? Promise.resolve() : select_three(page)) },
  { name: 'library-menu', who: 'owner', path: () => `/l/${house.library}`, then: (page) => page.getByRole('button', { name: 'View', exact: true }).click() },
  { name: 'library-why', who: 'viewer', path: () => `/l/${house.library}`, then: (page) => page.getByRole('button', { name: 'Locked, request access' }).first().click() },
  { name: 'folder', who: 'owner', path: () => `/l/${house.library}/f/${house.folder}` },
  { name: 'asset', who: 'owner', path: () => `/a/${house.assets['quay-05.png']}` },
  { name: 'asset-files', who: 'editor', path: () => `/a/${house.assets['quay-05.png']}?tab=files` },
  { name: 'asset-permissions', who: 'owner', path: () => `/a/${house.assets['quay-01.png']}?tab=permissions` },
  { name: 'asset-permissions-viewer', who: 'viewer', path: () => `/a/${house.assets['quay-02.png']}?tab=permissions` },
  { name: 'asset-gone', who: 'viewer', path: () => `/a/${house.assets['quay-03.png']}` },
  { name: 'usage', who: 'owner', path: () => `/l/${house.library}/usage` },
  { name: 'usage-editor', who: 'editor', path: () => `/l/${house.library}/usage` },
  { name: 'usage-denied', who: 'viewer', path: () => `/l/${house.library}/usage` },
  { name: 'members', who: 'owner', path: () => `/l/${house.library}/sharing` },
  { name: 'members-invite', who: 'ada', path: () => `/l/${house.library}/sharing`, then: (page) => page.getByRole('button', { name: 'Invite by e-mail' }).click().then(() => page.getByLabel('Level').waitFor()) },
  { name: 'members-invite-owner', who: 'owner', path: () => `/l/${house.library}/sharing`, then: (page) => page.getByRole('button', { name: 'Invite by e-mail' }).click() },
  { name: 'members-denied', who: 'editor', path: () => `/l/${house.library}/sharing` },
  { name: 'people', who: 'ada', path: () => '/admin/users' },
  { name: 'people-add', who: 'ada', path: () => '/admin/users', then: (page) => page.getByRole('button', { name: 'Add person' }).click() },
  { name: 'people-denied', who: 'owner', path: () => '/admin/users' },
  { name: 'person', who: 'ada', path: () => `/admin/users/${house.people.viewer}` },
  { name: 'groups', who: 'ada', path: () => '/admin/groups' },
  { name: 'group', who: 'ada', path: () => `/admin/groups/${house.group}` },
  { name: 'roles', who: 'ada', path: () => '/admin/roles' },
  { name: 'role', who: 'ada', path: () => `/admin/roles/${house.role}` },
  { name: 'bin', who: 'owner', path: () => `/l/${house.library}/bin` },
  { name: 'requests', who: 'owner', path: () => '/requests' },
  { name: 'requests-rejected', who: 'owner', path: () => '/requests?list=rejected' },
  { name: 'requests-mine', who: 'viewer', path: () => '/requests' },
  { name: 'requests-none', who: 'editor', path: () => '/requests' },
  { name: 'request', who: 'owner', path: () => `/requests/${asked.requests.pending}`, then: (page) => page.getByText('A poster for the harbour festival').last().waitFor() },
  { name: 'request-gone', who: 'editor', path: () => `/requests/${asked.requests.pending}`, then: (page) => page.getByText('This request is not here').waitFor() },
  { name: 'requests-approve', who: 'owner', path: () => '/requests', then: (page) => page.getByRole('button', { name: 'Approve quay-20.png' }).click() },
  { name: 'requests-selected', who: 'owner', path: () => '/requests', then: (page) => page.getByRole('checkbox', { name: /^Select “quay-20/ }).click() },
  { name: 'passes', who: 'viewer', path: () => '/passes' },
  { name: 'passes-none', who: 'editor', path: () => '/passes' },
  { name: 'ask', who: 'viewer', path: () => `/a/${house.assets['quay-02.png']}`, then: ask_emptily },
  { name: 'asset-pass', who: 'viewer', path: () => `/a/${house.assets['quay-21.png']}` },
  { name: 'asset-rejected', who: 'viewer', path: () => `/a/${house.assets['quay-22.png']}` },
  { name: 'asset-requests', who: 'owner', path: () => `/l/${house.library}?asset=${house.assets['quay-20.png']}&tab=permissions` },
  { name: 'usage-designer', who: 'owner', path: () => `/l/${house.library}/usage`, then: (page) => page.getByRole('button', { name: /^Print run/ }).click() },
  { name: 'jobs', who: 'ada', path: () => '/admin/jobs' },
  { name: 'jobs-waiting', who: 'ada', path: () => '/admin/jobs?status=waiting' },
  { name: 'jobs-denied', who: 'owner', path: () => '/admin/jobs' },
  { name: 'attributes', who: 'ada', path: () => '/settings/attributes' },
  { name: 'attributes-add', who: 'ada', path: () => '/settings/attributes', then: (page) => page.getByRole('button', { name: 'Add attribute' }).click() },
  { name: 'terms', who: 'ada', path: () => '/settings/terms' },
  { name: 'terms-add', who: 'ada', path: () => '/settings/terms', then: (page) => page.getByRole('button', { name: 'Write terms' }).click() },
  { name: 'rules', who: 'ada', path: () => '/settings/rules' },
  { name: 'rules-denied', who: 'owner', path: () => '/settings/rules' },
  { name: 'account', who: 'owner', path: () => '/account/profile' },
  { name: 'account-security', who: 'owner', path: () => '/account/security' },
  { name: 'account-second-factor', who: 'editor', path: () => '/account/security', then: begin_second_factor },
  { name: 'account-sessions', who: 'owner', path: () => '/account/sessions' },
  { name: 'account-away', who: 'owner', path: () => '/account/away', then: (page) => page.getByLabel('Substitute').waitFor() },
  { name: 'account-tokens', who: 'owner', path: () => '/account/tokens' },
  { name: 'account-mail', who: 'owner', path: () => '/account/mail' },
  { name: 'account-mail-daily', who: 'viewer', path: () => '/account/mail', then: (page) => page.getByRole('radiogroup', { name: 'Everything' }).getByRole('radio', { name: 'Daily' }).click() },
  { name: 'inbox', who: 'viewer', path: () => '/inbox' },
  { name: 'inbox-owner', who: 'owner', path: () => '/inbox', then: (page) => page.getByRole('button', { name: 'Approve quay-20.png' }).waitFor() },
  { name: 'inbox-unread', who: 'viewer', path: () => '/inbox?only=unread' },
  { name: 'inbox-none', who: 'editor', path: () => '/inbox' },
  { name: 'mails', who: 'ada', path: () => '/settings/mail', then: (page) => page.getByRole('button', { name: 'Send a test' }).click().then(() => page.getByText('This site has no mail server').waitFor()) },
  { name: 'mails-one', who: 'ada', path: () => '/settings/mail', then: (page) => page.getByRole('button', { name: 'viewer@example.org' }).first().click().then(() => page.getByText('You get this mail because').waitFor()) },
  { name: 'mails-none-so', who: 'ada', path: () => '/settings/mail?state=refused' },
  { name: 'mails-denied', who: 'owner', path: () => '/settings/mail' },
  { name: 'account-display', who: 'owner', path: () => '/account/display' },
  { name: 'basket', who: 'viewer', path: () => `/l/${house.library}`, then: (page) => page.getByRole('button', { name: 'Basket', exact: true }).click() },
  { name: 'upload-tray', who: 'owner', path: () => `/l/${house.incoming}`, then: send_two },
  { name: 'keys', who: 'viewer', path: () => '/', then: (page) => page.keyboard.press('?') },
  { name: 'nowhere', who: 'viewer', path: () => '/no/such/page' },
]

async function select_three(page: Page): Promise<void> {
  await page.getByRole('gridcell').first().click()
  await page.keyboard.press(' ')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByRole('heading', { name: '3 selected' }).waitFor()
}

/** The form with everything that can be wrong with it. */
async function ask_emptily(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Request download' }).click()
  await page.getByRole('button', { name: 'Send request' }).click()
  await page.getByText('This has to be answered.').first().waitFor()
}

async function begin_second_factor(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Switch on the second factor' }).click()
  await page.getByRole('dialog').getByLabel('Password').first().fill(k_password)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('img', { name: /^The key as a picture/ }).waitFor()
}

/** Two files on their way into a library that others have not seen yet, and what the tray says of them. */
async function send_two(page: Page): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Upload' }).first().click()
  await (await chooser).setFiles([
    { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('One quay, two cranes.\n') },
    { name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('Ropes.\n') },
  ])
  await page.getByRole('region', { name: 'Uploads' }).getByText(/files are in$/).waitFor()
}

const k_looks: Record<string, Looks> = {
  wide: { width: 1280 },
  phone: { width: 390, height: 844, touch: true },
}

describe.each(Object.entries(k_looks))('light and dark, %s', (look, looks) => {
  test.each(k_places.map((place) => [place.name, place] as const))('%s', async (name, place) => {
    const { page, complaints, end } = await open_page(browser, house.server.url, place.who && `${place.who}@example.org`, looks)
    try {
      await page.goto(house.server.url + place.path())
      await settle(page)
      await place.then?.(page, looks)
      await page.waitForTimeout(150)
      const grounds = new Set<string>()
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme })
        grounds.add(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor))
        await shoot(page, `${name} ${theme}, ${look}`)
        await expect_accessible(page, `${name}, ${theme}`)
      }
      expect(grounds.size, 'both themes were seen').toBe(2)
      expect(complaints).toEqual([])
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width, 'nothing is wider than the window').toBeLessThanOrEqual(looks.width ?? 1280)
    } finally {
      await end()
    }
  })
})

describe('narrow, forced colours, right to left', () => {
  test.each(['/', 'library', 'asset', 'usage'])('%s fits into 320 pixels', async (name) => {
    const { page, complaints, end } = await open_page(browser, house.server.url, 'owner@example.org', { width: 320, height: 640, touch: true })
    const path = { '/': '/', library: `/l/${house.library}`, asset: `/a/${house.assets['quay-05.png']}`, usage: `/l/${house.library}/usage` }[name] ?? '/'
    await page.goto(house.server.url + path)
    await settle(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(complaints).toEqual([])
    await end()
  })

  test('forced colours keep every state in sight', async () => {
    const { page, complaints, end } = await open_page(browser, house.server.url, 'owner@example.org', { forced_colours: true })
    await page.goto(`${house.server.url}/l/${house.library}/usage`)
    await settle(page)
    await shoot(page, 'usage forced colours')
    await expect_accessible(page, 'usage')
    expect(complaints).toEqual([])
    await end()
  })

  test('the theme that was chosen is in the page before it paints', async () => {
    const { page, end } = await open_page(browser, house.server.url, 'owner@example.org', { theme: 'light' })
    await page.goto(`${house.server.url}/account/display`)
    await settle(page)
    await page.getByRole('radio', { name: 'Dark' }).click()
    const html = await (await page.context().request.get(house.server.url, { headers: { accept: 'text/html' } })).text()
    expect(html).toContain('data-theme="dark"')
    await page.reload()
    await settle(page)
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).not.toBe('rgb(255, 255, 255)')
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    await end()
  })
})
