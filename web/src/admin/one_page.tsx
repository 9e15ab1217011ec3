// The page of one person, group or role: what stands around its form, and the end of it.
import type { UseQueryResult } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { Refused } from '@/api/client'
import { Page, page_styles as styles } from '@/app/page'
import { Button, EmptyState, FormDialog, ProblemState, Skeleton } from '@/ui'

export interface Versioned<Thing> {
  value: Thing
  version: string
}

export function OnePage<Thing extends { name: string }>({ query, title, above, gone, children }: { query: UseQueryResult<Versioned<Thing>>; title: string; above: ReactNode; gone: string; children: (thing: Versioned<Thing>) => ReactNode }) {
  const is_gone = query.error instanceof Refused && (query.error.status === 404 || query.error.status === 403)
  return (
    <Page title={query.data?.value.name ?? title} above={above}>
      {query.isPending && <Skeleton lines={4} tall />}
      {query.isError && (is_gone ? <EmptyState icon="eye_off" title={gone} text={query.error.message} /> : <ProblemState error={query.error} on_retry={() => void query.refetch()} />)}
      {query.data && children(query.data)}
    </Page>
  )
}

/** The last sheet of such a page: says what ending it means, and asks once more. */
export function Removal({ title, text, is_kept = false, question, sure, on_remove }: { title: string; text: string; is_kept?: boolean; question: string; sure: string; on_remove: () => Promise<unknown> }) {
  const [asks, set_asks] = useState(false)
  return (
    <section className={styles['sheet']}>
      <h2>{title}</h2>
      <p className={styles['quiet']}>{text}</p>
      <div className={styles['buttons']}>
        <Button kind="danger" icon="bin" disabled={is_kept} onClick={() => set_asks(true)}>
          {title}
        </Button>
      </div>
      {asks && <FormDialog title={question} description={sure} button={title} kind="danger" on_close={() => set_asks(false)} on_send={on_remove} />}
    </section>
  )
}
