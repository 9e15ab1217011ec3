// The form that somebody fills in to ask, as its owner designed it: which fields are shown, and what is wrong with an answer
// before it is sent. The server checks the same again and has the last word. Pure.
import type { components } from '@/api/schema'
import type { Key } from '@/i18n'

export type FormField = components['schemas']['FormField']
export type FieldCondition = components['schemas']['FormFieldCondition']
export type FieldType = components['schemas']['FormFieldType']
export type FieldTest = components['schemas']['FormFieldTest']
export const k_field_types: readonly FieldType[] = ['text', 'long_text', 'select', 'multi_select', 'date', 'number', 'checkbox', 'file']
export const k_field_tests: readonly FieldTest[] = ['is_set', 'equals', 'contains']

/** By name of the field; each answer is a list of texts, whatever its type. */
export type Answers = Record<string, string[]>

export const k_most_fields = 50
export const k_most_files = 5
export const k_longest_text = 2_000
export const k_longest_long_text = 10_000
export const k_most_file_bytes = 25_000_000
/** The first field of every form, which nobody designs. */
export const k_intended_use = 'intended_use'

export const has_options = (type: FieldType) => type === 'select' || type === 'multi_select'

export function is_set(field: Pick<FormField, 'name' | 'type'>, answers: Answers): boolean {
  const values = answers[field.name] ?? []
  return field.type === 'checkbox' ? values.includes('true') : values.some((text) => text.trim() !== '')
}

function is_met(condition: FieldCondition, other: FormField, answers: Answers): boolean {
  if (condition.test === 'is_set') return is_set(other, answers)
  return (answers[other.name] ?? []).some((text) => text === condition.value || (condition.test === 'contains' && other.type !== 'multi_select' && text.includes(condition.value)))
}

/** A field behind one that is not shown is not shown; conditions look upwards only. */
export function is_shown(fields: readonly FormField[], field: FormField, answers: Answers): boolean {
  const condition = field.shown_if
  if (!condition) return true
  const at = fields.findIndex((one) => one.name === condition.field)
  const other = fields[at]
  if (!other || at >= fields.indexOf(field) || !is_shown(fields, other, answers)) return false
  return is_met(condition, other, answers)
}

function fault_of(field: FormField, value: string): Key | null {
  switch (field.type) {
    case 'text':
      return value.length > k_longest_text ? 'ask.too_long' : null
    case 'long_text':
      return value.length > k_longest_long_text ? 'ask.too_long' : null
    case 'select':
    case 'multi_select':
      return field.options.includes(value) ? null : 'ask.no_option'
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? null : 'ask.no_date'
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value.trim()) ? null : 'ask.no_number'
    case 'checkbox':
    case 'file':
      return null
  }
}

/** What stands in the way of sending, by the name of the field. */
export function faults_of(fields: readonly FormField[], answers: Answers): Map<string, Key> {
  const faults = new Map<string, Key>()
  for (const field of fields) {
    if (!is_shown(fields, field, answers)) continue
    if (!is_set(field, answers)) {
      if (field.required) faults.set(field.name, field.type === 'checkbox' ? 'ask.has_to_be_ticked' : 'ask.has_to_be_answered')
      continue
    }
    const fault = (answers[field.name] ?? []).map((value) => fault_of(field, value)).find((one) => one !== null)
    if (fault) faults.set(field.name, fault)
  }
  return faults
}

/** Only what is asked and said: answers to fields that are hidden now stay behind. */
export function answers_to_send(fields: readonly FormField[], answers: Answers): Answers {
  const sent: Answers = {}
  for (const field of fields) {
    if (is_shown(fields, field, answers) && is_set(field, answers)) sent[field.name] = (answers[field.name] ?? []).map((text) => text.trim())
  }
  return sent
}

/** What of the answers to one form can stand in another: the form was changed while somebody filled it in. */
export function answers_kept(fields: readonly FormField[], answers: Answers): Answers {
  const kept: Answers = {}
  for (const field of fields) {
    const values = (answers[field.name] ?? []).filter((value) => fault_of(field, value) === null)
    if (values.length > 0) kept[field.name] = values
  }
  return kept
}

/** A name for the answers of a new field, out of its label, that no other field has. */
export function name_for(label: string, taken: readonly string[]): string {
  const plain = label.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
  const base = plain.replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '').slice(0, 50) || 'field'
  const others = new Set([...taken, k_intended_use])
  let name = base
  for (let number = 2; others.has(name); number++) name = `${base}_${number}`
  return name
}
