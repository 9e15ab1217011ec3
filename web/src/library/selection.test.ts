import { expect, test } from 'vitest'
import { all, between, count_of, extended, is_selected, k_nothing, only, press_of, toggled } from './selection'

test('some are selected one by one', () => {
  const one = toggled(k_nothing, 'a', 3)
  expect(is_selected(one, 'a')).toBe(true)
  expect(is_selected(one, 'b')).toBe(false)
  expect(one.anchor).toBe(3)
  expect(count_of(one, 100)).toBe(1)
  expect(count_of(toggled(one, 'a', 3), 100)).toBe(0)
})

test('all but some never holds a list of what is selected', () => {
  const most = toggled(all(), 'b', 1)
  expect(is_selected(most, 'a')).toBe(true)
  expect(is_selected(most, 'b')).toBe(false)
  expect(most.ids.size).toBe(1)
  expect(count_of(most, 1_000_000)).toBe(999_999)
})

test('extending adds, from the same anchor, in both modes', () => {
  const some = extended(only('a', 0), ['b', 'c'])
  expect([...some.ids]).toEqual(['a', 'b', 'c'])
  expect(some.anchor).toBe(0)
  expect(count_of(extended(toggled(all(), 'b', 1), ['b']), 10)).toBe(10)
})

test('between two tiles, either way round', () => {
  expect(between(2, 5)).toEqual([2, 6])
  expect(between(5, 2)).toEqual([2, 6])
})

test('a tap opens, selects once that was said, and goes on with what a long press began; a mouse only points', () => {
  expect(press_of('touch', 'open', k_nothing)).toBe('open')
  expect(press_of('touch', 'select', k_nothing)).toBe('toggle')
  expect(press_of('touch', 'open', only('a', 0))).toBe('toggle')
  expect(press_of('touch', 'open', all())).toBe('toggle')
  expect(press_of('mouse', 'open', only('a', 0))).toBeNull()
  expect(press_of('mouse', 'select', k_nothing), 'a narrow window with a mouse').toBe('toggle')
})
