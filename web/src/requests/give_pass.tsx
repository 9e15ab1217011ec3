// A pass that nobody asked for: an owner gives it to a person or a group, for some files and actions, for a while, with a reason.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Action } from '@/api/client'
import { field_error } from '@/api/problem_text'
import { k_action_names } from '@/asset/why'
import { t } from '@/i18n'
import { WhoPicker, type Who } from '@/library/who_picker'
import { FormDialog, say_done, TextArea } from '@/ui'
import { give_passes, requests_changed } from './calls'
import { k_file_classes, Some, file_class_name, validity_to_send } from './decide_dialog'
import type { Validity } from './model'
import { ValidityField } from './validity_field'

const k_actions: Action[] = ['download', 'share', 'edit', 'update', 'organise', 'delete']

export function GivePass({ assets, library, on_close }: { assets: { id: string; name: string }[]; library: string; on_close: () => void }) {
  const queries = useQueryClient()
  const [who, set_who] = useState<Who | null>(null)
  const [reason, set_reason] = useState('')
  const [validity, set_validity] = useState<Validity>({ span: '30d' })
  const [actions, set_actions] = useState<Action[]>(['download'])
  const [files, set_files] = useState<string[]>(k_file_classes)
  async function send() {
    if (!who) return
    await give_passes({
      assets: assets.map((one) => one.id),
      ...(who.group ? { group: who.group } : { person: who.person ?? '' }),
      reason: reason.trim(),
      ...validity_to_send(validity),
      actions,
      ...(files.length < k_file_classes.length ? { files } : {}),
    })
    requests_changed(queries)
    say_done(t('pass.given', { name: who.name }))
    on_close()
  }
  return (
    <FormDialog size="middle" title={t('pass.give_title', { count: assets.length, name: assets[0]?.name ?? '' })} button={t('pass.give')} is_ready={who !== null && actions.length > 0 && files.length > 0} on_close={on_close} on_send={send} shown_at={['/reason', '/valid_for']}>
      {(error) => (
        <>
          <WhoPicker label={t('pass.to')} library={library} value={who} on_change={set_who} />
          <ValidityField label={t('decide.validity')} value={validity} on_change={set_validity} error={field_error(error, '/valid_for')} />
          <Some legend={t('decide.actions')} all={k_actions} chosen={actions} name={(action) => t(k_action_names[action])} on_change={set_actions} />
          <Some legend={t('decide.files')} all={k_file_classes} chosen={files} name={file_class_name} on_change={set_files} />
          <TextArea label={t('ask.optional', { label: t('pass.reason') })} value={reason} on_change={set_reason} error={field_error(error, '/reason')} rows={2} maxLength={2000} />
        </>
      )}
    </FormDialog>
  )
}
