// One tooltip for all tiles: on hover and on focus, closed with Escape, and the pointer may go onto it (WCAG 1.4.13).
import { useEffect, useId, useRef, useState, type FocusEvent, type PointerEvent, type RefObject } from 'react'
import { createPortal } from 'react-dom'
import styles from './grid.module.css'

interface Shown {
  text: string
  x: number
  y: number
  below: boolean
}

export interface Tip {
  id: string
  shown: Shown | null
  /** Whether there was one to hide. */
  hide: () => boolean
  stay: () => void
  leave: () => void
  handlers: {
    onPointerOver: (event: PointerEvent) => void
    onPointerOut: (event: PointerEvent) => void
    onFocus: (event: FocusEvent) => void
    onBlur: () => void
  }
}

export function useTileTip(frame: RefObject<HTMLElement | null>): Tip {
  const id = useId()
  const [shown, set_shown] = useState<Shown | null>(null)
  const timer = useRef(0)
  useEffect(() => () => window.clearTimeout(timer.current), [])

  function show(element: HTMLElement, after: number) {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => {
      const box = element.getBoundingClientRect()
      const text = element.dataset['tip']
      if (!text || box.width === 0) return
      const below = box.top < (frame.current?.getBoundingClientRect().top ?? 0) + 90
      set_shown({ text, x: box.left + box.width / 2, y: below ? box.bottom + 6 : box.top - 6, below })
    }, after)
  }
  function hide() {
    window.clearTimeout(timer.current)
    const was_there = shown !== null
    if (was_there) set_shown(null)
    return was_there
  }
  const leave = () => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => set_shown(null), 160)
  }
  const tipped = (target: EventTarget) => (target as Element).closest<HTMLElement>('[data-tip]')
  return {
    id,
    shown,
    hide,
    leave,
    stay: () => window.clearTimeout(timer.current),
    handlers: {
      onPointerOver: (event) => {
        const element = event.pointerType === 'touch' ? null : tipped(event.target)
        if (element) show(element, 400)
      },
      onPointerOut: (event) => {
        if (tipped(event.target)) leave()
      },
      onFocus: (event) => {
        const element = tipped(event.target)
        if (element?.matches(':focus-visible')) show(element, 0)
        else hide()
      },
      onBlur: leave,
    },
  }
}

export function TileTip({ tip }: { tip: Tip }) {
  if (!tip.shown) return null
  const { text, x, y, below } = tip.shown
  const middle = Math.min(Math.max(x, 170), window.innerWidth - 170)
  return createPortal(
    <div role="tooltip" id={tip.id} className={styles['tip']} style={{ left: middle, top: y, transform: below ? 'translateX(-50%)' : 'translate(-50%, -100%)' }} onPointerEnter={tip.stay} onPointerLeave={tip.leave}>
      {text}
    </div>,
    document.body,
  )
}
