// How a value of an attribute is read.
import type { components } from '@/api/schema'
import { date_text, number_text, t } from '@/i18n'

export type Attribute = components['schemas']['Attribute']

export function shown(attribute: Attribute, value: string): string {
  if (attribute.type === 'boolean') return value === 'true' ? t('ui.yes') : t('ui.no')
  if (attribute.type === 'date' && /^\d{4}-\d{2}-\d{2}/.test(value)) return date_text(`${value.slice(0, 10)}T12:00:00Z`)
  if (attribute.type === 'number' && value !== '' && Number.isFinite(Number(value))) return number_text(Number(value))
  return value
}
