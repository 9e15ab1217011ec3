import jsx_a11y from 'eslint-plugin-jsx-a11y'
import react_hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.d.ts'] },
  ...tseslint.configs.recommended,
  jsx_a11y.flatConfigs.recommended,
  {
    plugins: { 'react-hooks': react_hooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'jsx-a11y/no-autofocus': 'error',
      // Our checkboxes, switches and radios are labelled by id across components.
      'jsx-a11y/label-has-associated-control': ['error', { assert: 'either' }],
      // The grid and the tree keep one stop for the keyboard and listen on behalf of their cells.
      'jsx-a11y/interactive-supports-focus': 'off',
      'jsx-a11y/click-events-have-key-events': 'off',
      'jsx-a11y/no-static-element-interactions': 'off',
      'jsx-a11y/no-noninteractive-element-interactions': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-imports': ['error', { patterns: [{ group: ['@base-ui/*'], message: 'Pages are built from src/ui; only that folder knows the kit.' }] }],
      'no-restricted-syntax': ['error', { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'What people typed is text, never HTML.' }],
    },
  },
  { files: ['src/ui/**'], rules: { 'no-restricted-imports': 'off' } },
)
