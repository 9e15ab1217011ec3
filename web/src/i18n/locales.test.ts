// Every catalogue says only what the English one does, with the same names in its sentences, and can be read.
import IntlMessageFormat from 'intl-messageformat'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { ago_text, k_languages, set_language, size_text, t, wanted_language } from '.'

type MessageFormatElement = ReturnType<IntlMessageFormat['getAst']>[number]

const folder = join(import.meta.dirname, 'locales')
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, string>
const english = read('en.json')

function names_in(message: string, language: string): string[] {
  const names = new Set<string>()
  const walk = (parts: MessageFormatElement[]) => {
    for (const part of parts) {
      if ('value' in part && part.type !== 0) names.add(part.value)
      if ('options' in part) for (const option of Object.values(part.options)) walk((option as { value: MessageFormatElement[] }).value)
    }
  }
  walk(new IntlMessageFormat(message, language).getAst())
  return [...names].sort()
}

describe.each(readdirSync(folder).filter((name) => name.endsWith('.json')))('%s', (file) => {
  const language = file.replace('.json', '')
  const catalogue = read(file)
  test('has no key that English does not have', () => {
    expect(Object.keys(catalogue).filter((key) => !(key in english))).toEqual([])
  })
  test('is whole when it is offered', () => {
    if (k_languages.find((one) => one.tag === language)?.is_whole) expect(Object.keys(english).filter((key) => !(key in catalogue))).toEqual([])
  })
  test('reads well, with the names of the English sentence', () => {
    for (const [key, message] of Object.entries(catalogue)) expect(names_in(message, language), key).toEqual(names_in(english[key] ?? '', 'en'))
  })
})

describe('t', () => {
  afterEach(() => set_language('en'))
  test('counts', () => {
    expect(t('selection.count', { count: 3 })).toBe('3 selected')
    expect(t('library.assets', { count: 1, shown: '1' })).toBe('1 asset')
    expect(t('move.failed', { count: 2, name: 'a.png' })).toBe('a.png and others, 2 in all, were not moved')
  })
  test('every English sentence can be said', () => {
    for (const [key, message] of Object.entries(english)) {
      const values = Object.fromEntries(names_in(message, 'en').map((name) => [name, 2]))
      expect(t(key as Parameters<typeof t>[0], values), key).not.toBe('')
    }
  })
  test('what a language does not say yet is said in English, and the page knows its direction', async () => {
    await set_language('ar')
    expect(document.documentElement.dir).toBe('rtl')
    expect(document.documentElement.lang).toBe('ar')
    expect(t('ui.cancel').length).toBeGreaterThan(0)
  })
})

test('sizes and times are said as people do', () => {
  expect(size_text(0)).toBe('0 bytes')
  expect(size_text(999)).toBe('999 bytes')
  expect(size_text(5107)).toBe('5.1 kB')
  expect(size_text(55_031_219)).toBe('55 MB')
  const now = Date.parse('2026-11-22T12:00:00Z')
  expect(ago_text('2026-11-22T11:59:40Z', now)).toBe('now')
  expect(ago_text('2026-11-21T11:00:00Z', now)).toBe('yesterday')
  expect(ago_text('2026-11-22T14:00:00Z', now)).toBe('in 2 hours')
})

test('the language is the one that was chosen, else one that the browser offers', () => {
  expect(wanted_language('de', ['fr'])).toBe('de')
  expect(wanted_language(null, ['pt-BR', 'en-CA'])).toBe('en')
  expect(wanted_language(null, ['fr-CA']), 'not whole yet: nobody is given it unasked').toBe('en')
  expect(wanted_language('xx', ['pt'])).toBe('en')
})
