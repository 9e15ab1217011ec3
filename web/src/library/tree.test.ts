import { expect, test } from 'vitest'
import type { Folder } from '@/api/client'
import { ancestors_of, path_of, tree_of, visible_nodes } from './tree'

const folder = (id: string, parent: string | null): Folder => ({ id, parent, name: id, library: 'l', created_at: '', access: null, protection: null, can: { upload: false, organise: false, publish: false, protect: false }, why_not: {}, version: 1 })
const folders = [folder('a', null), folder('b', 'a'), folder('c', 'b'), folder('d', null), folder('orphan', 'hidden')]

test('folders become a tree; one whose parent is hidden stands at the top', () => {
  const tree = tree_of(folders)
  expect(tree.map((node) => node.folder.id)).toEqual(['a', 'd', 'orphan'])
  expect(tree[0]?.children[0]?.children[0]).toMatchObject({ level: 3, position: 1, siblings: 1 })
})

test('only what is open shows what is in it', () => {
  const tree = tree_of(folders)
  const ids = (open: string[]) => visible_nodes(tree, new Set(open)).map((node) => node.folder.id)
  expect(ids([])).toEqual(['a', 'd', 'orphan'])
  expect(ids(['b'])).toEqual(['a', 'd', 'orphan'])
  expect(ids(['a', 'b'])).toEqual(['a', 'b', 'c', 'd', 'orphan'])
})

test('the way up and the way down', () => {
  expect(ancestors_of(folders, 'c')).toEqual(['b', 'a'])
  expect(path_of(folders, 'c').map((one) => one.id)).toEqual(['a', 'b', 'c'])
  expect(ancestors_of([folder('x', 'y'), folder('y', 'x')], 'x'), 'a circle ends').toEqual(['y', 'x'])
})
