import { expect, test } from 'vitest'
import { moment_text } from '@/i18n'
import { in_readers_time } from './problem_text'

test('an instant in a sentence of the server is read on the clock of whoever reads it', () => {
  const at = '2026-11-22T17:49:03.184Z'
  expect(in_readers_time(`Somebody approved this on ${at}.`)).toBe(`Somebody approved this on ${moment_text(at)}.`)
  expect(in_readers_time('Somebody approved this on 22 November 2026, 17:49 UTC.')).toBe(`Somebody approved this on ${moment_text('2026-11-22T17:49:00Z')}.`)
  expect(in_readers_time('On 22 Nonsense 2026, 17:49 UTC.')).toBe('On 22 Nonsense 2026, 17:49 UTC.')
  expect(in_readers_time('From 2026-11-22 on.'), 'a day is left as it is').toBe('From 2026-11-22 on.')
})
