import { expect, test } from 'vitest'
import { common_choice, has_daily, is_same_wish, k_topics, with_choice, type MailChoice, type MailWish } from './mail_topics'

const all = (choice: MailChoice, zone = 'UTC'): MailWish => ({ zone, choices: { to_decide: choice, approved_by_rule: choice, answers: choice, questions: choice, passes: choice, passes_ending: choice, standing_in: choice } })

test('every topic has a row, once', () => {
  expect([...k_topics].toSorted()).toEqual(Object.keys(all('never').choices).toSorted())
})

test('one choice for all is told, and different ones are none', () => {
  expect(common_choice(all('daily'))).toBe('daily')
  expect(common_choice(with_choice(all('daily'), ['passes'], 'never', 'UTC'))).toBe(null)
})

test('a choice changes the topics that it is of, and the wish before stays', () => {
  const before = all('at_once')
  const after = with_choice(before, ['answers', 'questions'], 'never', 'Europe/Paris')
  expect(after.choices).toEqual({ ...before.choices, answers: 'never', questions: 'never' })
  expect(after.zone).toBe('UTC')
  expect(before).toEqual(all('at_once'))
  expect(is_same_wish(before, after)).toBe(false)
  expect(is_same_wish(after, with_choice(before, ['questions', 'answers'], 'never', 'UTC'))).toBe(true)
})

test('the first daily mail begins the day where the device is, unless a zone was chosen', () => {
  expect(with_choice(all('at_once'), ['passes'], 'daily', 'Europe/Paris').zone).toBe('Europe/Paris')
  expect(with_choice(all('at_once', 'Asia/Tokyo'), ['passes'], 'daily', 'Europe/Paris').zone).toBe('Asia/Tokyo')
  const chosen = with_choice(all('at_once'), ['passes'], 'daily', 'UTC')
  expect(with_choice(chosen, ['answers'], 'daily', 'Europe/Paris').zone).toBe('UTC')
  expect(has_daily(chosen)).toBe(true)
})
