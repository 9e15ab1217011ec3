import { useEffect, useRef } from 'react'

/** The title of the window, and where the focus goes when another page is opened: its h1. */
export function usePageTitle<T extends HTMLElement = HTMLHeadingElement>(title: string | undefined) {
  const heading = useRef<T>(null)
  useEffect(() => {
    if (title) document.title = `${title} - Exeat`
  }, [title])
  const is_there = title !== undefined
  useEffect(() => {
    const nothing_has_it = document.activeElement === document.body || document.activeElement === null
    if (is_there && nothing_has_it) heading.current?.focus({ preventScroll: true })
  }, [is_there])
  return heading
}
