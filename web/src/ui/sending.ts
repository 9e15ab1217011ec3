import { useState } from 'react'

/** Whether something is being sent, and the problem of what was sent last. */
export function useSending() {
  const [is_busy, set_busy] = useState(false)
  const [error, set_error] = useState<unknown>(null)
  async function send(work: () => Promise<unknown>): Promise<void> {
    set_busy(true)
    set_error(null)
    try {
      await work()
    } catch (problem) {
      set_error(problem)
    } finally {
      set_busy(false)
    }
  }
  return { is_busy, error, send }
}
