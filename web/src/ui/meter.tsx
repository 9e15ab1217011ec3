import { Progress as Base } from '@base-ui/react/progress'
import styles from './meter.module.css'

/** How far something is; null where nobody knows. */
export function ProgressBar({ label, value }: { label: string; value: number | null }) {
  return (
    <Base.Root value={value} aria-label={label} className={styles['root']}>
      <Base.Track className={styles['track']}>
        <Base.Indicator className={styles['bar']} />
      </Base.Track>
    </Base.Root>
  )
}
