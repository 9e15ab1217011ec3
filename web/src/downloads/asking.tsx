// What stands between somebody and their files: a form, terms, or reasons; and what a ZIP had to leave out.
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import type { LeftOut } from '@/api/client'
import { TermsBox } from '@/asset/terms_box'
import { t } from '@/i18n'
import { asset_query } from '@/library/queries'
import { Button, Dialog, FormProblem, Notice, TextArea } from '@/ui'
import type { Accepted, LeftBehind } from './desk'
import type { Sorted, Wanted } from './wanted'
import styles from './downloads.module.css'

export function LeftOutList({ left_out, on_close }: { left_out: LeftBehind | null; on_close: () => void }) {
  return (
    <Dialog open={left_out !== null} on_close={on_close} title={t('download.left_out_title', { count: left_out?.out.length ?? 0 })} description={t('download.left_out_more')}>
      <ul className={styles['list']}>
        {left_out?.out.map((one) => (
          <li key={`${one.asset}/${one.file}`}>
            <bdi className={styles['name']}>{left_out.wanted.find((other) => other.asset === one.asset)?.name}</bdi>
            <Reasons why={one.why} />
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

function Reasons({ why }: { why: string[] }) {
  return (
    <ul className={styles['why']}>
      {why.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

export function Asking({ sorted, deliver, on_close, on_taken }: { sorted: Sorted; deliver: (wanted: Wanted[], accepted: Accepted) => Promise<LeftOut[]>; on_close: () => void; on_taken: (out: LeftOut[], wanted: Wanted[]) => void }) {
  const [use, set_use] = useState('')
  const [accepted, set_accepted] = useState<ReadonlySet<string>>(new Set())
  const [is_busy, set_busy] = useState(false)
  const [error, set_error] = useState<unknown>(null)
  const with_terms = sorted.asking.filter((one) => one.download.needs.includes('terms'))
  const cards = useQueries({ queries: [...new Set(with_terms.map((one) => one.asset))].map((id) => asset_query(id)) })
  const terms = new Map(cards.flatMap((card) => (card.data?.terms ? [[card.data.terms.id, card.data.terms]] : [])))
  const is_reading_terms = sorted.needs_terms && cards.some((card) => card.isPending)

  const to_take = [...sorted.free, ...sorted.asking]
  const is_whole = (!sorted.needs_use || use.trim() !== '') && [...terms.keys()].every((id) => accepted.has(id)) && !is_reading_terms
  const nothing = to_take.length === 0
  const one_name = to_take.length + sorted.shut.length === 1 ? (to_take[0] ?? sorted.shut[0])?.name : undefined

  async function send() {
    set_busy(true)
    set_error(null)
    try {
      const chosen = [...terms.values()].map((one) => ({ id: one.id, version: one.number }))
      on_taken(await deliver(to_take, { use: use.trim(), terms: chosen }), to_take)
    } catch (problem) {
      set_error(problem)
    } finally {
      set_busy(false)
    }
  }

  const title = nothing ? t('download.none_title', { count: sorted.shut.length }) : one_name ? t('download.title_one') : t('download.title')
  return (
    <Dialog
      open
      on_close={on_close}
      title={title}
      actions={
        nothing ? (
          <Button kind="primary" onClick={on_close}>
            {t('ui.close')}
          </Button>
        ) : (
          <>
            <Button onClick={on_close}>{t('ui.cancel')}</Button>
            <Button kind="primary" icon="download" busy={is_busy} disabled={!is_whole} onClick={() => void send()}>
              {t('download.button', { count: to_take.length })}
            </Button>
          </>
        )
      }
    >
      {one_name !== undefined && <bdi className={styles['name']}>{one_name}</bdi>}
      {sorted.shut.length > 0 && !nothing && (
        <Notice tone="amber" icon="lock">
          {t('download.counts', { now: to_take.length, shut: sorted.shut.length })}
        </Notice>
      )}
      {sorted.needs_use && (
        <TextArea label={t('download.use')} description={t('download.use_more')} value={use} on_change={set_use} required maxLength={2000} />
      )}
      {[...terms.values()].map((one) => (
        <TermsBox
          key={one.id}
          title={one.title}
          body={one.body}
          is_accepted={accepted.has(one.id)}
          on_change={(now) => {
            const next = new Set(accepted)
            if (now) next.add(one.id)
            else next.delete(one.id)
            set_accepted(next)
          }}
        />
      ))}
      {sorted.shut.length > 0 && (
        <section className={styles['shut']}>
          {!nothing && <h3>{t('download.not_now', { count: sorted.shut.length })}</h3>}
          <ul className={styles['list']}>
            {sorted.shut.slice(0, 50).map((one) => (
              <li key={`${one.asset}/${one.file}`}>
                {one_name === undefined && <bdi className={styles['name']}>{one.name}</bdi>}
                <Reasons why={one.why} />
              </li>
            ))}
          </ul>
          {sorted.shut.length > 50 && <p className={styles['quiet']}>{t('download.and_more', { count: sorted.shut.length - 50 })}</p>}
        </section>
      )}
      <FormProblem error={error} />
    </Dialog>
  )
}
