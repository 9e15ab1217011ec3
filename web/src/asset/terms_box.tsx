import { t } from '@/i18n'
import { Checkbox } from '@/ui'
import styles from './asset.module.css'

/** Terms to read and tick: the text scrolls in its own box, which keys reach. */
export function TermsBox({ title, body, is_accepted, on_change }: { title: string; body: string; is_accepted: boolean; on_change: (is_accepted: boolean) => void }) {
  return (
    <section className={styles['terms']}>
      <h3>{title}</h3>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls has to be reached by keys */}
      <div className={styles['terms_text']} tabIndex={0} role="region" aria-label={title}>
        {body}
      </div>
      <Checkbox label={t('download.accept', { title })} checked={is_accepted} on_change={on_change} />
    </section>
  )
}
