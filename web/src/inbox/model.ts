// Notices in looks, days and ways: what stands beside a sentence, under which day, and where it leads. Pure.
import { linkOptions } from '@tanstack/react-router'
import type { IconName, Tone } from '@/ui'
import { day_heading } from '@/i18n'
import type { Notice } from './calls'

/** A part of the inbox, as the address says it. */
const k_parts = ['unread', 'requests'] as const
export type Only = (typeof k_parts)[number]
export const read_part = (raw: unknown): Only | undefined => k_parts.find((one) => one === raw)

export function notice_look(kind: string): { icon: IconName; tone: Tone } {
  switch (kind) {
    case 'request_made':
    case 'request_moved':
      return { icon: 'inbox', tone: 'amber' }
    case 'requests_waiting':
    case 'request_escalated':
      return { icon: 'clock', tone: 'amber' }
    case 'question_asked':
    case 'question_answered':
      return { icon: 'question', tone: 'amber' }
    case 'request_approved':
    case 'request_auto_approved':
      return { icon: 'check', tone: 'moss' }
    case 'request_rejected':
    case 'request_revoked':
      return { icon: 'close', tone: 'brick' }
    case 'request_renewed':
    case 'pass_given':
      return { icon: 'pass', tone: 'accent' }
    case 'request_free_now':
      return { icon: 'unlock', tone: 'moss' }
    case 'pass_ends_soon':
      return { icon: 'clock', tone: 'amber' }
    case 'pass_ended':
      return { icon: 'clock', tone: 'slate' }
    case 'substitute_named':
    case 'substitute_ended':
      return { icon: 'person', tone: 'slate' }
    case 'mail_refused':
    case 'mail_given_up':
    case 'letter_refused':
    case 'letter_given_up':
      return { icon: 'mail', tone: 'brick' }
    default:
      return { icon: 'bell', tone: 'slate' }
  }
}

/** What became of one's own: it is said on whatever page is open. What others ask for is not, since they may be many. */
export function is_ones_own(kind: string): boolean {
  return kind.startsWith('pass_') || ['request_approved', 'request_rejected', 'request_renewed', 'request_revoked', 'request_free_now', 'request_closed', 'question_asked', 'substitute_named', 'substitute_ended'].includes(kind)
}

type Whereto = Pick<Notice, 'kind' | 'asset' | 'request' | 'count'>

/** Where a notice leads: what may be taken now to the pass on its asset, a question to itself, several to their list. */
export function way_of({ kind, asset, request, count }: Whereto) {
  if (kind === 'letter_refused') return linkOptions({ to: '/settings/mail', search: { state: 'refused' } })
  if (kind === 'letter_given_up') return linkOptions({ to: '/settings/mail', search: { state: 'given_up' } })
  // What else speaks of no request is of who stands in for whom.
  if (request === null) return linkOptions({ to: '/account/$section', params: { section: 'away' } })
  const one = linkOptions({ to: '/requests/$id', params: { id: request } })
  const opens_something = ['request_approved', 'request_renewed', 'pass_given', 'request_free_now'].includes(kind)
  if (count === 1) return opens_something && asset !== null ? linkOptions({ to: '/a/$asset', params: { asset } }) : one
  switch (kind) {
    case 'request_approved':
    case 'request_renewed':
    case 'pass_given':
    case 'pass_ends_soon':
    case 'pass_ended':
    case 'request_revoked':
      return linkOptions({ to: '/passes' })
    case 'request_made':
    case 'request_moved':
    case 'requests_waiting':
    case 'request_escalated':
      return linkOptions({ to: '/requests' })
    case 'request_auto_approved':
      return linkOptions({ to: '/requests', search: { list: 'approved' } })
    case 'request_rejected':
      return linkOptions({ to: '/requests', search: { list: 'rejected', mine: true } })
    default:
      return one
  }
}

export interface Day {
  name: string
  notices: Notice[]
}

/** In the order they come. */
export function by_day(notices: readonly Notice[], now: number): Day[] {
  const days: Day[] = []
  for (const notice of notices) {
    const name = day_heading(notice.made_at, now)
    const last = days.at(-1)
    if (last?.name === name) last.notices.push(notice)
    else days.push({ name, notices: [notice] })
  }
  return days
}
