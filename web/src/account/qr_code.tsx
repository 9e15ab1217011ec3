import { encode } from 'uqr'
import { page_styles as styles } from '@/app/page'

/** A text as a picture that a phone's camera reads; dark on white in every theme, since cameras expect that. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const path = data.map((row, y) => row.map((is_dark, x) => (is_dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('')
  return (
    <svg viewBox={`0 0 ${size} ${size}`} className={styles['qr']} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={`M0 0h${size}v${size}H0z`} className={styles['qr_ground']} />
      <path d={path} className={styles['qr_marks']} />
    </svg>
  )
}
