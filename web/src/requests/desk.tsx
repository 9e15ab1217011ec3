// Where questions for permission are handed in, from wherever a lock is met; one desk for the whole page.
import { useEffect, useState } from 'react'
import type { Action } from '@/api/client'
import { OnceWanted, piece } from '@/app/piece'

const AskDialog = piece(() => import('./ask_dialog'), 'AskDialog')
const OwnRequestSheet = piece(() => import('./request_sheet'), 'OwnRequestSheet')

export interface Asked {
  assets: { id: string; name: string }[]
  /** What is wanted; nothing is a download. */
  actions: Action[]
}

let hand_in: (asked: Asked) => void = () => undefined
let show: (asset: string) => void = () => undefined

/** Asks for what stands in the way at these assets: by the form of their library, or at once where it has none. */
export function ask_for(assets: Asked['assets'], actions: Action[] = []): void {
  // Who may download may share: there is no request for sharing alone.
  const asked_for = [...new Set(actions.map((one) => (one === 'share' ? 'download' : one)))]
  if (assets.length > 0) hand_in({ assets: assets.map(({ id, name }) => ({ id, name })), actions: asked_for })
}

/** Opens what somebody asked for at an asset last. */
export function look_at_own_request(asset: string): void {
  show(asset)
}

export function RequestDesk() {
  const [asked, set_asked] = useState<Asked | null>(null)
  const [looked_at, set_looked_at] = useState<string | null>(null)
  useEffect(() => {
    hand_in = set_asked
    show = set_looked_at
    return () => {
      hand_in = () => undefined
      show = () => undefined
    }
  }, [])
  return (
    <>
      <OnceWanted wanted={asked !== null}>{asked && <AskDialog key={asked.assets.map((one) => one.id).join()} asked={asked} on_close={() => set_asked(null)} />}</OnceWanted>
      <OnceWanted wanted={looked_at !== null}>
        <OwnRequestSheet asset={looked_at ?? undefined} on_close={() => set_looked_at(null)} />
      </OnceWanted>
    </>
  )
}
