// Whether the server answers: known from the stream of events, which breaks with it.
import { useCallback, useEffect, useRef, useState } from 'react'

/** A stream that is taken up again sooner is no news. */
const k_grace = 6000

/** `hear` is told each kind of event; 'lost' is the stream's own. */
export function useReach(): { is_lost: boolean; hear: (kind: string) => void } {
  const [is_lost, set_lost] = useState(false)
  const timer = useRef(0)
  const hear = useCallback((kind: string) => {
    if (kind !== 'lost') {
      window.clearTimeout(timer.current)
      timer.current = 0
      set_lost(false)
    } else if (timer.current === 0) timer.current = window.setTimeout(() => set_lost(true), k_grace)
  }, [])
  useEffect(() => () => window.clearTimeout(timer.current), [])
  return { is_lost, hear }
}
