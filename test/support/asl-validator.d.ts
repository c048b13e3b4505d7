declare module 'asl-validator' {
  /** Holds a definition against the Amazon States Language: its schema, its transitions and its paths. */
  function validate(
    definition: object,
    options?: { checkArn?: boolean; checkPaths?: boolean },
  ): { isValid: boolean; errors: unknown[]; errorsText(separator?: string): string };
  export = validate;
}
