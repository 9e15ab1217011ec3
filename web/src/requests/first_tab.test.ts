import { expect, test } from 'vitest'
import { first_filled } from './request_list'

const k_tabs = ['pending', 'approved', 'rejected', 'ended'] as const
const k_none = { waiting_for_me: 0, pending: 0, approved: 0, rejected: 0, expired: 0, revoked: 0, withdrawn: 0 }

test('one’s own requests begin where there are any', () => {
  expect(first_filled(k_tabs, { ...k_none, approved: 4, withdrawn: 1 })).toBe('approved')
  expect(first_filled(k_tabs, { ...k_none, pending: 1, approved: 4 })).toBe('pending')
  expect(first_filled(k_tabs, { ...k_none, withdrawn: 1 }), 'what ended in whichever way').toBe('ended')
})

test('where there are none, or nobody can say, at the first', () => {
  expect(first_filled(k_tabs, k_none)).toBe('pending')
  expect(first_filled(k_tabs, undefined)).toBe('pending')
})
