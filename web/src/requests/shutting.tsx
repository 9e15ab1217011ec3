// Before something is locked or protected: how many passes would still open it, and the offer to end them with the change.
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { t } from '@/i18n'
import { Checkbox, FormDialog, say_done } from '@/ui'
import { count_passes, end_passes, requests_changed, type PassPlace } from './calls'

type Shut = 'lock' | 'protection'
interface Asked {
  what: Shut
  passes: number
  /** Makes the change; whether it was made. */
  go: () => Promise<boolean>
}

export function useShutting(place: PassPlace): { shut: (what: Shut, go: () => Promise<boolean>) => Promise<void>; dialog: ReactNode } {
  const [asked, set_asked] = useState<Asked | null>(null)
  async function shut(what: Shut, go: () => Promise<boolean>) {
    // Whoever cannot be told how many there are changes it all the same.
    const passes = await count_passes(place).catch(() => 0)
    if (passes === 0) await go()
    else set_asked({ what, passes, go })
  }
  return { shut, dialog: asked && <ShutDialog place={place} asked={asked} on_close={() => set_asked(null)} /> }
}

function ShutDialog({ place, asked, on_close }: { place: PassPlace; asked: Asked; on_close: () => void }) {
  const queries = useQueryClient()
  const [ends, set_ends] = useState(asked.what === 'lock')
  async function send() {
    const is_made = await asked.go()
    on_close()
    if (!is_made || !ends) return
    const { ended } = await end_passes(place)
    requests_changed(queries)
    say_done(t('shut.ended', { count: ended }))
  }
  const is_lock = asked.what === 'lock'
  return (
    <FormDialog title={is_lock ? t('shut.lock_title') : t('shut.protect_title')} description={t('shut.still_open', { count: asked.passes })} button={is_lock ? t('shut.lock') : t('shut.protect')} on_close={on_close} on_send={send}>
      {() => <Checkbox label={t('shut.end', { count: asked.passes })} description={t('shut.end_more')} checked={ends} on_change={set_ends} />}
    </FormDialog>
  )
}
