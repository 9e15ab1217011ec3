// Where downloads are asked for, from wherever a file is met. What is handed in goes to the desk (downloads/desk.tsx), as soon as
// the page has one.
import type { LeftOut } from '@/api/client'
import type { Wanted } from './wanted'

/** What a delivery had to leave out, of what was wanted. */
export interface LeftBehind {
  out: LeftOut[]
  wanted: Wanted[]
}

type Desk = (wanted: Wanted[]) => void
const nobody: Desk = () => undefined
let desk = nobody

/** Gives these to the person who asks, as far as they may have them. */
export function download(wanted: Wanted[]): void {
  if (wanted.length > 0) desk(wanted)
}

/** From now on everything is handed to this one; gives how to end that. */
export function open_download_desk(opened: Desk): () => void {
  desk = opened
  return () => {
    desk = nobody
  }
}
