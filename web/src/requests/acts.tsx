// What can be done with one request, and the dialogs behind it: the same in lists, in the sheet and on passes.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { problem_text } from '@/api/problem_text'
import { t } from '@/i18n'
import { Button, FormDialog, say_done, say_wrong } from '@/ui'
import { delete_request, requests_changed, withdraw, type Request } from './calls'
import { DecideDialog, RenewDialog, RevokeDialog } from './decide_dialog'
import { ask_for } from './ask_for'
import styles from './requests.module.css'

type Open = 'approve' | 'reject' | 'revoke' | 'renew' | 'delete' | null

export function RequestActs({ request, on_done, compact = false }: { request: Request; on_done?: () => void; compact?: boolean }) {
  const queries = useQueryClient()
  const [open, set_open] = useState<Open>(null)
  const [is_busy, set_busy] = useState(false)
  const { can } = request
  const done = () => on_done?.()
  const close = () => set_open(null)
  async function take_it_back() {
    set_busy(true)
    try {
      await withdraw(request.id)
      say_done(t('requests.withdrawn', { name: request.asset_name }))
      done()
    } catch (error) {
      say_wrong(problem_text(error).detail)
    }
    set_busy(false)
    requests_changed(queries)
  }
  async function remove() {
    await delete_request(request.id)
    say_done(t('requests.deleted', { name: request.asset_name }))
    close()
    requests_changed(queries)
    done()
  }
  const of = <span className="visually-hidden"> {request.asset_name}</span>
  return (
    <div className={styles['acts']}>
      {can.withdraw && (
        <Button compact={compact} busy={is_busy} onClick={() => void take_it_back()}>
          {t('requests.withdraw')}
          {of}
        </Button>
      )}
      {can.ask_again && (
        <Button compact={compact} onClick={() => ask_for([{ id: request.asset, name: request.asset_name }], request.kind === 'access' ? request.actions : [])}>
          {t('requests.again')}
          {of}
        </Button>
      )}
      {can.reject && (
        <Button compact={compact} onClick={() => set_open('reject')}>
          {t('decide.reject')}
          {of}
        </Button>
      )}
      {can.revoke && (
        <Button compact={compact} kind="danger" onClick={() => set_open('revoke')}>
          {t('decide.revoke')}
          {of}
        </Button>
      )}
      {can.renew && (
        <Button compact={compact} onClick={() => set_open('renew')}>
          {t('decide.renew')}
          {of}
        </Button>
      )}
      {can.delete && !compact && (
        <Button kind="danger" onClick={() => set_open('delete')}>
          {t('requests.delete')}
          {of}
        </Button>
      )}
      {can.approve && (
        <Button compact={compact} kind={compact ? 'plain' : 'primary'} onClick={() => set_open('approve')}>
          {request.status === 'rejected' ? t('decide.approve_later') : t('decide.approve')}
          {of}
        </Button>
      )}
      {(open === 'approve' || open === 'reject') && <DecideDialog requests={[request]} verdict={open} on_close={close} on_decided={done} />}
      {open === 'revoke' && <RevokeDialog request={request} on_close={close} on_decided={done} />}
      {open === 'delete' && <FormDialog title={t('requests.delete_title', { name: request.asset_name })} description={t('requests.delete_more')} button={t('requests.delete')} kind="danger" on_close={close} on_send={remove} />}
      {open === 'renew' && <RenewDialog request={request} on_close={close} on_decided={done} />}
    </div>
  )
}
