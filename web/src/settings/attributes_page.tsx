// What can be written about assets: each attribute's name, type, and the words to choose from.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, over, take } from '@/api/client'
import type { components } from '@/api/schema'
import { field_error } from '@/api/problem_text'
import { Page, page_styles as styles } from '@/app/page'
import { useMe } from '@/app/session'
import { list_text, t } from '@/i18n'
import { Button, EmptyState, FormDialog, IconButton, ProblemState, say_done, Select, Skeleton, Table, TextArea, TextField } from '@/ui'

type Attribute = components['schemas']['Attribute']
type AttributeType = components['schemas']['AttributeType']
const k_types: AttributeType[] = ['text', 'number', 'date', 'pulldown', 'multi_select', 'tag', 'boolean']
const has_words = (type: AttributeType) => type === 'pulldown' || type === 'multi_select' || type === 'tag'
const k_shown_words = 8

export function AttributesPage() {
  const me = useMe()
  const can_define = me.abilities.define_attributes
  const attributes = useQuery({ queryKey: ['attributes'], queryFn: ({ signal }) => take(api.GET('/api/attributes', { signal })).then((list) => list.items) })
  const [editing, set_editing] = useState<Attribute | 'new' | null>(null)
  const [removing, set_removing] = useState<Attribute | null>(null)
  const add = can_define ? (
    <Button kind="primary" icon="plus" onClick={() => set_editing('new')}>
      {t('attributes.add')}
    </Button>
  ) : undefined
  return (
    <Page title={t('attributes.title')} wide actions={(attributes.data?.length ?? 0) > 0 ? add : undefined}>
      <p className={styles['quiet']}>{t('attributes.more')}</p>
      {attributes.isPending && <Skeleton lines={6} />}
      {attributes.isError && <ProblemState error={attributes.error} on_retry={() => void attributes.refetch()} />}
      {attributes.data?.length === 0 && <EmptyState icon="table" title={t('attributes.none')} text={t('attributes.none_more')} action={add} />}
      {attributes.data && attributes.data.length > 0 && (
        <Table<Attribute>
          caption={t('attributes.title')}
          rows={attributes.data}
          id_of={(one) => one.id}
          columns={[
            { id: 'name', title: t('attributes.name'), is_name: true, cell: (one) => <bdi>{one.name}</bdi> },
            { id: 'type', title: t('attributes.type'), cell: (one) => t(`attribute_type.${one.type}`) },
            { id: 'words', title: t('attributes.words'), cell: (one) => <Words words={one.vocabulary} /> },
            ...(can_define
              ? [
                  {
                    id: 'acts',
                    title: t('attributes.change'),
                    title_hidden: true,
                    narrow: true,
                    cell: (one: Attribute) => (
                      <span className={styles['acts']}>
                        <IconButton icon="edit" compact label={t('attributes.change_named', { name: one.name })} onClick={() => set_editing(one)} />
                        <IconButton icon="bin" compact label={t('attributes.delete_named', { name: one.name })} onClick={() => set_removing(one)} />
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {editing && <Write before={editing === 'new' ? null : editing} on_close={() => set_editing(null)} />}
      {removing && <Remove attribute={removing} on_close={() => set_removing(null)} />}
    </Page>
  )
}

function Words({ words }: { words: string[] }) {
  const rest = words.length - k_shown_words
  return <bdi>{rest > 0 ? t('attributes.and_words', { words: words.slice(0, k_shown_words).join(', '), count: rest }) : list_text(words)}</bdi>
}

function Write({ before, on_close }: { before: Attribute | null; on_close: () => void }) {
  const queries = useQueryClient()
  const [name, set_name] = useState(before?.name ?? '')
  const [type, set_type] = useState<AttributeType>(before?.type ?? 'text')
  const [words, set_words] = useState(before?.vocabulary.join('\n') ?? '')
  const vocabulary = has_words(type) ? [...new Set(words.split('\n').map((word) => word.trim()).filter(Boolean))] : []
  async function send() {
    if (before) await take(api.PATCH('/api/attributes/{id}', { params: { path: { id: before.id } }, body: { name: name.trim(), vocabulary }, ...over(before.version) }))
    else await take(api.POST('/api/attributes', { body: { name: name.trim(), type, vocabulary } }))
    say_done(t('attributes.saved', { name: name.trim() }))
    for (const key of ['attributes', 'asset', 'assets']) void queries.invalidateQueries({ queryKey: [key] })
    on_close()
  }
  return (
    <FormDialog size="middle" title={before ? t('attributes.change_named', { name: before.name }) : t('attributes.add')} button={t('ui.save')} is_ready={name.trim() !== ''} on_close={on_close} on_send={send} shown_at={['/name', '/vocabulary']}>
      {(error) => (
        <>
          <TextField label={t('attributes.name')} value={name} on_change={set_name} error={field_error(error, '/name')} maxLength={100} required />
          {!before && <Select<AttributeType> label={t('attributes.type')} description={t(`attribute_type.${type}_more`)} value={type} on_change={set_type} items={k_types.map((value) => ({ value, text: t(`attribute_type.${value}`) }))} />}
          {has_words(type) && <TextArea label={t('attributes.words')} description={type === 'tag' ? t('attributes.words_tag') : t('attributes.words_more')} value={words} on_change={set_words} error={field_error(error, '/vocabulary')} rows={8} />}
        </>
      )}
    </FormDialog>
  )
}

function Remove({ attribute, on_close }: { attribute: Attribute; on_close: () => void }) {
  const queries = useQueryClient()
  async function send() {
    await take(api.DELETE('/api/attributes/{id}', { params: { path: { id: attribute.id } } }))
    say_done(t('attributes.deleted', { name: attribute.name }))
    void queries.invalidateQueries({ queryKey: ['attributes'] })
    on_close()
  }
  return <FormDialog title={t('attributes.delete_named', { name: attribute.name })} description={t('attributes.delete_more')} button={t('attributes.delete')} kind="danger" on_close={on_close} on_send={send} />
}
