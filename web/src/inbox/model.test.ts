import { describe, expect, test } from 'vitest'
import type { Notice } from './calls'
import { by_day, read_part, way_of } from './model'

const notice = (made_at: string, more: Partial<Notice> = {}): Notice => ({ id: made_at, kind: 'request_made', subject: '', text: '', button: '', library: 'L', asset: 'A', request: 'R', batch: 'B', count: 1, by: null, note: '', made_at, read_at: null, ...more })

test('a part of the inbox is one that there is, whatever the address says', () => {
  expect(['unread', 'requests', 'mentions', '', undefined, 7].map(read_part)).toEqual(['unread', 'requests', undefined, undefined, undefined, undefined])
})

describe('where a notice leads', () => {
  const to = (kind: string, more: Partial<Notice> = {}) => way_of(notice('2026-11-22T10:00:00Z', { kind, ...more }))
  test('what may be taken now: to the pass on its asset', () => {
    expect(to('request_approved')).toEqual({ to: '/a/$asset', params: { asset: 'A' } })
    expect(to('pass_given')).toEqual({ to: '/a/$asset', params: { asset: 'A' } })
  })
  test('what may not be seen any more: to the request, which says so', () => {
    expect(to('request_approved', { asset: null })).toEqual({ to: '/requests/$id', params: { id: 'R' } })
  })
  test('a question, and what was refused: to itself', () => {
    for (const kind of ['request_made', 'request_rejected', 'request_revoked', 'a kind of tomorrow']) expect(to(kind), kind).toEqual({ to: '/requests/$id', params: { id: 'R' } })
  })
  test('of a letter that was not sent: to the list of mails', () => {
    expect(to('letter_refused', { request: null, asset: null })).toEqual({ to: '/settings/mail', search: { state: 'refused' } })
  })
  test('of no request: to who stands in for whom', () => {
    expect(to('substitute_named', { request: null, asset: null })).toEqual({ to: '/account/$section', params: { section: 'away' } })
  })
  test('several: to where all of them are', () => {
    expect(to('request_approved', { count: 3 })).toEqual({ to: '/passes' })
    for (const kind of ['request_made', 'requests_waiting', 'request_escalated']) expect(to(kind, { count: 3 }), kind).toEqual({ to: '/requests' })
    expect(to('request_rejected', { count: 3 })).toMatchObject({ to: '/requests', search: { list: 'rejected', mine: true } })
  })
})

test('notices stand under their days', () => {
  const now = new Date(2026, 10, 22, 9).getTime()
  const at = (month: number, day: number, hour: number, year = 2026) => notice(new Date(year, month, day, hour).toISOString())
  const days = by_day([at(10, 22, 8), at(10, 22, 0), at(10, 21, 23), at(10, 20, 12), at(11, 31, 12, 2025)], now)
  expect(days.map((one) => one.notices.length)).toEqual([2, 1, 1, 1])
  expect(days.slice(0, 2).map((one) => one.name)).toEqual(['Today', 'Yesterday'])
  expect(days[2]?.name).toContain('Friday')
  expect(days[3]?.name).toContain('2025')
})
