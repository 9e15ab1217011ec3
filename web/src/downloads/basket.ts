// The basket: what somebody wants to take later, kept in this browser under their id.
import { useSyncExternalStore } from 'react'

export interface Kept {
  id: string
  name: string
}

export const k_most_in_basket = 500

const listeners = new Set<() => void>()
const cache = new Map<string, { text: string; kept: Kept[]; ids: ReadonlySet<string> }>()
const k_empty = { text: '[]', kept: [] as Kept[], ids: new Set<string>() as ReadonlySet<string> }

const key_of = (person: string) => `exeat.basket.${person}`

function read(person: string) {
  const text = localStorage.getItem(key_of(person)) ?? '[]'
  const known = cache.get(person)
  if (known?.text === text) return known
  let kept: Kept[] = []
  try {
    const parsed: unknown = JSON.parse(text)
    if (Array.isArray(parsed)) kept = parsed.filter((one: unknown): one is Kept => typeof one === 'object' && one !== null && typeof (one as Kept).id === 'string' && typeof (one as Kept).name === 'string')
  } catch {
    kept = []
  }
  const now = { text, kept, ids: new Set(kept.map((one) => one.id)) }
  cache.set(person, now)
  return now
}

function write(person: string, kept: Kept[]): void {
  localStorage.setItem(key_of(person), JSON.stringify(kept))
  for (const listener of listeners) listener()
}

export function put_in(person: string, more: Kept[]): number {
  const { kept, ids } = read(person)
  const fresh = more.filter((one) => !ids.has(one.id)).map(({ id, name }) => ({ id, name }))
  const room = Math.max(0, k_most_in_basket - kept.length)
  write(person, [...kept, ...fresh.slice(0, room)])
  return Math.min(fresh.length, room)
}

export function take_out(person: string, id: string): void {
  write(
    person,
    read(person).kept.filter((one) => one.id !== id),
  )
}

export function empty_basket(person: string): void {
  write(person, [])
}

function subscribe(listener: () => void): () => void {
  const elsewhere = (event: StorageEvent) => event.key?.startsWith('exeat.basket.') && listener()
  listeners.add(listener)
  window.addEventListener('storage', elsewhere)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', elsewhere)
  }
}

export function useBasket(person: string): { kept: Kept[]; ids: ReadonlySet<string> } {
  return useSyncExternalStore(subscribe, () => read(person), () => k_empty)
}
