import { beforeEach, expect, test } from 'vitest'
import { pace_of } from './pace'
import { fingerprint_of, forget_unfinished, unfinished } from './queue'

const file = { name: 'a b.png', size: 10, lastModified: 5 }
const target = { library: 'L', folder: 'F', label: '' }

beforeEach(() => localStorage.clear())

test('a half-sent file belongs to a person, a place and a file', () => {
  const mine = fingerprint_of('ada', target, file, '')
  expect(fingerprint_of('ada', { ...target, label: 'other words' }, file, '')).toBe(mine)
  for (const other of [fingerprint_of('ben', target, file, ''), fingerprint_of('ada', { ...target, folder: null }, file, ''), fingerprint_of('ada', target, { ...file, size: 11 }, ''), fingerprint_of('ada', target, file, 'Trip'), fingerprint_of('ada', { ...target, replaces: 'X' }, file, '')]) expect(other).not.toBe(mine)
})

test('what was not finished is named, and forgotten for that person only', () => {
  localStorage.setItem(`tus::${fingerprint_of('ada', target, file, '')}::123`, '{}')
  localStorage.setItem(`tus::${fingerprint_of('ben', target, file, '')}::456`, '{}')
  localStorage.setItem('tus::something else::789', '{}')
  expect(unfinished('ada')).toEqual(['a b.png'])
  forget_unfinished('ada')
  expect(unfinished('ada')).toEqual([])
  expect(unfinished('ben')).toEqual(['a b.png'])
})

test('a pace is no guess', () => {
  expect(pace_of([])).toBeNull()
  expect(pace_of([{ at: 0, sent: 0 }, { at: 500, sent: 100 }])).toBeNull()
  expect(pace_of([{ at: 0, sent: 0 }, { at: 2000, sent: 4000 }])).toBe(2000)
  expect(pace_of([{ at: 0, sent: 100 }, { at: 2000, sent: 100 }])).toBeNull()
})
