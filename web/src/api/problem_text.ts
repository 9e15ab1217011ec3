// A refusal in words: the server's own sentences, and ours where it had none to give.
import { k_unreachable, Refused } from './client'
import { t } from '@/i18n'

export interface ProblemText {
  detail: string
  more: string[]
}

export function problem_text(error: unknown): ProblemText {
  if (!(error instanceof Refused)) return { detail: t('problem.unknown'), more: [] }
  if (error.code === k_unreachable) return { detail: t('problem.unreachable'), more: [] }
  const { problem } = error
  const detail = problem.detail || t('problem.unknown')
  const fields = (problem.errors ?? []).map((one) => one.detail)
  const more = [...error.why, ...fields].filter((line, index, all) => line !== detail && all.indexOf(line) === index)
  if (error.retry_after !== null) more.push(t('problem.wait', { seconds: error.retry_after }))
  return { detail, more }
}

/** What the server says about one member of the body that was sent. */
export function field_error(error: unknown, pointer: string): string | undefined {
  if (!(error instanceof Refused)) return undefined
  return error.problem.errors?.find((one) => one.pointer === pointer)?.detail
}
