// Our own pictograms: one sprite for the page, 20 by 20, lines of 1.5. They mean nothing by themselves: words stand beside
// them or name the button.
import styles from './icon.module.css'
import { class_names } from './class_names'

const k_paths = {
  lock: 'M5 9h10v8H5z M7 9V6a3 3 0 0 1 6 0v3',
  unlock: 'M5 9h10v8H5z M7 9V6a3 3 0 0 1 5.8-1',
  clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z M10 6v4l3 2',
  pass: 'M3 6h14v2.5a1.5 1.5 0 0 0 0 3V14H3v-2.5a1.5 1.5 0 0 0 0-3z M12 6v8',
  close: 'M5 5l10 10 M15 5L5 15',
  check: 'M4 10.5l4 4 8-9',
  dash: 'M5 10h10',
  plus: 'M10 4v12 M4 10h12',
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z M13 13l4 4',
  upload: 'M10 13V4 M6 8l4-4 4 4 M4 13v3h12v-3',
  download: 'M10 4v9 M6 9l4 4 4-4 M4 13v3h12v-3',
  basket: 'M3 8h14l-1.5 8h-11z M7 8l2-4 M13 8l-2-4',
  basket_in: 'M3 8h14l-1.5 8h-11z M7 8l2-4 M13 8l-2-4 M7.5 12l2 2 3.5-3.5',
  folder: 'M3 5.5h5l1.5 2H17V16H3z',
  folder_add: 'M3 5.5h5l1.5 2H17V16H3z M10 9.5v4.5 M7.7 11.8h4.6',
  library: 'M3 4h6v5H3z M11 4h6v8h-6z M3 11h6v5H3z M11 14h6v2h-6z',
  grid: 'M4 4h5v5H4z M11 4h5v5h-5z M4 11h5v5H4z M11 11h5v5h-5z',
  people: 'M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6z M2.5 16.5c0-3 2-4.5 5-4.5s5 1.5 5 4.5 M13 4a3 3 0 0 1 0 5.5 M14.5 12.3c1.9.5 3 2 3 4.2',
  person: 'M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6z M4.5 17c0-3.2 2.2-5 5.5-5s5.5 1.8 5.5 5',
  group: 'M6 3.5h8v5H6z M2.5 11.5h6v5h-6z M11.5 11.5h6v5h-6z',
  role: 'M10 3l6 2.5V10c0 3.5-2.5 6-6 7-3.5-1-6-3.5-6-7V5.5z M7.5 10l2 2 3.5-4',
  gear: 'M10 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z M10 3v2 M10 15v2 M3 10h2 M15 10h2 M5 5l1.5 1.5 M13.5 13.5L15 15 M15 5l-1.5 1.5 M6.5 13.5L5 15',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z M10 2.5v1.5 M10 16v1.5 M2.5 10H4 M16 10h1.5 M4.7 4.7l1 1 M14.3 14.3l1 1 M15.3 4.7l-1 1 M5.7 14.3l-1 1',
  moon: 'M16 11.5A6.5 6.5 0 1 1 8.5 4a5 5 0 0 0 7.5 7.5z',
  half: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z M10 3v14 M10 6.5h5.5 M10 10h7 M10 13.5h5.5',
  globe: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z M3 10h14 M10 3c-5 4.5-5 9.5 0 14 M10 3c5 4.5 5 9.5 0 14',
  keyboard: 'M2.5 5.5h15v9h-15z M5.5 8.5h.01 M8.5 8.5h.01 M11.5 8.5h.01 M14.5 8.5h.01 M6.5 11.7h7',
  sign_out: 'M12 4H4v12h8 M8.5 10H17 M14 7l3 3-3 3',
  chevron_up: 'M5.5 12.5L10 8l4.5 4.5',
  chevron_down: 'M5.5 8l4.5 4.5L14.5 8',
  chevron_right: 'M8 5.5l4.5 4.5L8 14.5',
  chevron_left: 'M12 5.5L7.5 10l4.5 4.5',
  up_down: 'M6.5 8L10 4.5 13.5 8 M6.5 12l3.5 3.5 3.5-3.5',
  sort: 'M4 6h12 M4 10h8 M4 14h4',
  more: 'M4.1 10a.9.9 0 1 0 1.8 0 .9.9 0 1 0-1.8 0 M9.1 10a.9.9 0 1 0 1.8 0 .9.9 0 1 0-1.8 0 M14.1 10a.9.9 0 1 0 1.8 0 .9.9 0 1 0-1.8 0',
  info: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z M10 9.2V14 M10 6.5h.01',
  question: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z M7.9 8a2.1 2.1 0 1 1 3 2c-.6.3-.9.7-.9 1.4 M10 13.8h.01',
  warning: 'M10 3.5L17.5 16h-15z M10 8.5V12 M10 14h.01',
  panel: 'M3 4h14v12H3z M12.5 4v12',
  rail: 'M3 4h14v12H3z M7.5 4v12',
  edit: 'M4 16l.8-3.2L13 4.6l2.4 2.4-8.2 8.2z M11.5 6.1l2.4 2.4',
  bin: 'M4 6h12 M8 6V4h4v2 M5.5 6l.7 10.5h7.6L14.5 6 M8.5 9v4.5 M11.5 9v4.5',
  move: 'M3 5.5h5l1.5 2H17V16H3z M7.5 12h5 M10.5 10l2 2-2 2',
  copy: 'M7.5 7.5h9v9h-9z M12.5 7.5v-4h-9v9h4',
  key: 'M7 7a4 4 0 1 0 0 6.5 4 4 0 0 0 1.6-3.2H17 M14 10.3v3 M6 10.3h.01',
  shield: 'M10 3l6 2.5V10c0 3.5-2.5 6-6 7-3.5-1-6-3.5-6-7V5.5z',
  eye: 'M2.5 10c2-3.3 4.5-5 7.5-5s5.5 1.7 7.5 5c-2 3.3-4.5 5-7.5 5s-5.5-1.7-7.5-5z M10 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z',
  eye_off: 'M3.5 4l13 12 M7 6c1-.6 2-.9 3-.9 3 0 5.5 1.7 7.5 5-.8 1.3-1.7 2.3-2.6 3.1 M12 14.7c-.7.2-1.3.3-2 .3-3 0-5.5-1.7-7.5-5 .6-1 1.3-1.9 2-2.6',
  pause: 'M7 5v10 M13 5v10',
  play: 'M6.5 4.5L15 10l-8.5 5.5z',
  retry: 'M15.5 8A6 6 0 1 0 16 11 M16 4v4h-4',
  offline: 'M3 4l14 13 M6 8.5a7 7 0 0 0-2 1.3 M8.5 12.5c.5-.3 1-.5 1.5-.5 1 0 1.8.4 2.5 1 M10.5 7.2c2.1.1 4 1 5.5 2.6 M10 15.5h.01',
  menu: 'M3.5 6h13 M3.5 10h13 M3.5 14h13',
  arrow_left: 'M16 10H4 M8.5 5.5L4 10l4.5 4.5',
  arrow_right: 'M4 10h12 M11.5 5.5L16 10l-4.5 4.5',
  arrow_up: 'M10 16V4 M5.5 8.5L10 4l4.5 4.5',
  arrow_down: 'M10 4v12 M5.5 11.5L10 16l4.5-4.5',
  zoom: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z M13 13l4 4 M9 6.7v4.6 M6.7 9h4.6',
  expand: 'M4 8V4h4 M16 8V4h-4 M4 12v4h4 M16 12v4h-4',
  image: 'M3 4h14v12H3z M3 13.5l4-4 3.5 3.5 2-2 4.5 4 M12.5 7.5h.01',
  video: 'M3 5h10v10H3z M13 9l4-2.5v7L13 11z',
  audio: 'M8 14.5V5l8-1.5V13 M6 12.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z M14 11a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  document: 'M5 3h7l3.5 3.5V17H5z M12 3v3.5h3.5 M7.5 10h5 M7.5 13h5',
  table: 'M3 4h14v12H3z M3 8h14 M3 12h14 M8.5 4v12',
  model: 'M10 3l6 3.5v7L10 17l-6-3.5v-7z M4 6.5l6 3.5 6-3.5 M10 10v7',
  archive: 'M3 4h14v3.5H3z M4.5 7.5V16h11V7.5 M8 10.5h4',
  type: 'M5 6V4.5h10V6 M10 4.5V16 M8 16h4',
  file: 'M5 3h7l3.5 3.5V17H5z M12 3v3.5h3.5',
  bell: 'M5 13.5V9a5 5 0 0 1 10 0v4.5l1.5 1.5h-13z M8.5 17h3',
  inbox: 'M3 4h14v12H3z M3 11h4l1.5 2.5h3L13 11h4',
  mail: 'M3 5h14v10.5H3z M3 5.5l7 5.5 7-5.5',
  undo: 'M7 5L3.5 8.5 7 12 M3.5 8.5H12a4 4 0 0 1 0 8H9',
} as const

export type IconName = keyof typeof k_paths
export const k_icon_names = Object.keys(k_paths) as IconName[]

/** Stands once in the page; every Icon points into it. */
export function Sprite() {
  return (
    <svg width="0" height="0" aria-hidden="true" className={styles['sprite']}>
      {Object.entries(k_paths).map(([name, path]) => (
        <symbol key={name} id={`i-${name}`} viewBox="0 0 20 20">
          <path d={path} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
        </symbol>
      ))}
    </svg>
  )
}

export function Icon({ name, size = 16, className }: { name: IconName; size?: 16 | 20 | 32; className?: string | undefined }) {
  return (
    <svg width={size} height={size} className={class_names(styles['icon'], (name === 'chevron_left' || name === 'chevron_right') && styles['directed'], className)} aria-hidden="true" focusable="false">
      <use href={`#i-${name}`} />
    </svg>
  )
}
