import { beforeEach, expect, test } from 'vitest'
import { forget_draft, keep_draft, read_draft } from './draft'

beforeEach(() => sessionStorage.clear())
const draft = { reason: 'A poster', answers: { medium: ['Print'] }, needed_by: '' }

test('what was typed comes back, to the same person, for the same thing', () => {
  keep_draft('ada', 'asset-1', draft)
  expect(read_draft('ada', 'asset-1')).toEqual(draft)
  expect(read_draft('ben', 'asset-1')).toBeNull()
  expect(read_draft('ada', 'asset-2')).toBeNull()
  forget_draft('ada', 'asset-1')
  expect(read_draft('ada', 'asset-1')).toBeNull()
})

test('what a browser kept wrongly is no draft', () => {
  sessionStorage.setItem('exeat.ask.ada.asset-1', '{"reason": 5}')
  expect(read_draft('ada', 'asset-1')).toBeNull()
  sessionStorage.setItem('exeat.ask.ada.asset-1', '{')
  expect(read_draft('ada', 'asset-1')).toBeNull()
})
