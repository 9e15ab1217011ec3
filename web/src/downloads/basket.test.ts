import { beforeEach, expect, test } from 'vitest'
import { k_most_in_basket, put_in, take_out } from './basket'

const kept = (person: string) => JSON.parse(localStorage.getItem(`exeat.basket.${person}`) ?? '[]') as { id: string }[]

beforeEach(() => localStorage.clear())

test('each thing is in it once, and each person has their own', () => {
  expect(put_in('ada', [{ id: '1', name: 'a' }, { id: '2', name: 'b' }])).toBe(2)
  expect(put_in('ada', [{ id: '2', name: 'b' }, { id: '3', name: 'c' }])).toBe(1)
  take_out('ada', '1')
  expect(kept('ada').map((one) => one.id)).toEqual(['2', '3'])
  expect(kept('ben')).toEqual([])
})

test('it has an end', () => {
  const many = Array.from({ length: k_most_in_basket + 5 }, (_, index) => ({ id: String(index), name: '' }))
  expect(put_in('ada', many)).toBe(k_most_in_basket)
  expect(put_in('ada', [{ id: 'more', name: '' }])).toBe(0)
})

test('what a browser kept wrongly is no basket', () => {
  localStorage.setItem('exeat.basket.ada', '{"not": "a list"')
  expect(put_in('ada', [{ id: '1', name: 'a' }])).toBe(1)
  expect(kept('ada')).toEqual([{ id: '1', name: 'a' }])
})
