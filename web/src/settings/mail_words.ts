// Mails in words: how one stands, when, what it is about, and what an administrator can do. Pure.
import type { components } from '@/api/schema'
import { ago_text, moment_text, t, type Key } from '@/i18n'
import type { IconName, Tone } from '@/ui'
import type { MailState } from './mails_search'

type Mail = Pick<components['schemas']['Mail'], 'kind' | 'state' | 'attempts' | 'not_before' | 'done_at' | 'created_at'>

export function mail_look(state: MailState): { tone: Tone; icon: IconName; text: string } {
  const text = t(`mails.${state}`)
  switch (state) {
    case 'waiting':
      return { tone: 'amber', icon: 'clock', text }
    case 'sent':
      return { tone: 'moss', icon: 'check', text }
    case 'written':
      return { tone: 'slate', icon: 'document', text }
    case 'refused':
    case 'given_up':
      return { tone: 'brick', icon: 'warning', text }
    case 'not_wanted':
    case 'ended':
      return { tone: 'slate', icon: 'dash', text }
  }
}

const k_set_password = 'set_password'

const k_kinds: Record<string, Key> = {
  [k_set_password]: 'mails.of_set_password',
  request_made: 'mails.of_request_made',
  request_moved: 'mails.of_request_made',
  request_approved: 'mails.of_request_approved',
  request_auto_approved: 'mails.of_request_auto_approved',
  request_rejected: 'mails.of_request_rejected',
  request_renewed: 'mails.of_request_renewed',
  request_revoked: 'mails.of_request_revoked',
  request_closed: 'mails.of_request_closed',
  request_free_now: 'mails.of_request_free_now',
  requests_waiting: 'mails.of_requests_waiting',
  request_escalated: 'mails.of_request_escalated',
  question_asked: 'mails.of_question_asked',
  question_answered: 'mails.of_question_answered',
  substitute_named: 'mails.of_substitute',
  substitute_ended: 'mails.of_substitute',
  pass_given: 'mails.of_pass_given',
  pass_ends_soon: 'mails.of_pass_ends_soon',
  pass_ended: 'mails.of_pass_ended',
}
export const about_text = (kind: string) => t(k_kinds[kind] ?? 'mails.of_something')

/** The server keeps no letter with a link once it has ended: there is nothing to try again. */
export const can_be_retried = ({ state, kind }: Pick<Mail, 'state' | 'kind'>) => (state === 'refused' || state === 'given_up') && kind !== k_set_password

export function when_text({ state, attempts, not_before, done_at, created_at }: Mail, now = Date.now()): string {
  if (state !== 'waiting') return ago_text(done_at ?? created_at, now)
  if (Date.parse(not_before) <= now) return t('mails.leaves_now')
  const when = Date.parse(not_before) - now < 3_600_000 ? ago_text(not_before, now) : moment_text(not_before)
  return attempts > 0 ? t('mails.tried_again', { when }) : t('mails.leaves', { when })
}

/** What to do about it; nothing where all is well. */
export function todo_text({ state, kind, attempts }: Pick<Mail, 'state' | 'kind' | 'attempts'>): string | null {
  switch (state) {
    case 'waiting':
      return attempts > 0 ? t('mails.todo_waiting') : null
    case 'sent':
      return null
    case 'written':
      return t('mails.todo_written')
    case 'refused':
      return kind === k_set_password ? t('mails.todo_link') : t('mails.todo_refused')
    case 'given_up':
      return kind === k_set_password ? t('mails.todo_link') : t('mails.todo_given_up')
    case 'not_wanted':
      return t('mails.todo_not_wanted')
    case 'ended':
      return t('mails.todo_ended')
  }
}
