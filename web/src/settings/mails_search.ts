// What of the outbox stands in its address: which state it shows, and the mail that is open.
import type { components } from '@/api/schema'

export type MailState = components['schemas']['MailState']
export const k_mail_states: readonly MailState[] = ['waiting', 'sent', 'written', 'refused', 'given_up', 'not_wanted', 'ended']

export interface MailsSearch {
  state?: MailState | undefined
  mail?: string | undefined
}

/** Reads an address. Each word that it knows is answered, if only with nothing: the router keeps what it is not told about. */
export function read_mails_search(raw: Record<string, unknown>): MailsSearch {
  return { state: k_mail_states.find((one) => one === raw['state']), mail: typeof raw['mail'] === 'string' ? raw['mail'] : undefined }
}
