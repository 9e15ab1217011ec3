// Requests and passes in words and colours. Pure.
import { date_text, list_text, t } from '@/i18n'
import type { IconName, Tone } from '@/ui'
import type { components } from '@/api/schema'
import type { NamedNote, Request, Requestable, RequestStatus } from './calls'

export function phase_look(phase: RequestStatus): { tone: Tone; icon: IconName; text: string } {
  switch (phase) {
    case 'pending':
      return { tone: 'amber', icon: 'clock', text: t('phase.pending') }
    case 'approved':
      return { tone: 'moss', icon: 'check', text: t('phase.approved') }
    case 'auto_approved':
      return { tone: 'moss', icon: 'check', text: t('phase.auto_approved') }
    case 'rejected':
      return { tone: 'brick', icon: 'close', text: t('phase.rejected') }
    case 'expired':
      return { tone: 'slate', icon: 'clock', text: t('phase.expired') }
    case 'revoked':
      return { tone: 'brick', icon: 'close', text: t('phase.revoked') }
    case 'withdrawn':
      return { tone: 'slate', icon: 'undo', text: t('phase.withdrawn') }
  }
}

export const k_most_notes = 20
/** The server counts so far; beyond it says "at least". */
export const k_most_counted = 1000

/** Notes that all of these libraries keep alike, in the order of the first. */
export function notes_in_common(of_each: readonly (readonly NamedNote[])[]): NamedNote[] {
  const [first = [], ...others] = of_each
  return first.filter(({ name, text }) => others.every((notes) => notes.some((one) => one.name === name && one.text === text)))
}

/** A note that is begun with a kept one: it takes the place of another kept one, and stands below one's own words. */
export function note_begun(written: string, kept: string, notes: readonly NamedNote[]): string {
  const own = written.trim()
  return own === '' || notes.some((one) => one.text.trim() === own) ? kept : `${written.trimEnd()}\n${kept}`
}

/** What would be given runs longer than the asset is to be had: the reviewer is told, and nobody is kept from giving it. */
export function ends_before(request: Pick<Request, 'status' | 'available_until' | 'needed_by' | 'valid_until'>): boolean {
  const { status, available_until, needed_by, valid_until } = request
  if (available_until === null) return false
  if (status !== 'pending' && status !== 'approved' && status !== 'auto_approved') return false
  const wanted = status === 'pending' ? needed_by : valid_until
  return wanted === null || Date.parse(available_until) < Date.parse(wanted)
}

/** One form is asked for each library and kind. */
export const name_of_step = (step: Pick<Requestable, 'library' | 'kind'>) => `${step.library}/${step.kind}`

/** What is still to be sent of several forms, whether or not those that were sent are still listed. */
export function steps_left<T extends Pick<Requestable, 'library' | 'kind'>>(steps: readonly T[], sent: ReadonlySet<string>): T[] {
  return steps.filter((step) => !sent.has(name_of_step(step)))
}

/** In force now: the page may be older than the moment at which a pass ended. */
export function is_in_force(request: Pick<Request, 'status' | 'valid_until'>, now: number): boolean {
  return (request.status === 'approved' || request.status === 'auto_approved') && (request.valid_until === null || Date.parse(request.valid_until) > now)
}

const k_hour = 3_600_000
const k_day = 24 * k_hour
/** What ends sooner is counted down; for the rest the day is enough. */
const k_counted_down = 4 * k_day

/** After how long another figure is shown of what ends so soon; nothing while the day is enough, and once it is over. */
export function next_figure(left: number): number | null {
  if (left <= 0 || left >= k_counted_down) return null
  return (left % (left < k_hour ? 60_000 : k_hour)) + 1
}

export function until_facts(until: string | null, now: number): { word: string; value: string } {
  if (until === null) return { word: t('pass.until'), value: t('pass.no_end') }
  const left = Date.parse(until) - now
  if (left <= 0) return { word: t('pass.until'), value: t('pass.over') }
  if (left < k_hour) return { word: t('pass.left'), value: t('pass.minutes', { count: Math.max(1, Math.floor(left / 60_000)) }) }
  if (left < 2 * k_day) return { word: t('pass.left'), value: t('pass.hours', { count: Math.floor(left / k_hour) }) }
  if (left < k_counted_down) return { word: t('pass.left'), value: t('pass.days', { days: Math.floor(left / k_day), hours: Math.floor((left % k_day) / k_hour) }) }
  return { word: t('pass.until'), value: date_text(until) }
}

/** The same in one line. */
export function until_line(until: string | null, now: number): string {
  const { word, value } = until_facts(until, now)
  return until === null ? value : t('pass.line', { word, value })
}

/** A list of file names as it is kept ("original", "preset:web"), in words; null is every file. */
export function files_text(files: readonly string[] | null | undefined): string {
  if (!files) return t('files.every')
  return list_text(files.map((name) => (name.startsWith('preset:') ? name.slice(7) : name === 'original' ? t('file.original') : name === 'version' ? t('files.versions') : name === 'conversion' ? t('files.conversions') : t('file.attachments'))))
}

export type Span = components['schemas']['ValiditySpan']
export type Validity = components['schemas']['Validity']
export const k_spans: readonly Span[] = ['1h', '24h', '7d', '30d', '90d', '1y', 'unlimited', 'date']

const k_span_ms: Record<Exclude<Span, 'date' | 'unlimited'>, number> = { '1h': 3_600_000, '24h': k_day, '7d': 7 * k_day, '30d': 30 * k_day, '90d': 90 * k_day, '1y': 365 * k_day }

/** When a validity that is chosen now ends; null is never. */
export function end_of(validity: Validity, now: number): number | null {
  if (validity.span === 'unlimited') return null
  if (validity.span === 'date') return validity.until ? Date.parse(validity.until) : now
  return now + k_span_ms[validity.span]
}

/** The spans that end no later than the longest one allows; a date can always be chosen. */
export function spans_up_to(longest: Validity, now: number): Span[] {
  const last = end_of(longest, now)
  return k_spans.filter((span) => {
    if (span === 'date' || last === null) return true
    const end = end_of({ span }, now)
    return end !== null && end <= last
  })
}

/** The last moment of a day where the reader is: native date inputs give a local day. */
export function end_of_day(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString()
}
export function day_of(instant: string | null | undefined): string {
  if (!instant) return ''
  const date = new Date(instant)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
