// Who is told of requests and who decides on them, what is given of what was asked for, and what a decision begins with.
import { beforeAll, expect, test } from 'vitest'
import { asked } from './request_house.ts'
import { as, house } from './stage.ts'

const k_settings = () => `/api/libraries/${house.library}/settings`
const change_requests = async (change: object) => {
  const settings = await house.admin.ask('GET', k_settings())
  await house.admin.change(k_settings(), { ...settings, requests: { ...settings.requests, ...change } }, 'PUT')
}
const unread_of = async (who: 'viewer' | 'owner') => (await asked[who].ask('GET', '/api/inbox/unread')).unread as number
const ask = async (name: string): Promise<string> => {
  await house.admin.change(`/api/assets/${house.assets[name]}`, { protection: 'on_request' })
  return (await asked.viewer.ask('POST', '/api/requests', { assets: [house.assets[name]], answers: { intended_use: `For ${name}` } })).items[0].id as string
}

beforeAll(() => change_requests({ fields: [] }))

test('D3: an owner who is taken off the receivers is not told, and still decides', async () => {
  await as('owner', `/l/${house.library}/usage`, async (page) => {
    await page.getByRole('group', { name: 'Who is told of requests' }).getByRole('checkbox', { name: /^Demo owner/ }).click()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Usage settings saved').first().waitFor()
  })
  const before = await unread_of('owner')
  const id = await ask('quay-09.png')
  expect(await unread_of('owner')).toBe(before)
  await as('owner', '/requests?list=waiting', async (page) => {
    await page.getByRole('tab', { name: /^Pending/ }).click()
    const row = page.getByRole('row').filter({ hasText: 'quay-09.png' })
    await row.getByRole('button', { name: 'Approve quay-09.png' }).click()
    await page.getByRole('dialog', { name: 'Approve “quay-09.png”' }).getByRole('button', { name: 'Approve' }).click()
    await page.getByText('“quay-09.png” approved').first().waitFor()
  })
  expect(await asked.viewer.ask('GET', `/api/requests/${id}`)).toMatchObject({ status: 'approved', decided_by: 'Demo owner' })
  await change_requests({ not_receivers: [] })
})

test('A9: of edit and download the download is given, and whoever asked sees which', async () => {
  const asset = house.assets['quay-08.png']
  await house.admin.change(`/api/assets/${asset}`, { access: 'locked' })
  await as('viewer', `/a/${asset}`, async (page) => {
    await page.getByRole('button', { name: 'Request access' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Request access' })
    await dialog.getByLabel('Intended use').fill('A retouched poster')
    await dialog.getByRole('group', { name: 'What you want to do' }).getByRole('checkbox', { name: 'Edit attributes' }).click()
    await dialog.getByRole('button', { name: 'Send request' }).click()
    await page.getByText('Request sent').first().waitFor()
  })
  const [made] = (await asked.viewer.ask('GET', `/api/requests?mine=true&asset=${asset}`)).items
  expect(made).toMatchObject({ kind: 'access', actions: ['download', 'edit'] })
  await as('owner', '/requests', async (page) => {
    await page.getByRole('row').filter({ hasText: 'quay-08.png' }).getByRole('button', { name: 'Approve quay-08.png' }).click()
    const dialog = page.getByRole('dialog', { name: 'Approve “quay-08.png”' })
    await dialog.getByRole('group', { name: 'What is allowed' }).getByRole('checkbox', { name: 'Edit attributes' }).click()
    await dialog.getByRole('button', { name: 'Approve' }).click()
    await page.getByText('“quay-08.png” approved').first().waitFor()
  })
  await as('viewer', `/requests/${made.id}?mine=true`, async (page) => {
    const sheet = page.getByRole('dialog', { name: 'Request' })
    await sheet.getByText('Access: Download', { exact: true }).waitFor()
    await sheet.getByText('Was asked for').waitFor()
  })
  expect(await asked.viewer.ask('GET', `/api/requests/${made.id}`)).toMatchObject({ status: 'approved', actions: ['download'], wanted_actions: ['download', 'edit'] })
})

test('a rejection begins with a note that the library keeps, and the note stays one’s own', async () => {
  await as('owner', `/l/${house.library}/usage`, async (page) => {
    await page.getByRole('button', { name: 'Add a note' }).click()
    await page.getByLabel('Name of a note').fill('Rights')
    await page.getByLabel('What it says').fill('The agency licenses it.')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Usage settings saved').first().waitFor()
  })
  const id = await ask('quay-06.png')
  await as('owner', '/requests', async (page) => {
    await page.getByRole('row').filter({ hasText: 'quay-06.png' }).getByRole('button', { name: 'Reject quay-06.png' }).click()
    const dialog = page.getByRole('dialog', { name: 'Reject “quay-06.png”' })
    await dialog.getByLabel('Begin with').click()
    await page.getByRole('option', { name: 'Rights' }).click()
    const note = dialog.getByLabel(/^Note/)
    await expect.poll(() => note.inputValue()).toBe('The agency licenses it.')
    await note.fill('The agency licenses it. Ask Mira.')
    await dialog.getByRole('button', { name: 'Reject' }).click()
    await page.getByText('“quay-06.png” rejected').first().waitFor()
  })
  expect((await asked.viewer.ask('GET', `/api/requests/${id}`)).note).toBe('The agency licenses it. Ask Mira.')
})

test('whoever decides sees what became of earlier requests, and opens them', () =>
  as('owner', `/requests/${asked.requests.pending}`, async (page) => {
    const sheet = page.getByRole('dialog', { name: 'Request' })
    await sheet.getByRole('heading', { name: 'Asked before' }).waitFor()
    await sheet.getByRole('link', { name: 'quay-23.png' }).click()
    await sheet.getByText('The rights have ended.').waitFor()
  }))

test('what somebody opened rings no more, and the inbox shows requests alone', async () => {
  await ask('quay-05.png')
  const before = await unread_of('owner')
  const [newest] = (await asked.owner.ask('GET', '/api/inbox?only=unread&limit=1')).items
  await as('owner', `/requests/${newest.request}`, async (page) => {
    await page.getByRole('dialog', { name: 'Request' }).waitFor()
    await expect.poll(() => unread_of('owner')).toBe(before - 1)
    await page.goto(`${house.server.url}/inbox`)
    await page.getByRole('radio', { name: 'Requests', exact: true }).click()
    await page.waitForURL(/only=requests/)
    await page.getByRole('listitem').filter({ hasText: 'quay-05.png' }).first().waitFor()
  })
})
