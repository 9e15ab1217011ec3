// What stands between somebody and their files: a form, terms, or reasons; and what a ZIP had to leave out.
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import type { LeftOut } from '@/api/client'
import { TermsBox } from '@/asset/terms_box'
import { number_text, t } from '@/i18n'
import { asset_query } from '@/library/queries'
import { ask_for } from '@/requests/ask_for'
import { Button, Dialog, FormProblem, Notice, TextArea, useSending } from '@/ui'
import type { Accepted } from './deliver'
import type { LeftBehind } from './download'
import { sort_shut, type Shut, type Sorted, type Wanted } from './wanted'
import styles from './downloads.module.css'

const k_most_listed = 50

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

/** `verb` is what the files are wanted for. */
export function Asking({ sorted, verb = 'download', deliver, on_close, on_taken }: { sorted: Sorted; verb?: 'download' | 'play'; deliver: (wanted: Wanted[], accepted: Accepted) => Promise<LeftOut[]>; on_close: () => void; on_taken: (out: LeftOut[], wanted: Wanted[]) => void }) {
  const [use, set_use] = useState('')
  const [accepted, set_accepted] = useState<ReadonlySet<string>>(new Set())
  const [was_taken, set_taken] = useState(false)
  const { is_busy, error, send } = useSending()
  const with_terms = sorted.asking.filter((one) => one.download.needs.includes('terms'))
  const cards = useQueries({ queries: [...new Set(with_terms.map((one) => one.asset))].map((id) => asset_query(id)) })
  const terms = new Map(cards.flatMap((card) => (card.data?.terms ? [[card.data.terms.id, card.data.terms]] : [])))
  const is_reading_terms = sorted.needs_terms && cards.some((card) => card.isPending)

  const to_take = [...sorted.free, ...sorted.asking]
  const is_whole = (!sorted.needs_use || use.trim() !== '') && [...terms.keys()].every((id) => accepted.has(id)) && !is_reading_terms
  const nothing = to_take.length === 0
  const one_name = to_take.length + sorted.shut.length === 1 ? (to_take[0] ?? sorted.shut[0])?.name : undefined

  const shut = sort_shut(sorted.shut)

  const take_all = () =>
    send(async () => {
      const chosen = [...terms.values()].map((one) => ({ id: one.id, version: one.number }))
      const out = await deliver(to_take, { use: use.trim(), terms: chosen })
      // What is left can be asked for from the same notice.
      if (out.length === 0 && shut.not_asked.length > 0) set_taken(true)
      else on_taken(out, to_take)
    })

  const title = nothing ? t('download.none_title', { count: sorted.shut.length }) : one_name ? t(verb === 'play' ? 'player.play' : 'download.title_one') : t('download.title')
  const may_take = !nothing && !was_taken
  function ask() {
    on_close()
    ask_for([...new Map(shut.not_asked.map((one) => [one.asset, { id: one.asset, name: one.name }])).values()])
  }
  return (
    <Dialog
      open
      on_close={on_close}
      title={title}
      actions={
        <>
          <Button onClick={on_close}>{may_take ? t('ui.cancel') : t('ui.close')}</Button>
          {shut.not_asked.length > 0 && (
            <Button kind={may_take ? 'plain' : 'primary'} icon="pass" onClick={ask}>
              {t('download.request', { count: shut.not_asked.length })}
            </Button>
          )}
          {may_take && (
            <Button kind="primary" icon={verb} busy={is_busy} disabled={!is_whole} onClick={() => void take_all()}>
              {verb === 'play' ? t('player.play') : t('download.button', { count: to_take.length })}
            </Button>
          )}
        </>
      }
    >
      {one_name !== undefined && <bdi className={styles['name']}>{one_name}</bdi>}
      {sorted.shut.length > 0 && one_name === undefined && <Counts now={to_take.length} shut={shut} />}
      {was_taken && <Notice tone="moss" icon="check">{t('download.on_its_way', { count: to_take.length })}</Notice>}
      {sorted.needs_use && may_take && (
        <TextArea label={t('download.use')} description={t('download.use_more')} value={use} on_change={set_use} required maxLength={2000} />
      )}
      {may_take && [...terms.values()].map((one) => (
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
      <Listed title={t('download.not_asked')} of={shut.not_asked} is_named={one_name === undefined} />
      <Listed title={t('download.waiting')} of={shut.waiting} is_named={one_name === undefined} />
      <Listed title={t('download.rejected')} of={shut.rejected} is_named={one_name === undefined} />
      <Listed title={t('download.refused')} of={shut.refused} is_named={one_name === undefined} />
      <FormProblem error={error} />
    </Dialog>
  )
}

/** How many of a selection can be had now, and how the others stand. */
function Counts({ now, shut }: { now: number; shut: Shut }) {
  const counts = [
    { name: t('download.count_now'), count: now },
    { name: t('download.waiting'), count: shut.waiting.length },
    { name: t('download.rejected'), count: shut.rejected.length },
    { name: t('download.not_asked'), count: shut.not_asked.length },
    { name: t('download.refused'), count: shut.refused.length },
  ].filter((one, index) => index === 0 || one.count > 0)
  return (
    <dl className={styles['counts']}>
      {counts.map((one) => (
        <div key={one.name}>
          <dt>{one.name}</dt>
          <dd>{number_text(one.count)}</dd>
        </div>
      ))}
    </dl>
  )
}

function Listed({ title, of, is_named }: { title: string; of: Wanted[]; is_named: boolean }) {
  if (of.length === 0) return null
  return (
    <section className={styles['shut']}>
      {is_named && (
        <h3>
          {title} <span className={styles['quiet']}>{of.length}</span>
        </h3>
      )}
      <ul className={styles['list']}>
        {of.slice(0, k_most_listed).map((one) => (
          <li key={`${one.asset}/${one.file}`}>
            {is_named && <bdi className={styles['name']}>{one.name}</bdi>}
            <Reasons why={one.why} />
          </li>
        ))}
      </ul>
      {of.length > k_most_listed && <p className={styles['quiet']}>{t('download.and_more', { count: of.length - k_most_listed })}</p>}
    </section>
  )
}
