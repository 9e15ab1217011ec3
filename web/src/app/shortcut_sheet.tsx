import { t } from '@/i18n'
import { Dialog } from '@/ui'
import { k_shortcuts, type Shortcut } from './shortcuts'
import styles from './shell.module.css'

function Keys({ text }: { text: string }) {
  return (
    <span className={styles['keys']}>
      {text.split(' ').map((key, index) => (key === '+' && text !== '+' ? '+' : <kbd key={index}>{key.length === 1 ? key.toUpperCase() : key}</kbd>))}
    </span>
  )
}

export function ShortcutSheet({ open, on_close }: { open: boolean; on_close: () => void }) {
  const all = Object.values(k_shortcuts) as Shortcut[]
  const groups = [
    { title: t('keys.everywhere'), of: all.filter((one) => !one.place) },
    { title: t('keys.in_grid'), of: all.filter((one) => one.place === 'grid') },
    { title: t('keys.in_zoom'), of: all.filter((one) => one.place === 'zoom') },
  ]
  return (
    <Dialog open={open} on_close={on_close} title={t('keys.title')} size="large">
      <div className={styles['key_groups']}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl className={styles['key_list']}>
              {group.of.map((one) => (
                <div key={one.keys}>
                  <dt>{t(one.text)}</dt>
                  <dd>
                    <Keys text={one.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
