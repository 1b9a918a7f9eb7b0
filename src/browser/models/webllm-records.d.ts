/** Made at build time from the installed @mlc-ai/web-llm by scripts/webllm-records-plugin.ts. */
declare module 'virtual:webllm-records' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-imports -- an import statement would have to be absolute here
  const found: import('../../core/models/records.ts').PrebuiltRecords;
  export default found;
}
