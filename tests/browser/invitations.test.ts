// A8: an invitation from the members of a library to the first sign-in of whom it is for, and its withdrawal.
import { expect, test } from 'vitest'
import { expect_accessible, open_page, settle } from './browser.ts'
import { k_password } from './server.ts'
import { as, browser, house } from './stage.ts'

const k_email = 'mira@example.org'

test('somebody is invited with a role and a level, reads the letter and comes in', async () => {
  await as('ada', `/l/${house.library}/sharing`, async (page) => {
    await page.getByRole('button', { name: 'Invite by e-mail' }).click()
    const dialog = page.getByRole('dialog', { name: 'Invite by e-mail' })
    await dialog.getByLabel('E-mail addresses').fill(`${k_email}, viewer@example.org`)
    await dialog.getByRole('combobox', { name: 'Role in this library' }).click()
    await page.getByRole('option', { name: 'Owner' }).click()
    // Level 2 and no role: what an owner is for is stopped, and that is said before anything is sent.
    await dialog.getByText(/Level 2 does not allow what the role of owner is for/).waitFor()
    await dialog.getByText(/None of the roles has download, edit, upload and publish/).waitFor()
    await expect_accessible(page, 'inviting')
    await dialog.getByRole('combobox', { name: 'Role in this library' }).click()
    await page.getByRole('option', { name: 'Viewer' }).click()
    await dialog.getByRole('button', { name: 'Invite 2 people' }).click()
    const done = page.getByRole('dialog', { name: 'What came of it' })
    await done.getByText(`Invited: ${k_email}`).waitFor()
    await done.getByText('They are a member here already.').waitFor()
    await expect_accessible(page, 'what came of inviting')
    await done.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('table', { name: 'Invitations that wait' }).getByText(k_email).waitFor()
  })
  const [letter = ''] = await house.server.letters_to(k_email)
  expect(letter).toContain('invites you to the library "Harbour"')
  const path = /\/reset\/[\w-]{43}/.exec(letter)?.[0] ?? ''
  const guest = await open_page(browser, house.server.url, null)
  await guest.page.goto(house.server.url + path)
  await settle(guest.page)
  await guest.page.getByLabel('Password', { exact: true }).or(guest.page.locator('input[autocomplete="new-password"]')).first().fill(k_password)
  await guest.page.getByRole('button', { name: 'Set the password' }).click()
  await guest.page.getByText('Your password is set. You can sign in with it now.').waitFor()
  await guest.page.goto(`${house.server.url}/login`)
  await guest.page.locator('input[autocomplete="username"]').fill(k_email)
  await guest.page.locator('input[autocomplete="current-password"]').fill(k_password)
  await guest.page.locator('button[type="submit"]').click()
  await guest.page.getByRole('link', { name: /Harbour/ }).first().waitFor()
  await guest.end()
  await as('ada', `/l/${house.library}/sharing`, async (page) => {
    await page.getByText('Nobody is invited who has not come in yet.').waitFor()
  })
})

test('an invitation is sent again and withdrawn', () =>
  as('ada', `/l/${house.library}/sharing`, async (page) => {
    const email = 'later@example.org'
    await house.admin.ask('POST', '/api/invitations', { library: house.library, emails: [email], role: 'editor' })
    await page.reload()
    await page.getByRole('button', { name: `Send the invitation of ${email} again` }).click()
    await page.getByText(`Sent again to ${email}`).first().waitFor()
    expect(await house.server.letters_to(email)).toHaveLength(2)
    await page.getByRole('button', { name: `Withdraw the invitation of ${email}` }).click()
    const dialog = page.getByRole('dialog', { name: `Withdraw the invitation of ${email}?` })
    await expect_accessible(page, 'withdrawing an invitation')
    await dialog.getByRole('button', { name: 'Withdraw', exact: true }).click()
    await page.getByText(`The invitation of ${email} is withdrawn`).first().waitFor()
    await page.getByText('Nobody is invited who has not come in yet.').waitFor()
  }))
