// Before many are locked or protected: how many, what it does, whom it leaves alone, and which passes would still open them.
import { useState } from 'react'
import { number_text, t } from '@/i18n'
import { Checkbox, FormDialog, Notice } from '@/ui'
import { rule_words, type PassesLeft, type RuleChange } from './bulk_rules'

export interface RuleAsked {
  change: RuleChange
  count: number
  /** Of them, as far as they were looked at, somebody else's to change. */
  not_ours: number
  left: PassesLeft
  /** That run where they are counted; nothing is asked where there is none. */
  running: number
}

export function BulkRuleDialog({ asked, on_close, on_send }: { asked: RuleAsked; on_close: () => void; on_send: (ends_passes: boolean) => void }) {
  const { change, count, not_ours, left, running } = asked
  const [ends, set_ends] = useState(change.access === 'locked')
  const words = rule_words(change, count)
  const shown = number_text(running)
  const run = left.is_exact ? t('bulk.passes_exact', { count: running, shown }) : t('bulk.passes_here', { count: running, shown })
  return (
    <FormDialog
      title={words.title}
      description={words.effect}
      button={words.button}
      on_close={on_close}
      on_send={() => {
        on_close()
        on_send(ends && running > 0 && left.end_for !== null)
        return Promise.resolve()
      }}
    >
      {() => (
        <>
          {not_ours > 0 && <p>{t('bulk.not_ours', { count: not_ours })}</p>}
          {running > 0 && left.end_for !== null && <Checkbox label={t('bulk.end_passes')} description={[run, t('bulk.end_passes_more')].join(' ')} checked={ends} on_change={set_ends} />}
          {running > 0 && left.end_for === null && <Notice tone="amber" icon="pass">{[run, t('bulk.passes_go_on')].join(' ')}</Notice>}
        </>
      )}
    </FormDialog>
  )
}
