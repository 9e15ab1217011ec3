// Asking, deciding, using, renewing and ending, as people do it: by keyboard alone and with the mouse.
import { expect, test } from 'vitest'
import { focus_name, open_page, settle, tab_until } from './browser.ts'
import { asked } from './request_house.ts'
import { k_password } from './server.ts'
import { as, browser, house, visit } from './stage.ts'

test('by keyboard alone: a lock is asked about, approved, used and ended', async () => {
  await as('viewer', `/l/${house.library}?q=quay-02`, async (page) => {
    await page.getByRole('gridcell', { name: /^quay-02\.png/ }).focus()
    await page.keyboard.press('F2')
    expect(await focus_name(page)).toBe('Locked, request access')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Request download' })
    await dialog.getByLabel('Intended use').waitFor()
    // Sent with nothing filled in, it says what is missing and goes there.
    await tab_until(page, async () => (await focus_name(page)) === 'Send request')
    await page.keyboard.press('Enter')
    await dialog.getByText('This has to be answered.').first().waitFor()
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLElement | null)?.tagName)).toBe('TEXTAREA')
    await page.keyboard.type('A leaflet about the old quay')
    await tab_until(page, async () => (await page.evaluate(() => document.activeElement?.getAttribute('role'))) === 'combobox')
    await page.keyboard.press('Enter')
    await page.getByRole('option', { name: 'Print' }).waitFor()
    await page.keyboard.press('p')
    await page.keyboard.press('Enter')
    await dialog.getByLabel('Print run').waitFor()
    await tab_until(page, async () => (await page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name)) === 'print_run')
    await page.keyboard.type('500')
    await tab_until(page, async () => (await page.evaluate(() => document.activeElement?.getAttribute('role'))) === 'checkbox')
    while (!(await page.evaluate(() => document.activeElement?.closest('div')?.textContent ?? '')).includes('photographer')) {
      await page.keyboard.press('Tab')
      await tab_until(page, async () => (await page.evaluate(() => document.activeElement?.getAttribute('role'))) === 'checkbox')
    }
    await page.keyboard.press(' ')
    await tab_until(page, async () => (await focus_name(page)) === 'Send request')
    await page.keyboard.press('Enter')
    await page.getByText('Request sent').first().waitFor()
    await page.getByRole('gridcell', { name: /^quay-02\.png, PNG, Request pending/ }).waitFor()
  })

  await as('owner', '/requests', async (page) => {
    const row = page.getByRole('row').filter({ hasText: 'quay-02.png' })
    await row.getByText('A leaflet about the old quay').waitFor()
    await row.getByRole('checkbox').focus()
    await page.keyboard.press('a')
    const dialog = page.getByRole('dialog', { name: 'Approve “quay-02.png”' })
    await dialog.getByLabel('Valid for').waitFor()
    await tab_until(page, async () => (await focus_name(page)) === 'Approve')
    await page.keyboard.press('Enter')
    await page.getByText('“quay-02.png” approved').first().waitFor()
    await row.waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('tr, [role=tab]') !== null), { message: 'the focus goes to what is left' }).toBe(true)
  })

  await as('viewer', '/passes', async (page) => {
    const pass = page.getByRole('listitem').filter({ hasText: 'quay-02.png' })
    const download = page.waitForEvent('download')
    await pass.getByRole('button', { name: 'Download quay-02.png' }).focus()
    await page.keyboard.press('Enter')
    expect((await download).suggestedFilename()).toBe('quay-02.png')
  })

  await as('owner', '/requests?list=approved', async (page) => {
    const row = page.getByRole('row').filter({ hasText: 'quay-02.png' })
    await row.getByRole('button', { name: 'Renew quay-02.png' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Renew the pass for “quay-02.png”' }).waitFor()
    await tab_until(page, async () => (await focus_name(page)) === 'Renew')
    await page.keyboard.press('Enter')
    await page.getByText('The pass for “quay-02.png” is renewed').first().waitFor()
  })

  await as('owner', '/requests?list=approved', async (page) => {
    const row = page.getByRole('row').filter({ hasText: 'quay-02.png' })
    await row.getByRole('button', { name: 'Revoke quay-02.png' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Revoke the pass for “quay-02.png”?' }).waitFor()
    await tab_until(page, async () => (await focus_name(page)) === 'Revoke')
    await page.keyboard.press('Enter')
    await page.getByText('The pass for “quay-02.png” is revoked').first().waitFor()
  })
  await as('viewer', `/l/${house.library}?q=quay-02`, (page) => page.getByRole('gridcell', { name: /^quay-02\.png, PNG, Pass withdrawn/ }).waitFor())
})

test('a decision is taken back while its mail waits', () =>
  as('owner', '/requests', async (page) => {
    const row = page.getByRole('row').filter({ hasText: 'quay-20.png' })
    await row.getByRole('button', { name: 'Reject quay-20.png' }).click()
    const dialog = page.getByRole('dialog', { name: 'Reject “quay-20.png”' })
    await dialog.getByLabel(/^Note/).fill('Not this year.')
    await dialog.getByRole('button', { name: 'Reject' }).click()
    await row.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await row.waitFor()
    expect((await asked.owner.ask('GET', `/api/requests/${asked.requests.pending}`)).status).toBe('pending')
  }))

test('approving begins with how long, however late that comes', () =>
  as('owner', '/requests', async (page) => {
    let let_go: () => void = () => undefined
    const held = new Promise<void>((resolve) => (let_go = resolve))
    await page.route(`**/api/requests/${asked.requests.rejected}`, async (route) => {
      await held
      await route.continue()
    })
    await page.getByRole('tab', { name: /^Rejected/ }).click()
    await page.getByRole('row').filter({ hasText: 'quay-22.png' }).getByRole('button', { name: /^Approve/ }).click()
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('role') ?? document.activeElement?.tagName)
    await expect.poll(focused).toBe('TEXTAREA')
    let_go()
    await expect.poll(focused).toBe('combobox')
  }))

test('what was rejected says so, with the note, and can be approved after all', async () => {
  await as('viewer', `/l/${house.library}?q=quay-22`, async (page) => {
    await page.getByRole('button', { name: 'Rejected, show the request' }).click()
    await page.getByRole('dialog', { name: 'Request' }).getByText('The festival has its own pictures.').waitFor()
  })
  await as('owner', '/requests?list=rejected', async (page) => {
    await page.getByRole('button', { name: 'Approve after all quay-22.png' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    await page.getByText('“quay-22.png” approved').first().waitFor()
  })
})

test('D12: who asks again finds the last answers in the form', () =>
  as('viewer', `/a/${house.assets['quay-23.png']}`, async (page) => {
    await page.getByRole('button', { name: 'Request again quay-23.png' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Request download' })
    await expect.poll(() => dialog.getByLabel('Intended use').inputValue()).toBe('A poster for the harbour festival')
    await expect.poll(() => dialog.getByLabel('Medium').textContent()).toContain('Web')
    await dialog.getByRole('checkbox', { name: 'The photographer is named', checked: true }).waitFor()
    await dialog.getByRole('button', { name: 'Send request' }).click()
    await page.getByText('Request sent').first().waitFor()
    const { items } = await asked.viewer.ask('GET', `/api/requests?mine=true&status=pending&asset=${house.assets['quay-23.png']}`)
    expect(items).toMatchObject([{ reason: 'A poster for the harbour festival' }])
  }))

test('D17: a review link leads through the sign-in to its request', async () => {
  const watched = await open_page(browser, house.server.url, null)
  const { page } = watched
  await page.goto(`${house.server.url}/requests/${asked.requests.pending}`)
  await page.waitForURL(/\/login/)
  await settle(page)
  await page.getByLabel('E-mail address').fill('owner@example.org')
  await page.keyboard.press('Tab')
  await page.keyboard.type(k_password)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Request' }).getByRole('button', { name: 'Approve' }).waitFor()
  expect(new URL(page.url()).pathname).toBe(`/requests/${asked.requests.pending}`)
  expect(watched.complaints).toEqual([])
  await watched.end()
})

test('a question before the decision is answered on the request', async () => {
  const path = `/requests/${asked.requests.pending}`
  await as('owner', path, async (page) => {
    const sheet = page.getByRole('dialog', { name: 'Request' })
    await sheet.getByRole('button', { name: 'Ask a question' }).click()
    await sheet.getByLabel('Your question').fill('Which <b>paper</b>?')
    await sheet.getByRole('button', { name: 'Send question' }).click()
    await sheet.getByText('A question waits for an answer of').waitFor()
    await sheet.getByText('Which <b>paper</b>?').waitFor()
  })
  await as('viewer', path, async (page) => {
    const sheet = page.getByRole('dialog', { name: 'Request' })
    await sheet.getByText('A question waits for you').waitFor()
    await sheet.getByLabel('Your answer').fill('Matt, 170 g')
    await sheet.getByRole('button', { name: 'Send answer' }).click()
    await sheet.getByText('Matt, 170 g').waitFor()
    await expect.poll(() => sheet.getByText('A question waits for you').count()).toBe(0)
    await sheet.getByRole('button', { name: 'Add to your answer' }).waitFor()
  })
  await as('owner', path, async (page) => {
    const sheet = page.getByRole('dialog', { name: 'Request' })
    await sheet.getByText('Matt, 170 g').waitFor()
    await sheet.getByRole('button', { name: 'Approve' }).waitFor()
  })
})

test('an owner names who stands in, and is told how far', () =>
  as('owner', '/account/away', async (page) => {
    await page.getByLabel('Substitute').click()
    await page.getByRole('option').first().click()
    await page.getByText(/may decide in /).first().waitFor()
    const day = new Date(Date.now() + 7 * 86_400_000)
    await page.getByLabel('Last day').fill(day.toISOString().slice(0, 10))
    await page.getByRole('button', { name: 'Name substitute' }).click()
    await page.getByText(/^Stands in for you · /).waitFor()
    await page.getByRole('button', { name: 'End now' }).click()
    await page.getByRole('button', { name: 'Name substitute' }).waitFor()
  }))

test('A7, A8, A10: a pass given at an asset stands in its table and in that of its library, and is ended there', async () => {
  const asset = house.assets['quay-15.png']
  await house.admin.change(`/api/assets/${asset}`, { protection: 'on_request' })
  await as('owner', `/a/${asset}?tab=permissions`, async (page) => {
    await page.getByRole('button', { name: 'Give a pass' }).click()
    const dialog = page.getByRole('dialog', { name: 'Give a pass for “quay-15.png”' })
    await dialog.getByRole('combobox', { name: 'To', exact: true }).fill('view')
    await page.getByRole('option', { name: 'Demo viewer' }).click()
    await dialog.getByLabel(/^Reason/).fill('For the fair')
    await dialog.getByRole('button', { name: 'Give a pass' }).click()
    await page.getByText('Demo viewer has the pass').first().waitFor()
    await page.getByRole('tab', { name: /^Approved/ }).click()
    await page.getByRole('row').filter({ hasText: 'Demo viewer' }).first().waitFor()
  })
  await as('viewer', '/passes', (page) => page.getByRole('listitem').filter({ hasText: 'quay-15.png' }).getByText('For the fair').waitFor())
  await as('owner', `/l/${house.library}/sharing`, async (page) => {
    await page.getByRole('tab', { name: /^Approved/ }).click()
    const row = page.getByRole('row').filter({ hasText: 'quay-15.png' })
    await row.getByRole('button', { name: 'Revoke quay-15.png' }).click()
    await page.getByRole('dialog', { name: 'Revoke the pass for “quay-15.png”?' }).getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('The pass for “quay-15.png” is revoked').first().waitFor()
  })
  const { items } = await asked.viewer.ask('GET', `/api/requests?mine=true&asset=${asset}`)
  expect(items).toMatchObject([{ status: 'revoked', unasked: true, reason: 'For the fair' }])
})

test('D11: where downloads approve themselves, the form is asked and the file comes at once', async () => {
  const asset = house.assets['quay-16.png']
  await house.admin.change(`/api/assets/${asset}`, { protection: 'on_request' })
  const path = `/api/libraries/${house.library}/settings`
  const settings = await house.admin.ask('GET', path)
  await house.admin.change(path, { ...settings, requests: { ...settings.requests, fields: [], auto_approval: true } }, 'PUT')
  try {
    await as('viewer', `/a/${asset}`, async (page) => {
      await page.getByRole('button', { name: 'Request download' }).click()
      const dialog = page.getByRole('dialog', { name: 'Request download' })
      await dialog.getByLabel('Intended use').fill('A calendar')
      const download = page.waitForEvent('download')
      await dialog.getByRole('button', { name: 'Send request' }).click()
      expect((await download).suggestedFilename()).toBe('quay-16.png')
    })
    await as('owner', '/requests?list=approved&q=A%20calendar', (page) => page.getByRole('row').filter({ hasText: 'quay-16.png' }).getByText('Auto approved').waitFor())
  } finally {
    await house.admin.change(path, settings, 'PUT')
  }
})

test('many are decided in one step', async () => {
  for (const name of ['quay-10.png', 'quay-11.png', 'quay-12.png']) {
    await house.admin.change(`/api/assets/${house.assets[name]}`, { protection: 'on_request' })
  }
  await asked.viewer.ask('POST', '/api/requests', { assets: ['quay-10.png', 'quay-11.png', 'quay-12.png'].map((name) => house.assets[name]), answers: { intended_use: 'A book', medium: 'Web', credit: true } })
  await as('owner', '/requests?q=A%20book', async (page) => {
    await page.getByRole('row').filter({ hasText: 'quay-12.png' }).waitFor()
    await page.getByRole('checkbox', { name: 'Select all that can be decided' }).click()
    await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'Approve' }).click()
    await page.getByRole('dialog', { name: 'Approve 3 requests' }).getByRole('button', { name: 'Approve' }).click()
    await page.getByText('3 requests approved').first().waitFor()
  })
})

test('a download of a selection says how each stands, takes what is free, and asks for the rest', () =>
  as('viewer', `/l/${house.library}?q=quay-1`, async (page) => {
    await house.admin.change(`/api/assets/${house.assets['quay-13.png']}`, { protection: 'on_request' })
    await page.reload()
    await settle(page)
    await page.getByRole('gridcell', { name: /^quay-13/ }).click()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('d')
    const dialog = page.getByRole('dialog', { name: 'Download' })
    await dialog.getByText('can be taken now').first().waitFor()
    await dialog.getByText('Not requested yet').first().waitFor()
    const download = page.waitForEvent('download')
    await dialog.getByRole('button', { name: /^Download \d+ as one ZIP/ }).click()
    expect((await download).suggestedFilename()).toMatch(/\.zip$/)
    await dialog.getByRole('button', { name: /^Request \d+ assets?$/ }).click()
    await page.getByRole('dialog', { name: 'Request download' }).getByLabel('Intended use').waitFor()
  }))

test('what asks for several forms sends each of them', () =>
  as('viewer', `/l/${house.library}?q=quay-1`, async (page) => {
    await house.admin.change(`/api/assets/${house.assets['quay-17.png']}`, { protection: 'on_request' })
    await house.admin.change(`/api/assets/${house.assets['quay-18.png']}`, { access: 'locked' })
    await page.reload()
    await settle(page)
    for (const name of ['quay-17', 'quay-18']) await page.getByRole('gridcell', { name: new RegExp(`^${name}`) }).click({ modifiers: ['Control'] })
    await page.keyboard.press('r')
    for (const step of ['1 of 2', '2 of 2']) {
      const dialog = page.getByRole('dialog', { name: step })
      await dialog.getByLabel('Intended use').fill(`A book, ${step}`)
      await dialog.getByLabel('Medium').click()
      await page.getByRole('option', { name: 'Web' }).click()
      await dialog.getByRole('checkbox', { name: 'The photographer is named' }).click()
      await dialog.getByRole('button', { name: 'Send request' }).click()
    }
    for (const name of ['quay-17', 'quay-18']) await page.getByRole('gridcell', { name: new RegExp(`^${name}\\.png, PNG, Request pending`) }).waitFor()
  }))

test('a form that was changed meanwhile keeps what was typed', () =>
  as('viewer', `/a/${house.assets['quay-14.png']}`, async (page) => {
    await house.admin.change(`/api/assets/${house.assets['quay-14.png']}`, { protection: 'on_request' })
    await page.reload()
    await settle(page)
    await page.getByRole('button', { name: 'Request download' }).click()
    const dialog = page.getByRole('dialog', { name: 'Request download' })
    await dialog.getByLabel('Intended use').fill('A film about the harbour')
    await dialog.getByLabel('Medium').click()
    await page.getByRole('option', { name: 'Web' }).click()
    await dialog.getByRole('checkbox', { name: 'The photographer is named' }).click()
    const path = `/api/libraries/${house.library}/settings`
    const settings = await house.admin.ask('GET', path)
    await house.admin.change(path, { ...settings, requests: { ...settings.requests, fields: [...settings.requests.fields, { name: 'length', type: 'text', label: 'Length of the film', help: '', placeholder: '', required: true, options: [], shown_if: null }] } }, 'PUT')
    await dialog.getByRole('button', { name: 'Send request' }).click()
    await dialog.getByText('The form was changed meanwhile.').waitFor()
    expect(await dialog.getByLabel('Intended use').inputValue()).toBe('A film about the harbour')
    await dialog.getByLabel('Length of the film').fill('12 minutes')
    await dialog.getByRole('button', { name: 'Send request' }).click()
    await page.getByText('Request sent').first().waitFor()
    await house.admin.change(path, { ...settings }, 'PUT')
  }))

test('an owner designs a form and sees it as people will', () =>
  as('owner', `/l/${house.library}/usage`, async (page) => {
    await page.getByRole('button', { name: 'Add field' }).click()
    await page.getByLabel('Question').fill('Which issue')
    const preview = page.getByRole('region', { name: 'As people see it' })
    await preview.getByLabel('Which issue (optional)').waitFor()
    await page.getByRole('checkbox', { name: 'Has to be answered' }).click()
    await preview.getByLabel('Which issue', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Move Which issue up' }).click()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Usage settings saved').first().waitFor()
    const kept = (await house.admin.ask('GET', `/api/libraries/${house.library}/settings`)).requests.fields as { name: string; required: boolean }[]
    expect(kept.at(-2)).toMatchObject({ name: 'which_issue', required: true })
  }))

test('a pass that runs says nothing of closing, and a list that there is none of shows the first', () =>
  as('owner', `/requests/${asked.requests.approved}`, async (page) => {
    const sheet = page.getByRole('dialog', { name: 'Request' })
    await sheet.getByText('Decision').waitFor()
    expect(await sheet.getByText('The asset is free now.').count()).toBe(0)
    await page.goto(`${house.server.url}/requests?list=all`)
    await page.getByRole('tab', { name: /^Waiting for me/, selected: true }).waitFor()
  }))

test('one’s own requests begin where there are any, and an empty list leads on', () =>
  visit('viewer', async (page) => {
    await page.route(/\/api\/requests\/counts/, (route) => route.fulfill({ json: { waiting_for_me: 0, pending: 0, approved: 4, rejected: 0, expired: 0, revoked: 0, withdrawn: 0 } }))
    await page.goto(`${house.server.url}/requests`)
    await page.getByRole('tab', { name: /^Approved/, selected: true }).waitFor()
    await page.route(/\/api\/requests\?/, (route) => route.fulfill({ json: { items: [], next: null } }))
    await page.goto(`${house.server.url}/requests?list=rejected`)
    await page.getByText('No request was rejected').waitFor()
    await page.getByRole('button', { name: 'Show “Approved”' }).click()
    await page.getByRole('tab', { name: /^Approved/, selected: true }).waitFor()
  }))
