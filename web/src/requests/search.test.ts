import { expect, test } from 'vitest'
import { read_mails_search } from '@/settings/mails_search'
import { read_requests_search } from './search'

test('an address of the dashboard is read, and what it does not know takes nothing along', () => {
  expect(read_requests_search({ list: 'rejected', kind: 'access', library: 'l', q: 7, mine: true })).toEqual({ list: 'rejected', kind: 'access', library: 'l', q: '7', mine: true })
  const raw = { list: 'all', kind: 'x', mine: 'yes' }
  expect({ ...raw, ...read_requests_search(raw) }, 'as the router puts it together').toEqual({})
})

test('so is the address of the outbox', () => {
  expect(read_mails_search({ state: 'sent', mail: 'm' })).toEqual({ state: 'sent', mail: 'm' })
  expect({ state: 'x', ...read_mails_search({ state: 'x' }) }).toEqual({})
})
