import { expect, test } from 'vitest'
import { k_shortcuts, shortcut_for, type Shortcut } from './shortcuts'

test('keys mean what the sheet says', () => {
  expect(shortcut_for('d', null)).toBe('download')
  expect(shortcut_for('/', null)).toBe('search')
  expect(shortcut_for('?', null)).toBe('help')
})

test('a sequence begins with a key that means nothing else', () => {
  expect(shortcut_for('g', null)).toBe('prefix')
  expect(shortcut_for('l', 'g')).toBe('libraries')
  expect(shortcut_for('l', null)).toBeNull()
  expect(shortcut_for('d', 'g'), 'the second key alone is not taken for itself').toBeNull()
})

test('no two of one place have the same keys', () => {
  const all = (Object.values(k_shortcuts) as Shortcut[]).map((one) => `${one.place ?? ''} ${one.keys}`)
  expect(new Set(all).size).toBe(all.length)
})

test('a picture is brought closer from the page; what only the viewer knows is its own', () => {
  expect(shortcut_for('+', null)).toBe('zoom_in')
  expect(shortcut_for('1', null)).toBe('zoom_full')
  expect(shortcut_for('0', null)).toBeNull()
})
