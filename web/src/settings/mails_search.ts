// What of the outbox stands in its address: which state it shows, and the mail that is open.
import type { components } from '@/api/schema'

export type MailState = components['schemas']['MailState']
export const k_mail_states: readonly MailState[] = ['waiting', 'sent', 'written', 'refused', 'given_up', 'not_wanted', 'ended']

export interface MailsSearch {
  state?: MailState | undefined
  mail?: string | undefined
}

/** Reads an address; what it does not know it leaves out. */
export function read_mails_search(raw: Record<string, unknown>): MailsSearch {
  const state = k_mail_states.find((one) => one === raw['state'])
  return { ...(state ? { state } : {}), ...(typeof raw['mail'] === 'string' ? { mail: raw['mail'] } : {}) }
}
