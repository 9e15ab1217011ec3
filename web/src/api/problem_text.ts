// A refusal in words: the server's own sentences, and ours where it had none to give.
import { k_unreachable, Refused } from './client'
import { moment_text, t } from '@/i18n'

export interface ProblemText {
  detail: string
  more: string[]
}

export function problem_text(error: unknown): ProblemText {
  if (!(error instanceof Refused)) return { detail: t('problem.unknown'), more: [] }
  if (error.code === k_unreachable) return { detail: t('problem.unreachable'), more: [] }
  const { problem } = error
  const detail = in_readers_time(problem.detail) || t('problem.unknown')
  const fields = (problem.errors ?? []).map((one) => one.detail)
  const more = [...error.why, ...fields].map(in_readers_time).filter((line, index, all) => line !== detail && all.indexOf(line) === index)
  if (error.retry_after !== null) more.push(t('problem.wait', { seconds: error.retry_after }))
  return { detail, more }
}

const k_worded = /\b(\d{1,2}) ([A-Z][a-z]+) (\d{4}, \d{2}:\d{2}) UTC\b/g

/** The server's sentences name instants as it writes them everywhere; people read them on their own clock. */
export function in_readers_time(sentence: string): string {
  return sentence.replace(/\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g, moment_text).replace(k_worded, (whole, day: string, month: string, rest: string) => {
    const at = Date.parse(`${day} ${month} ${rest} UTC`)
    return Number.isNaN(at) ? whole : moment_text(new Date(at).toISOString())
  })
}

/** What the server says about one member of the body that was sent. */
export function field_error(error: unknown, pointer: string): string | undefined {
  if (!(error instanceof Refused)) return undefined
  return error.problem.errors?.find((one) => one.pointer === pointer)?.detail
}
