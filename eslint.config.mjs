import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/**", "out/**", "node_modules/**", "test/vscode/editor/**", "**/*.mjs", "**/*.cjs", "**/*.js"] },
  ...tseslint.configs.strict,
  {
    languageOptions: {
      parserOptions: {
        project: [
          "src/engine/tsconfig.json",
          "src/engine/tsconfig.node.json",
          "src/extension/tsconfig.json",
          "src/webview/tsconfig.json",
          "test/tsconfig.json",
          "bench/tsconfig.json",
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-unnecessary-condition": "error",
      "no-eval": "error",
      "no-new-func": "error",
    },
  },
  {
    // An assertion narrows a type to what it asserts, so that the same question asked again looks needless.
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-unnecessary-condition": "off" },
  },
);
