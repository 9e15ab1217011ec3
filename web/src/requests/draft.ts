// What somebody has filled in and not sent yet, kept in this browser under their id: a form that was closed by mistake, or a
// session that ended, loses nothing. It is forgotten when it was sent.
import type { Answers } from './form'

export interface Draft {
  reason: string
  answers: Answers
  needed_by: string
}

export const k_empty_draft: Draft = { reason: '', answers: {}, needed_by: '' }

const key_of = (person: string, what: string) => `exeat.ask.${person}.${what}`

export function read_draft(person: string, what: string): Draft | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key_of(person, what)) ?? 'null')
    if (typeof kept !== 'object' || kept === null) return null
    const { reason, answers, needed_by } = kept as Partial<Draft>
    if (typeof reason !== 'string' || typeof answers !== 'object' || answers === null || typeof needed_by !== 'string') return null
    return { reason, answers, needed_by }
  } catch {
    return null
  }
}

export function keep_draft(person: string, what: string, draft: Draft): void {
  sessionStorage.setItem(key_of(person, what), JSON.stringify(draft))
}

export function forget_draft(person: string, what: string): void {
  sessionStorage.removeItem(key_of(person, what))
}
