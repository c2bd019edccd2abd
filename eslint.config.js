import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Layers without time, timers or randomness of their own: they get `Clock` and `Crypto` passed in (design §3). */
const PURE = ['src/shared', 'src/main/imap', 'src/main/pop3', 'src/main/smtp', 'src/main/sasl']
  .concat(['src/main/sync', 'src/main/operations', 'src/main/outbox'])
  .map((folder) => `${folder}/**/*.ts`);
const TESTS = ['**/*.test.{ts,tsx}', '**/*.conformance.ts', '**/testing/**', 'tests/**'];

/** Each ban names the one file where the thing may be done, and is lifted there and nowhere else. */
const BANS = {
  defaultExport: {
    selector: 'ExportDefaultDeclaration',
    message: 'Name what you export.',
  },
  html: {
    selector:
      'AssignmentExpression > MemberExpression.left[property.name=/^(innerHTML|outerHTML)$/], CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|createContextualFragment)$/], CallExpression[callee.object.name="document"][callee.property.name=/^(write|writeln)$/], JSXAttribute[name.name="dangerouslySetInnerHTML"], Property[key.name="dangerouslySetInnerHTML"]',
    message: 'HTML becomes DOM in the sanitiser only (security.md §1).',
  },
  certificates: {
    selector: 'Property[key.name="rejectUnauthorized"]',
    message: 'Certificates are judged in src/main/net/tls-policy.ts only.',
  },
  openExternal: {
    selector: 'MemberExpression[property.name=/^(openExternal|openPath)$/]',
    message: 'Things are opened outside in src/main/host/electron/open-outside.ts only.',
  },
  windows: {
    selector:
      'NewExpression[callee.name="BrowserWindow"], NewExpression[callee.property.name="BrowserWindow"]',
    message: 'Windows are made in src/main/host/electron/windows.ts only.',
  },
  emptyCatch: {
    selector:
      'CallExpression[callee.property.name="catch"] > ArrowFunctionExpression > BlockStatement[body.length=0]',
    message: 'Say why the failure does not matter, in code: return undefined with a reason, or handle it.',
  },
};
const bans = (...lifted) => [
  'error',
  ...Object.entries(BANS)
    .filter(([name]) => !lifted.includes(name))
    .map(([, ban]) => ban),
];

const IMPURE = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Ask the Clock.' },
  { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: 'Ask the Clock.' },
  { selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: 'Ask Crypto.' },
];

export default tseslint.config(
  {
    ignores: [
      'out/**',
      'dist/**',
      'node_modules/**',
      'coverage/**',
      'tests/corpora/**',
      'test-results/**',
      '**/*.d.ts',
    ],
  },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.node.json', './tsconfig.web.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-ignore': true, 'ts-expect-error': true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      // An async method that has nothing to wait for still keeps an interface's promise.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: false, allowRegExp: true },
      ],
      '@typescript-eslint/only-throw-error': [
        'error',
        { allowThrowingUnknown: true, allowThrowingAny: true },
      ],
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingUnknown: true, allowThrowingAny: true },
      ],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
      'no-control-regex': 'off',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', 600],
      'no-restricted-syntax': bans(),
    },
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  { files: ['src/main/net/tls-policy.ts'], rules: { 'no-restricted-syntax': bans('certificates') } },
  {
    files: ['src/main/host/electron/open-outside.ts'],
    rules: { 'no-restricted-syntax': bans('openExternal') },
  },
  { files: ['src/main/host/electron/windows.ts'], rules: { 'no-restricted-syntax': bans('windows') } },
  {
    files: PURE,
    ignores: TESTS,
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'setTimeout',
          'setInterval',
          'setImmediate',
          'performance',
          'crypto',
          'fetch',
          'process',
          'Buffer',
        ],
      ],
      'no-restricted-syntax': [...bans(), ...IMPURE],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: [...TESTS, 'src/main/{index,browser,cli}.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: TESTS,
    rules: {
      'no-restricted-syntax': bans('certificates', 'html', 'openExternal', 'windows'),
      '@typescript-eslint/unbound-method': 'off',
      // expect.any() and expect.objectContaining() are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    files: ['*.config.{ts,js}', '**/*.mjs', '**/*.cjs', '**/*.js', 'tests/**/*.config.ts'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { parserOptions: { project: null, projectService: false } },
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      'no-restricted-syntax': bans('defaultExport'),
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
);
