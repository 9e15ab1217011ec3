import { describe, expect, test } from 'vitest'
import { answers_kept, answers_to_send, faults_of, is_shown, name_for, type FormField } from './form'

const field = (name: string, more: Partial<FormField> = {}): FormField => ({ name, type: 'text', label: name, help: '', placeholder: '', required: false, options: [], ...more })

const k_form = [
  field('medium', { type: 'select', options: ['Print', 'Web'], required: true }),
  field('print_run', { type: 'number', required: true, shown_if: { field: 'medium', test: 'equals', value: 'Print' } }),
  field('printer', { shown_if: { field: 'print_run', test: 'is_set', value: '' } }),
  field('agreed', { type: 'checkbox', required: true }),
]

describe('which fields are asked', () => {
  const shown = (answers: Record<string, string[]>) => k_form.filter((one) => is_shown(k_form, one, answers)).map((one) => one.name)
  test('a condition decides', () => {
    expect(shown({})).toEqual(['medium', 'agreed'])
    expect(shown({ medium: ['Print'] })).toEqual(['medium', 'print_run', 'agreed'])
  })
  test('a field behind a hidden one is hidden, whatever was typed before', () => {
    expect(shown({ medium: ['Print'], print_run: ['500'] })).toContain('printer')
    expect(shown({ medium: ['Web'], print_run: ['500'] })).not.toContain('printer')
  })
  test('a condition never looks downwards', () => {
    const form = [field('above', { shown_if: { field: 'below', test: 'is_set', value: '' } }), field('below')]
    expect(is_shown(form, form[0] ?? field('x'), { below: ['x'] })).toBe(false)
  })
  test('a part of a text is enough for contains, not of a word to choose', () => {
    const by = (type: FormField['type']) => [field('why', { type, options: ['Trade fair'] }), field('where', { shown_if: { field: 'why', test: 'contains', value: 'fair' } })]
    const [text, several] = [by('text'), by('multi_select')]
    expect(is_shown(text, text[1] ?? field('x'), { why: ['Trade fair'] })).toBe(true)
    expect(is_shown(several, several[1] ?? field('x'), { why: ['Trade fair'] })).toBe(false)
  })
})

describe('what is wrong', () => {
  test('required, and ticked where it is a tick', () => {
    expect([...faults_of(k_form, { agreed: ['false'] })]).toEqual([
      ['medium', 'ask.has_to_be_answered'],
      ['agreed', 'ask.has_to_be_ticked'],
    ])
  })
  test.each([
    ['number', '12,5', 'ask.no_number'],
    ['number', '-3.5', undefined],
    ['date', '2026-13-40', 'ask.no_date'],
    ['date', '2026-11-22', undefined],
    ['select', 'Radio', 'ask.no_option'],
    ['text', 'x'.repeat(2001), 'ask.too_long'],
    ['long_text', 'x'.repeat(10_000), undefined],
    ['long_text', 'x'.repeat(10_001), 'ask.too_long'],
  ] as const)('%s %s', (type, value, wrong) => {
    expect(faults_of([field('it', { type, options: ['Print'] })], { it: [value] }).get('it')).toBe(wrong)
  })
  test('nothing is, when only hidden fields are empty', () => {
    expect(faults_of(k_form, { medium: ['Web'], agreed: ['true'] }).size).toBe(0)
  })
})

test('answers to hidden fields stay behind', () => {
  expect(answers_to_send(k_form, { medium: ['Web'], print_run: ['500'], agreed: ['true'], gone: ['x'] })).toEqual({ medium: ['Web'], agreed: ['true'] })
})

test('what fits a new form stays', () => {
  const changed = [field('medium', { type: 'select', options: ['Web'] }), field('agreed', { type: 'checkbox' })]
  expect(answers_kept(changed, { medium: ['Print'], agreed: ['true'], other: ['x'] })).toEqual({ agreed: ['true'] })
})

test('a label makes a name', () => {
  expect(name_for('Größe der Auflage?', [])).toBe('gro_e_der_auflage')
  expect(name_for('Medium', ['medium'])).toBe('medium_2')
  expect(name_for('2. Ort', [])).toBe('ort')
  expect(name_for('Intended use', [])).toBe('intended_use_2')
  expect(name_for('目的', [])).toBe('field')
})
