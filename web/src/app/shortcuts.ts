// One registry of keys: what a key does, the sheet behind "?" and the hints of buttons come from the same lines. Keys of one
// letter rest while somebody types or a dialog is open, and can be switched off altogether.
import { useEffect, useRef } from 'react'
import type { Key } from '@/i18n'

export interface Shortcut {
  keys: string
  text: Key
  /** Handled where the focus is (the grid, the viewer); listed here for the sheet only. */
  place?: 'grid' | 'zoom'
}

export const k_shortcuts = {
  search: { keys: '/', text: 'keys.search' },
  libraries: { keys: 'g l', text: 'keys.libraries' },
  requests: { keys: 'g r', text: 'keys.requests' },
  inbox: { keys: 'g n', text: 'keys.inbox' },
  help: { keys: '?', text: 'keys.help' },
  upload: { keys: 'u', text: 'keys.upload' },
  panel: { keys: 'i', text: 'keys.panel' },
  download: { keys: 'd', text: 'keys.download' },
  basket: { keys: 'b', text: 'keys.basket' },
  next: { keys: 'j', text: 'keys.next' },
  previous: { keys: 'k', text: 'keys.previous' },
  move: { keys: 'm', text: 'keys.move' },
  request: { keys: 'r', text: 'keys.request' },
  zoom_in: { keys: '+', text: 'keys.zoom_in' },
  zoom_full: { keys: '1', text: 'keys.zoom_full' },
  approve: { keys: 'a', text: 'keys.approve' },
  reject: { keys: 'x', text: 'keys.reject' },
  arrows: { keys: '← ↑ → ↓', text: 'keys.arrows', place: 'grid' },
  ends: { keys: 'Home End PgUp PgDn', text: 'keys.ends', place: 'grid' },
  open: { keys: 'Enter', text: 'keys.open', place: 'grid' },
  back: { keys: 'Esc', text: 'keys.back', place: 'grid' },
  select: { keys: 'Space', text: 'keys.select', place: 'grid' },
  extend: { keys: 'Shift + ← ↑ → ↓', text: 'keys.extend', place: 'grid' },
  all: { keys: 'Ctrl + A', text: 'keys.all', place: 'grid' },
  inside: { keys: 'F2', text: 'keys.inside', place: 'grid' },
  remove: { keys: 'Delete', text: 'keys.remove', place: 'grid' },
  zoom_out: { keys: '-', text: 'keys.zoom_out', place: 'zoom' },
  zoom_fit: { keys: '0', text: 'keys.zoom_fit', place: 'zoom' },
  zoom_walk: { keys: '← ↑ → ↓', text: 'keys.zoom_walk', place: 'zoom' },
} as const satisfies Record<string, Shortcut>

export type ShortcutId = keyof typeof k_shortcuts

const k_kept = 'exeat.single_keys'

export function single_keys_on(): boolean {
  return localStorage.getItem(k_kept) !== 'off'
}
export function set_single_keys(on: boolean): void {
  localStorage.setItem(k_kept, on ? 'on' : 'off')
}

type Handler = () => void
const handlers = new Map<ShortcutId, Handler[]>()

function is_typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

/** Which shortcut these keys mean, given the one before; pure, for the tests. */
export function shortcut_for(key: string, before: string | null): ShortcutId | 'prefix' | null {
  const whole = before ? `${before} ${key}` : key
  for (const [id, shortcut] of Object.entries(k_shortcuts) as [ShortcutId, Shortcut][]) {
    if (!shortcut.place && shortcut.keys === whole) return id
  }
  const opens_one = (Object.values(k_shortcuts) as Shortcut[]).some((one) => !one.place && one.keys.startsWith(`${key} `))
  return before === null && opens_one ? 'prefix' : null
}

/** Listens for the whole page; returns how to stop. */
export function listen_for_shortcuts(): () => void {
  let before: string | null = null
  let timer = 0
  const on_key = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey) return
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      handlers.get('search')?.at(-1)?.()
      return
    }
    if (event.ctrlKey || event.metaKey || is_typing(event.target) || !single_keys_on()) return
    if (document.querySelector('[data-in-front]')) return
    const found = shortcut_for(event.key.length === 1 ? event.key.toLowerCase() : event.key, before)
    window.clearTimeout(timer)
    before = null
    if (found === 'prefix') {
      before = event.key.toLowerCase()
      timer = window.setTimeout(() => (before = null), 1000)
      return
    }
    const handler = found && handlers.get(found)?.at(-1)
    if (!handler) return
    event.preventDefault()
    handler()
  }
  document.addEventListener('keydown', on_key)
  return () => document.removeEventListener('keydown', on_key)
}

/** What a key does while this component is there; the latest one wins. */
export function useShortcut(id: ShortcutId, handler: Handler | null): void {
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  const is_on = handler !== null
  useEffect(() => {
    if (!is_on) return
    const entry = () => latest.current?.()
    handlers.set(id, [...(handlers.get(id) ?? []), entry])
    return () => {
      handlers.set(
        id,
        (handlers.get(id) ?? []).filter((one) => one !== entry),
      )
    }
  }, [id, is_on])
}
