// Lock and protection of a folder or an asset: what is set, what is in force, where that comes from, and what it does.
import type { Access, Folder, Protection } from '@/api/client'
import { t } from '@/i18n'
import { Icon, Segmented } from '@/ui'
import styles from './rules.module.css'

type AccessInForce = NonNullable<Folder['access']>
type ProtectionInForce = NonNullable<Folder['protection']>

function source_text(rule: AccessInForce | ProtectionInForce): string {
  if (rule.set_on === 'itself') return t('rule.set_here')
  if (rule.set_on === 'library') return t('rule.from_library')
  return rule.folder_name ? t('rule.from_folder', { name: rule.folder_name }) : t('rule.from_some_folder')
}

function InForce({ is_shut, word, effect, source }: { is_shut: boolean; word: string; effect: string; source: string }) {
  return (
    <div className={styles['in_force']}>
      <Icon name={is_shut ? 'lock' : 'unlock'} size={20} />
      <div>
        <p className={styles['word']}>
          {word} <span className={styles['source']}>{source}</span>
        </p>
        <p className={styles['effect']}>{effect}</p>
      </div>
    </div>
  )
}

interface RuleChoiceProps<T> {
  /** Null: not all have the same. */
  value: T | null
  disabled: boolean
  on_change: (value: T) => void
}

export function LockChoice(props: RuleChoiceProps<Access>) {
  return (
    <Segmented<Access>
      label={t('rule.lock')}
      items={[
        { value: 'inherit', text: t('rule.inherit') },
        { value: 'locked', text: t('rule.locked') },
        { value: 'unlocked', text: t('rule.unlocked') },
      ]}
      {...props}
    />
  )
}

export function ProtectionChoice(props: RuleChoiceProps<Protection>) {
  return (
    <Segmented<Protection>
      label={t('rule.protection')}
      items={[
        { value: 'inherit', text: t('rule.inherit') },
        { value: 'on_request', text: t('rule.on_request') },
        { value: 'open', text: t('rule.open') },
      ]}
      {...props}
    />
  )
}

export interface RuleSwitchesProps {
  access: AccessInForce
  protection: ProtectionInForce
  can_change: boolean
  on_access: (value: Access) => void
  on_protection: (value: Protection) => void
}

export function RuleSwitches({ access, protection, can_change, on_access, on_protection }: RuleSwitchesProps) {
  const is_locked = access.in_force === 'locked'
  const is_protected = protection.in_force === 'on_request'
  return (
    <>
      <section className={styles['rule']}>
        <LockChoice value={access.set} disabled={!can_change} on_change={on_access} />
        <InForce is_shut={is_locked} word={is_locked ? t('rule.locked') : t('rule.unlocked')} source={source_text(access)} effect={is_locked ? t('rule.locked_effect') : t('rule.unlocked_effect')} />
      </section>
      <section className={styles['rule']}>
        <ProtectionChoice value={protection.set} disabled={!can_change} on_change={on_protection} />
        <InForce is_shut={is_protected} word={is_protected ? t('rule.on_request') : t('rule.open')} source={source_text(protection)} effect={is_protected ? t('rule.on_request_effect') : t('rule.open_effect')} />
      </section>
    </>
  )
}
