// Who takes what is handed in with ask_for: one desk for the whole page.
import { useEffect, useState } from 'react'
import { OnceWanted, piece } from '@/app/piece'
import { open_request_desk, type Asked } from './ask_for'

const AskDialog = piece(() => import('./ask_dialog'), 'AskDialog')
const OwnRequestSheet = piece(() => import('./request_sheet'), 'OwnRequestSheet')

export function RequestDesk() {
  const [asked, set_asked] = useState<Asked | null>(null)
  const [looked_at, set_looked_at] = useState<string | null>(null)
  useEffect(() => open_request_desk({ ask: set_asked, look: set_looked_at }), [])
  return (
    <>
      <OnceWanted wanted={asked !== null}>{asked && <AskDialog key={asked.assets.map((one) => one.id).join()} asked={asked} on_close={() => set_asked(null)} />}</OnceWanted>
      <OnceWanted wanted={looked_at !== null}>
        <OwnRequestSheet asset={looked_at ?? undefined} on_close={() => set_looked_at(null)} />
      </OnceWanted>
    </>
  )
}
