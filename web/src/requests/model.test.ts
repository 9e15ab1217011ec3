import { describe, expect, test } from 'vitest'
import { day_of, end_of, end_of_day, ends_before, files_text, is_in_force, name_of_step, next_figure, note_begun, notes_in_common, spans_up_to, steps_left, until_facts, until_line } from './model'

const now = Date.parse('2026-11-22T12:00:00Z')

test('forms are sent one after another, whether or not those that were sent are still listed', () => {
  const [download, access] = [{ library: 'a', kind: 'download' as const }, { library: 'a', kind: 'access' as const }]
  expect(steps_left([download, access], new Set())).toEqual([download, access])
  expect(steps_left([download, access], new Set([name_of_step(download)]))).toEqual([access])
  expect(steps_left([access], new Set([name_of_step(download)]))).toEqual([access])
})

describe('notes to reject with', () => {
  const rights = { name: 'Rights', text: 'The agency licenses it.' }
  const draft = { name: 'Draft', text: 'It is not final.' }
  test('of several libraries those that all keep alike', () => {
    expect(notes_in_common([[rights, draft]])).toEqual([rights, draft])
    expect(notes_in_common([[rights, draft], [draft]])).toEqual([draft])
    expect(notes_in_common([[rights], [{ ...rights, text: 'Ask the agency.' }]])).toEqual([])
    expect(notes_in_common([[rights], []])).toEqual([])
    expect(notes_in_common([])).toEqual([])
  })
  test('take the place of each other, and of nothing that somebody wrote', () => {
    expect(note_begun(' ', rights.text, [rights, draft])).toBe(rights.text)
    expect(note_begun(rights.text, draft.text, [rights, draft])).toBe(draft.text)
    expect(note_begun('Sorry. ', draft.text, [rights, draft])).toBe('Sorry.\nIt is not final.')
  })
})

test('what ends before it would be given up is told to whoever gives it', () => {
  const [soon, later] = ['2026-11-24T00:00:00Z', '2026-12-24T00:00:00Z']
  const of = (status: 'pending' | 'approved' | 'rejected', available_until: string | null, needed_by: string | null, valid_until: string | null = null) => ends_before({ status, available_until, needed_by, valid_until })
  expect(of('pending', soon, later)).toBe(true)
  expect(of('pending', later, soon)).toBe(false)
  expect(of('pending', soon, null), 'for as long as the library gives').toBe(true)
  expect(of('pending', null, later)).toBe(false)
  expect(of('approved', soon, soon, later)).toBe(true)
  expect(of('approved', later, later, soon)).toBe(false)
  expect(of('rejected', soon, later)).toBe(false)
})

describe('how long', () => {
  test('ends are counted from now', () => {
    expect(end_of({ span: '7d' }, now)).toBe(Date.parse('2026-11-29T12:00:00Z'))
    expect(end_of({ span: 'unlimited' }, now)).toBeNull()
    expect(end_of({ span: 'date', until: '2027-01-01T00:00:00Z' }, now)).toBe(Date.parse('2027-01-01T00:00:00Z'))
  })
  test('nothing longer than the library allows is offered', () => {
    expect(spans_up_to({ span: '30d' }, now)).toEqual(['1h', '24h', '7d', '30d', 'date'])
    expect(spans_up_to({ span: 'date', until: '2026-11-24T00:00:00Z' }, now)).toEqual(['1h', '24h', 'date'])
    expect(spans_up_to({ span: 'unlimited' }, now)).toContain('unlimited')
  })
  test('a day lasts to its end, and comes back as itself', () => {
    expect(day_of(end_of_day('2026-11-30'))).toBe('2026-11-30')
    expect(day_of(null)).toBe('')
  })
})

describe('until when', () => {
  test.each([
    [null, 'Until', 'No end'],
    ['2026-11-22T11:59:00Z', 'Until', 'Over'],
    ['2026-11-22T12:20:00Z', 'Time left', '20 minutes'],
    ['2026-11-22T14:30:00Z', 'Time left', '2 hours'],
    ['2026-11-24T12:00:00Z', 'Time left', '2 days'],
    ['2026-11-26T11:00:00Z', 'Time left', '3 days, 23 hours'],
    ['2026-12-30T12:00:00Z', 'Until', 'Dec 30, 2026'],
  ])('%s', (until, word, value) => expect(until_facts(until, now)).toEqual({ word, value }))
  test('short ones are looked at again when their figure changes', () => {
    expect(next_figure(0)).toBeNull()
    expect(next_figure(4 * 86_400_000)).toBeNull()
    expect(next_figure(90_000)).toBe(30_001)
    expect(next_figure(2 * 3_600_000 + 5)).toBe(6)
  })
  test('in one line', () => {
    expect(until_line(null, now)).toBe('No end')
    expect(until_line('2026-11-22T14:30:00Z', now)).toBe('Time left: 2 hours')
  })
  test('a page that is older than the end of a pass knows', () => {
    expect(is_in_force({ status: 'approved', valid_until: '2026-11-22T12:00:01Z' }, now)).toBe(true)
    expect(is_in_force({ status: 'approved', valid_until: '2026-11-22T12:00:00Z' }, now)).toBe(false)
    expect(is_in_force({ status: 'pending', valid_until: null }, now)).toBe(false)
  })
})

test('files in words', () => {
  expect(files_text(null)).toBe('Every file')
  expect(files_text(['original', 'preset:Web'])).toBe('Original and Web')
})
