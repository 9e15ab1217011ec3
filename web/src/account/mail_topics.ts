// What mails are about and how one may hear of it: the rows and columns of the account page. Pure.
import type { components } from '@/api/schema'

export type MailTopic = components['schemas']['MailTopic']
export type MailChoice = components['schemas']['MailChoice']
export type MailWish = components['schemas']['MailWish']

/** In the order of the page: what asks for something first. */
export const k_topics = ['to_decide', 'questions', 'answers', 'passes', 'passes_ending', 'approved_by_rule', 'standing_in'] as const satisfies MailTopic[]
export const k_choices = ['at_once', 'daily', 'never'] as const satisfies MailChoice[]

/** What stands for every topic; null where they differ. */
export function common_choice({ choices }: MailWish): MailChoice | null {
  const first = choices[k_topics[0]]
  return k_topics.every((topic) => choices[topic] === first) ? first : null
}

export const has_daily = ({ choices }: MailWish) => k_topics.some((topic) => choices[topic] === 'daily')

export const is_same_wish = (one: MailWish, other: MailWish) => one.zone === other.zone && k_topics.every((topic) => one.choices[topic] === other.choices[topic])

/** With another choice for some topics. A day begins where this device is for whoever never chose a zone. */
export function with_choice(wish: MailWish, topics: readonly MailTopic[], choice: MailChoice, zone_here: string): MailWish {
  const choices = { ...wish.choices }
  for (const topic of topics) choices[topic] = choice
  const begins = choice === 'daily' && !has_daily(wish) && wish.zone === 'UTC'
  return { choices, zone: begins ? zone_here : wish.zone }
}
