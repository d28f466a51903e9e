import vueI18n from '@intlify/eslint-plugin-vue-i18n'
import vue from 'eslint-plugin-vue'
import typescript from 'typescript-eslint'

export default typescript.config(
  { ignores: ['target/**', 'node_modules/**'] },
  ...typescript.configs.recommended,
  ...vue.configs['flat/recommended'],
  ...vueI18n.configs.recommended,
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: typescript.parser } },
  },
  {
    settings: {
      'vue-i18n': {
        localeDir: {
          pattern: './src/locales/*/*.json',
          localeKey: 'path',
          localePattern: /^.*\/(?<locale>zh|en)\/.*\.json$/,
        },
        messageSyntaxVersion: '^11.0.0',
      },
    },
    rules: {
      // Every word that people read stands in the translations; what registries say is bound, and shown as text.
      '@intlify/vue-i18n/no-raw-text': ['error', { ignorePattern: '^[\\s·—–:/()×%,+|→#@.-]*$' }],
      '@intlify/vue-i18n/no-missing-keys': 'error',
      '@intlify/vue-i18n/no-missing-keys-in-other-locales': 'error',
      '@intlify/vue-i18n/no-v-html': 'error',
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
      // Prettier decides.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      // The policy of the server forbids style attributes.
      'vue/no-restricted-static-attribute': 'off',
      'vue/no-static-inline-styles': 'error',
    },
  },
)
