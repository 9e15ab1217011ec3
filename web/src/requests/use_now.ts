// The time, for what shows how much is left of a pass: asked again whenever another figure is to be shown.
import { useEffect, useState } from 'react'
import { next_figure } from './model'

export function useNow(until: string | null): number {
  const [now, set_now] = useState(() => Date.now())
  useEffect(() => {
    const wait = until === null ? null : next_figure(Date.parse(until) - now)
    if (wait === null) return
    const timer = setTimeout(() => set_now(Date.now()), wait)
    return () => clearTimeout(timer)
  }, [until, now])
  return now
}
