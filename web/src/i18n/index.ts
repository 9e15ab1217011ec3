// Sentences in the language of whoever looks. Messages are ICU; `t` takes only keys that the English catalogue has.
import IntlMessageFormat from 'intl-messageformat'
import en from './locales/en.json'

export type Key = keyof typeof en
export type Values = Record<string, string | number | Date>
/** A sentence as it is written; one with names in it comes read already from the build. */
type Message = string | ConstructorParameters<typeof IntlMessageFormat>[0]
type Catalogue = Partial<Record<Key, Message>>

/** `is_whole` languages say everything and are offered; the others are on their way, and shown to whoever sets the cookie. */
export const k_languages = [
  { tag: 'en', name: 'English', direction: 'ltr', is_whole: true },
  { tag: 'de', name: 'Deutsch', direction: 'ltr', is_whole: false },
  { tag: 'fr', name: 'Français', direction: 'ltr', is_whole: false },
  { tag: 'ar', name: 'العربية', direction: 'rtl', is_whole: false },
] as const
export type Language = (typeof k_languages)[number]['tag']
export const k_offered = k_languages.filter((one) => one.is_whole)

const k_loaders: Record<Exclude<Language, 'en'>, () => Promise<{ default: Catalogue }>> = {
  de: () => import('./locales/de.json'),
  fr: () => import('./locales/fr.json'),
  ar: () => import('./locales/ar.json'),
}

interface State {
  language: Language
  catalogue: Catalogue
  formats: Map<Key, IntlMessageFormat>
}
const state: State = { language: 'en', catalogue: en, formats: new Map() }

export function is_language(text: string): text is Language {
  return k_languages.some((one) => one.tag === text)
}

/** The language that was chosen here, else the first of the browser's that we speak. */
export function wanted_language(chosen: string | null, offered: readonly string[]): Language {
  if (chosen && is_language(chosen)) return chosen
  for (const tag of offered) {
    const base = tag.split('-')[0] ?? ''
    if (k_offered.some((one) => one.tag === base)) return base as Language
  }
  return 'en'
}

/** Makes a language the one of this page. What it does not say yet is said in English. */
export async function set_language(language: Language): Promise<void> {
  state.catalogue = language === 'en' ? en : { ...en, ...(await k_loaders[language]()).default }
  state.language = language
  state.formats.clear()
  const root = document.documentElement
  root.lang = language
  root.dir = k_languages.find((one) => one.tag === language)?.direction ?? 'ltr'
}

/** How numbers and dates are written: as where the browser is at home, when it speaks this language. */
function region(): string {
  return navigator.languages.find((tag) => tag === state.language || tag.startsWith(`${state.language}-`)) ?? state.language
}

export function language(): Language {
  return state.language
}

export function t(key: Key, values?: Values): string {
  const message: Message = state.catalogue[key] ?? en[key]
  if (typeof message === 'string') return message
  let format = state.formats.get(key)
  if (!format) {
    format = new IntlMessageFormat(message, region())
    state.formats.set(key, format)
  }
  return String(format.format(values))
}

const k_units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** 55,031,219 -> "55 MB" (SI). */
export function size_text(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(k_units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const amount = bytes / 1000 ** step
  return new Intl.NumberFormat(region(), {
    style: 'unit',
    unit: k_units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step > 0 && amount < 10 ? 1 : 0,
  }).format(amount)
}

export function number_text(number: number): string {
  return new Intl.NumberFormat(region()).format(number)
}

export function date_text(instant: string): string {
  return new Intl.DateTimeFormat(region(), { dateStyle: 'medium' }).format(new Date(instant))
}

/** A day beside today, in few letters: the hour where it is today, the year only where it is another. */
export function day_text(instant: string, now = Date.now()): string {
  const [day, today] = [new Date(instant), new Date(now)]
  const is_this_year = day.getFullYear() === today.getFullYear()
  const is_today = is_this_year && day.getMonth() === today.getMonth() && day.getDate() === today.getDate()
  const wanted: Intl.DateTimeFormatOptions = is_today ? { timeStyle: 'short' } : { day: 'numeric', month: 'short', ...(is_this_year ? {} : { year: 'numeric' }) }
  return new Intl.DateTimeFormat(region(), wanted).format(day)
}

export function moment_text(instant: string): string {
  return new Intl.DateTimeFormat(region(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant))
}

export function time_text(instant: string): string {
  return new Intl.DateTimeFormat(region(), { timeStyle: 'short' }).format(new Date(instant))
}

/** The day of an instant where the reader is, as a heading: "Today", "Friday 20 November". */
export function day_heading(instant: string, now = Date.now()): string {
  const date = new Date(instant)
  const today = new Date(now)
  const days = Math.round((midnight_of(today) - midnight_of(date)) / 86_400_000)
  if (days === 0) return t('day.today')
  if (days === 1) return t('day.yesterday')
  return new Intl.DateTimeFormat(region(), { weekday: 'long', day: 'numeric', month: 'long', ...(date.getFullYear() === today.getFullYear() ? {} : { year: 'numeric' }) }).format(date)
}

/** Days are compared without the hour that some of them gain or lose. */
const midnight_of = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())

const k_steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** "3 days ago", "in 2 hours". */
export function ago_text(instant: string, now = Date.now()): string {
  const seconds = (new Date(instant).getTime() - now) / 1000
  const format = new Intl.RelativeTimeFormat(region(), { numeric: 'auto' })
  for (const [unit, length] of k_steps) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit)
  }
  return format.format(0, 'second')
}

export function list_text(words: string[]): string {
  return new Intl.ListFormat(region(), { type: 'conjunction' }).format(words)
}
