// Terms: texts that are accepted before a download. A new text is another version: what was accepted stays readable.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, over, take } from '@/api/client'
import type { components } from '@/api/schema'
import { field_error } from '@/api/problem_text'
import { Page, page_styles as styles } from '@/app/page'
import { useMe } from '@/app/session'
import { date_text, t } from '@/i18n'
import { Button, Dialog, EmptyState, FormDialog, ProblemState, say_done, Skeleton, TextArea, TextField } from '@/ui'

type TermsText = components['schemas']['TermsText']

export function TermsPage() {
  const me = useMe()
  const can_write = me.abilities.define_attributes
  const terms = useQuery({ queryKey: ['terms'], queryFn: ({ signal }) => take(api.GET('/api/terms', { signal })).then((list) => list.items) })
  const [editing, set_editing] = useState<TermsText | 'new' | null>(null)
  const [reading, set_reading] = useState<TermsText | null>(null)
  const add = can_write ? (
    <Button kind="primary" icon="plus" onClick={() => set_editing('new')}>
      {t('terms.add')}
    </Button>
  ) : undefined
  return (
    <Page title={t('terms.title')} actions={(terms.data?.length ?? 0) > 0 ? add : undefined}>
      <p className={styles['quiet']}>{t('terms.more')}</p>
      {terms.isPending && <Skeleton lines={4} tall />}
      {terms.isError && <ProblemState error={terms.error} on_retry={() => void terms.refetch()} />}
      {terms.data?.length === 0 && <EmptyState icon="document" title={t('terms.none')} text={t('terms.none_more')} action={add} />}
      {terms.data && terms.data.length > 0 && (
        <section className={styles['sheet']}>
          <ul className={styles['list']}>
            {terms.data.map((one) => (
              <li key={one.id}>
                <div className={styles['list_texts']}>
                  <bdi>{one.title}</bdi>
                  <span className={styles['second']}>{t('terms.version', { number: one.number, date: date_text(one.created_at) })}</span>
                </div>
                <div className={styles['buttons']}>
                  <Button compact onClick={() => set_reading(one)}>
                    {t('terms.read')}
                    <span className="visually-hidden"> {one.title}</span>
                  </Button>
                  {can_write && (
                    <Button compact icon="edit" onClick={() => set_editing(one)}>
                      {t('terms.rewrite')}
                      <span className="visually-hidden"> {one.title}</span>
                    </Button>
                  )}
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {editing && <Write before={editing === 'new' ? null : editing} on_close={() => set_editing(null)} />}
      {reading && <History terms={reading} on_close={() => set_reading(null)} />}
    </Page>
  )
}

function Write({ before, on_close }: { before: TermsText | null; on_close: () => void }) {
  const queries = useQueryClient()
  const [title, set_title] = useState(before?.title ?? '')
  const [body, set_body] = useState(before?.body ?? '')
  const is_other = !before || title.trim() !== before.title || body.trim() !== before.body
  async function send() {
    const text = { title: title.trim(), body: body.trim() }
    if (before) await take(api.POST('/api/terms/{id}/versions', { params: { path: { id: before.id } }, body: text, ...over(before.number) }))
    else await take(api.POST('/api/terms', { body: text }))
    say_done(t('terms.saved', { title: text.title }))
    void queries.invalidateQueries({ queryKey: ['terms'] })
    on_close()
  }
  return (
    <FormDialog size="large" title={before ? t('terms.rewrite_title', { title: before.title }) : t('terms.add')} description={before ? t('terms.rewrite_more') : undefined} button={t('ui.save')} is_ready={title.trim() !== '' && body.trim() !== '' && is_other} on_close={on_close} on_send={send} shown_at={['/title', '/body']}>
      {(error) => (
        <>
          <TextField label={t('terms.name')} value={title} on_change={set_title} error={field_error(error, '/title')} maxLength={200} required />
          <TextArea label={t('terms.text')} value={body} on_change={set_body} error={field_error(error, '/body')} rows={14} required />
        </>
      )}
    </FormDialog>
  )
}

function History({ terms, on_close }: { terms: TermsText; on_close: () => void }) {
  const history = useQuery({ queryKey: ['terms', terms.id], queryFn: ({ signal }) => take(api.GET('/api/terms/{id}/versions', { params: { path: { id: terms.id } }, signal })).then((list) => list.items) })
  return (
    <Dialog open size="large" on_close={on_close} title={terms.title}>
      {history.isPending && <Skeleton lines={6} />}
      {history.isError && <ProblemState error={history.error} on_retry={() => void history.refetch()} />}
      {history.data?.map((one, index) => (
        <details key={one.number} open={index === 0} className={styles['version']}>
          <summary>{t('terms.version', { number: one.number, date: date_text(one.created_at) })}</summary>
          <p className={styles['long_text']}>{one.body}</p>
        </details>
      ))}
    </Dialog>
  )
}
