// Where questions for permission are handed in, from wherever a lock is met. They go to the desk (requests/desk.tsx), as soon as
// the page has one.
import type { Action } from '@/api/client'

export interface Asked {
  assets: { id: string; name: string }[]
  /** What is wanted; nothing is a download. */
  actions: Action[]
}

interface Desk {
  ask: (asked: Asked) => void
  look: (asset: string) => void
}
const nobody: Desk = { ask: () => undefined, look: () => undefined }
let desk = nobody

/** Asks for what stands in the way at these assets: by the form of their library, or at once where it has none. */
export function ask_for(assets: Asked['assets'], actions: Action[] = []): void {
  if (assets.length > 0) desk.ask({ assets: assets.map(({ id, name }) => ({ id, name })), actions })
}

/** Opens what somebody asked for at an asset last. */
export function look_at_own_request(asset: string): void {
  desk.look(asset)
}

/** From now on everything is handed to this one; gives how to end that. */
export function open_request_desk(opened: Desk): () => void {
  desk = opened
  return () => {
    desk = nobody
  }
}
