import { describe, expect, test } from 'vitest'
import { bar_for, k_longest_spacer, layout_of, offset_showing, rows_in_sight, scrolled, stepped, windows_of, type Scroll } from './grid_math'

describe('layout', () => {
  test('fills the width with as many columns as fit', () => {
    const layout = layout_of(10, 1000, 'm')
    expect(layout.columns).toBe(4)
    expect(layout.tile_width * 4 + 16 * 3).toBeLessThanOrEqual(1000)
    expect(layout.rows).toBe(3)
    expect(layout.height).toBe(3 * layout.row_height)
  })
  test('has at least one column and never a tile without width', () => {
    expect(layout_of(5, 0, 'l')).toMatchObject({ columns: 1, rows: 5, tile_width: 1 })
    expect(layout_of(0, 800, 's')).toMatchObject({ rows: 0, height: 0, spacer: 0 })
  })
  test('has two columns on a phone', () => {
    expect(layout_of(10, 366, 'm').columns).toBe(2)
    expect(layout_of(10, 366, 's').columns).toBe(3)
  })
})

describe('scrolling', () => {
  const short = { height: 50_000, spacer: 50_000, viewport: 800 }
  test('is one to one while the wall is short', () => {
    expect(scrolled({ offset: 0, bar: 0 }, 12_345, short)).toEqual({ offset: 12_345, bar: 12_345 })
    expect(bar_for(12_345, short)).toBe(12_345)
  })

  const layout = layout_of(5_000_000, 1300, 'm')
  const long = { height: layout.height, spacer: layout.spacer, viewport: 800 }
  test('never asks the browser for more than it can do', () => {
    expect(layout.height).toBeGreaterThan(k_longest_spacer)
    expect(layout.spacer).toBe(k_longest_spacer)
  })
  test('follows a wheel pixel by pixel, also among millions', () => {
    const before: Scroll = { offset: 1_000_000, bar: bar_for(1_000_000, long) }
    expect(scrolled(before, before.bar + 100, long).offset).toBe(1_000_100)
    expect(scrolled(before, before.bar - 100, long).offset).toBe(999_900)
  })
  test('follows a jump of the bar in proportion, and reaches both ends', () => {
    const most = long.height - long.viewport
    const bar_most = long.spacer - long.viewport
    expect(scrolled({ offset: 0, bar: 0 }, bar_most / 2, long).offset).toBeCloseTo(most / 2, -1)
    expect(scrolled({ offset: 5, bar: 5 }, bar_most, long).offset).toBe(most)
    expect(scrolled({ offset: most, bar: bar_most }, 0, long).offset).toBe(0)
  })
  test('the bar belongs where the offset is', () => {
    const most = long.height - long.viewport
    expect(bar_for(most, long)).toBeCloseTo(long.spacer - long.viewport, 6)
    expect(bar_for(0, long)).toBe(0)
    expect(bar_for(most / 4, long)).toBeCloseTo((long.spacer - long.viewport) / 4, 6)
  })
  test('the last row of millions is in sight at the end', () => {
    const rows = rows_in_sight(long.height - long.viewport, long.viewport, layout)
    expect(rows.last).toBe(layout.rows)
    expect(rows.last - rows.first).toBeLessThan(20)
  })
})

describe('rows', () => {
  const layout = layout_of(1000, 1000, 'm')
  test('some more than are in sight are drawn', () => {
    expect(rows_in_sight(0, layout.row_height * 3, layout)).toEqual({ first: 0, last: 5 })
    expect(rows_in_sight(layout.row_height * 10, layout.row_height * 3, layout)).toEqual({ first: 8, last: 15 })
  })
  test('a row comes into sight with the least movement', () => {
    const high = layout.row_height
    expect(offset_showing(5, 0, high * 10, layout)).toBe(0)
    expect(offset_showing(12, 0, high * 10, layout)).toBe(high * 3)
    expect(offset_showing(2, high * 6, high * 10, layout)).toBe(high * 2)
  })
})

describe('steps', () => {
  // Ten tiles in rows of four: 0-3, 4-7, 8-9.
  const layout = { ...layout_of(10, 1000, 'm') }
  const from = (index: number, step: Parameters<typeof stepped>[1]) => stepped(index, step, layout, 10, 2)
  test('go through rows and columns', () => {
    expect(from(3, 'right')).toBe(4)
    expect(from(4, 'left')).toBe(3)
    expect(from(5, 'up')).toBe(1)
    expect(from(1, 'down')).toBe(5)
    expect(from(5, 'home')).toBe(4)
    expect(from(5, 'end')).toBe(7)
    expect(from(5, 'first')).toBe(0)
    expect(from(5, 'last')).toBe(9)
  })
  test('stay inside', () => {
    expect(from(0, 'left')).toBe(0)
    expect(from(9, 'right')).toBe(9)
    expect(from(2, 'up')).toBe(2)
    expect(from(7, 'down'), 'no tile below, but a row').toBe(9)
    expect(from(9, 'down')).toBe(9)
    expect(from(9, 'end')).toBe(9)
    expect(from(9, 'page_up')).toBe(1)
    expect(from(1, 'page_down')).toBe(9)
  })
  test('of nothing are nothing', () => {
    expect(stepped(0, 'down', layout_of(0, 1000, 'm'), 0, 2)).toBe(0)
  })
})

test('windows hold the indices', () => {
  expect(windows_of(0, 1, 200)).toEqual([0])
  expect(windows_of(199, 201, 200)).toEqual([0, 1])
  expect(windows_of(400, 600, 200)).toEqual([2])
})
