// D6: all that a search finds is changed from the panel, and taken back, by the toast and by the list of recent changes.
import { expect, test } from 'vitest'
import { expect_accessible, open_page, settle, shoot } from './browser.ts'
import { browser, house } from './stage.ts'

test('D6: every asset of a library is locked in one step, and unlocked again after a reload', async () => {
  const { page, complaints, end } = await open_page(browser, house.server.url, 'owner@example.org')
  await page.goto(`${house.server.url}/l/${house.library}`)
  await page.getByRole('gridcell').first().click()
  await page.keyboard.press('Control+a')
  const panel = page.getByRole('complementary', { name: 'Details of the selection' })
  await panel.getByRole('radiogroup', { name: 'Lock' }).getByText('Locked', { exact: true }).click()
  await page.getByText(/assets changed/).first().waitFor()
  await settle(page)
  await expect_accessible(page, 'changed in bulk')
  await shoot(page, 'changed in bulk')
  await page.goto(`${house.server.url}/l/${house.library}`)
  await page.getByRole('region', { name: 'Recent changes' }).getByRole('button', { name: 'Undo' }).first().click()
  await page.getByText(/as they were/).first().waitFor()
  const kept = await house.admin.ask('GET', '/api/bulk-changes')
  expect(kept.items).toEqual([])
  expect(complaints).toEqual([])
  await end()
})
