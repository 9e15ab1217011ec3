import { expect, test } from 'vitest'
import { passes_left, rule_words, shuts } from './bulk_rules'
import { all, only, toggled } from './selection'

const k_scope = { library: 'l', folder: undefined, q: '', sort: 'name' as const }

test('a change of many is asked about in its own words, with how many', () => {
  expect(rule_words({ access: 'locked' }, 172)).toMatchObject({ title: 'Lock 172 assets?', button: 'Lock 172' })
  expect(rule_words({ protection: 'open' }, 2)).toMatchObject({ title: 'Let 2 assets be downloaded without asking?', effect: 'Nobody has to ask before downloading.' })
  expect(rule_words({ access: 'inherit' }, 2).effect).toBe('Each goes by its folder, or by the library.')
  expect(rule_words({ protection: 'inherit' }, 3).title).not.toBe(rule_words({ access: 'inherit' }, 3).title)
})

test('only what shuts asks about passes', () => {
  expect([{ access: 'locked' as const }, { protection: 'on_request' as const }].map(shuts)).toEqual([true, true])
  expect([{ access: 'unlocked' as const }, { access: 'inherit' as const }, { protection: 'open' as const }].map(shuts)).toEqual([false, false, false])
})

test('of a whole library the passes are known, and end together', () => {
  expect(passes_left(k_scope, all(), [{ id: 'a' }])).toEqual({ counted_in: { library: 'l' }, is_exact: true, end_for: [] })
})

test('of a part they end by asset: never those of the rest', () => {
  expect(passes_left(k_scope, only('a', 0), null)).toEqual({ counted_in: { library: 'l' }, is_exact: false, end_for: ['a'] })
  expect(passes_left(k_scope, toggled(all(), 'b', 1), [{ id: 'a' }])).toEqual({ counted_in: { library: 'l' }, is_exact: false, end_for: ['a'] })
  expect(passes_left({ ...k_scope, folder: 'f' }, all(), [{ id: 'a' }]), 'a folder is counted with what is below it').toEqual({ counted_in: { library: 'l', folder: 'f' }, is_exact: false, end_for: ['a'] })
})

test('of more than can be named they go on, and that is said', () => {
  expect(passes_left({ ...k_scope, q: 'quay' }, all(), null).end_for).toBeNull()
  expect(passes_left({ ...k_scope, folder: 'f' }, all(), null).end_for).toBeNull()
})
