import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take, take_versioned, type Access, type Action, type Asset, type AssetChange, type Protection } from '@/api/client'
import { problem_text } from '@/api/problem_text'
import { t, type Key } from '@/i18n'
import { GivePass } from '@/requests/give_pass'
import { RequestsHere } from '@/requests/request_list'
import { useShutting } from '@/requests/shutting'
import { RuleSwitches } from '@/library/rule_switches'
import { MemberList } from '@/library/member_list'
import { Button, Icon, ProblemState, say_done, say_wrong, Select, Skeleton, Switch } from '@/ui'
import { useAssetChange } from './change'
import { k_action_names, WhyDialog } from './why'
import styles from './asset.module.css'

const k_shown: (Action & keyof Asset['can'])[] = ['download', 'share', 'edit', 'update', 'organise', 'delete', 'publish', 'protect']

export function Permissions({ asset }: { asset: Asset }) {
  const [is_giving, set_giving] = useState(false)
  return (
    <div className={styles['sections']}>
      {asset.access && asset.protection && <Rules asset={asset} access={asset.access} protection={asset.protection} />}
      {asset.can.protect && <Offered asset={asset} />}
      {asset.can.protect && <TermsChoice asset={asset} />}
      {asset.can.protect && <People asset={asset} />}
      {asset.can.protect && (
        <section>
          <div className={styles['section_head']}>
            <h3>{t('requests.of_asset')}</h3>
            <Button compact icon="pass" onClick={() => set_giving(true)}>
              {t('pass.give')}
            </Button>
          </div>
          <RequestsHere caption={t('requests.of_asset')} filter={{ seat: 'any', asset: asset.id }} without={['asset']} />
          {is_giving && <GivePass assets={[asset]} library={asset.library} on_close={() => set_giving(false)} />}
        </section>
      )}
      <Mine asset={asset} />
    </div>
  )
}

function useCarefulChange(asset: Asset) {
  const change = useAssetChange(asset)
  /** Whether it was changed. */
  return async (wanted: AssetChange, done: Key): Promise<boolean> => {
    try {
      await change.mutateAsync(wanted)
      say_done(t(done, { name: asset.name }))
      return true
    } catch (error) {
      say_wrong(problem_text(error).detail, problem_text(error).more.join(' '))
      return false
    }
  }
}

function Rules({ asset, access, protection }: { asset: Asset; access: NonNullable<Asset['access']>; protection: NonNullable<Asset['protection']> }) {
  const set = useCarefulChange(asset)
  const { shut, dialog } = useShutting({ library: asset.library, asset: asset.id })
  const set_access = (value: Access) => set({ access: value }, 'rule.lock_changed')
  const set_protection = (value: Protection) => set({ protection: value }, 'rule.protection_changed')
  return (
    <>
      <RuleSwitches
        access={access}
        protection={protection}
        can_change={asset.can.protect}
        on_access={(value) => void (value === 'locked' ? shut('lock', () => set_access(value)) : set_access(value))}
        on_protection={(value) => void (value === 'on_request' ? shut('protection', () => set_protection(value)) : set_protection(value))}
      />
      {dialog}
    </>
  )
}

function Offered({ asset }: { asset: Asset }) {
  const set = useCarefulChange(asset)
  const off = asset.not_offered ?? []
  const flip = (file: string, is_offered: boolean) => void set({ not_offered: is_offered ? off.filter((one) => one !== file) : [...off, file] }, 'rule.offered_changed')
  return (
    <section>
      <h3>{t('rule.offered')}</h3>
      <p className={styles['quiet']}>{t('rule.offered_more')}</p>
      <Switch label={t('file.original')} checked={!off.includes('original')} on_change={(now) => flip('original', now)} />
      <Switch label={t('file.attachments')} checked={!off.includes('attachment')} on_change={(now) => flip('attachment', now)} />
    </section>
  )
}

function TermsChoice({ asset }: { asset: Asset }) {
  const set = useCarefulChange(asset)
  const terms = useQuery({ queryKey: ['terms'], queryFn: ({ signal }) => take(api.GET('/api/terms', { signal })).then((list) => list.items), staleTime: 60_000 })
  if (!terms.data || (terms.data.length === 0 && !asset.terms)) return null
  return (
    <section>
      <Select
        label={t('asset.terms')}
        description={t('rule.terms_more')}
        value={asset.terms?.id ?? ''}
        on_change={(id) => void set({ terms: id === '' ? null : id }, 'rule.terms_changed')}
        items={[{ value: '', text: t('rule.no_terms') }, ...terms.data.map((one) => ({ value: one.id, text: one.title }))]}
      />
    </section>
  )
}

function People({ asset }: { asset: Asset }) {
  const queries = useQueryClient()
  const members = useQuery({
    queryKey: ['members', 'asset', asset.id],
    queryFn: ({ signal }) => take_versioned(api.GET('/api/assets/{id}/members', { params: { path: { id: asset.id } }, signal })),
  })
  return (
    <section>
      <h3>{t('members.of_asset')}</h3>
      <p className={styles['quiet']}>{t('members.of_asset_more')}</p>
      {members.isPending && <Skeleton lines={2} />}
      {members.isError && <ProblemState error={members.error} on_retry={() => void members.refetch()} />}
      {members.data && (
        <MemberList
          members={members.data.value.items}
          place={{ library: asset.library, asset: asset.id }}
          on_changed={() => void queries.invalidateQueries({ queryKey: ['members'] })}
        />
      )}
    </section>
  )
}

/** What whoever looks may do here, and for everything else the reason. */
function Mine({ asset }: { asset: Asset }) {
  const [why, set_why] = useState<Action | null>(null)
  return (
    <section>
      <h3>{t('rule.mine')}</h3>
      <ul className={styles['mine']}>
        {k_shown.map((action) => (
          <li key={action} className={styles[asset.can[action] ? 'may' : 'may_not']}>
            <Icon name={asset.can[action] ? 'check' : 'close'} />
            <span className={styles['mine_text']}>
              {t(k_action_names[action])}
              <span className="visually-hidden">{asset.can[action] ? t('rule.may') : t('rule.may_not')}</span>
              {!asset.can[action] && <span className={styles['mine_why']}>{asset.why_not[action]?.join(' ')}</span>}
            </span>
            <Button kind="quiet" compact onClick={() => set_why(action)}>
              {t('why.ask')}
              <span className="visually-hidden"> {t(k_action_names[action])}</span>
            </Button>
          </li>
        ))}
      </ul>
      {why && <WhyDialog asset={asset} action={why} on_close={() => set_why(null)} />}
    </section>
  )
}
