/** What every test text says; ten words that tell the reader what it is. */
const FIXED_WORDS = 'lab-sms: your lab number works. Reply and an agent reads it.';

/** Characters of one segment in the GSM 7-bit alphabet; a longer text, or another alphabet, costs more than one. */
export const SEGMENT_CHARACTERS = 160;

/** The GSM 7-bit default alphabet without its extension table, whose characters count twice. */
const GSM_7 = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/;

/** The text message: the fixed words and, after them, the org's own from its secret. */
export function testSmsText(ownWords: string | undefined): string {
  return ownWords === undefined ? FIXED_WORDS : `${FIXED_WORDS} ${ownWords}`;
}

/** Why the org's own words don't fit into one segment, or undefined. Never repeats them: they come from the secret. */
export function testSmsTextProblem(ownWords: string): string | undefined {
  const room = SEGMENT_CHARACTERS - FIXED_WORDS.length - 1;
  if (ownWords.length > room)
    return `must be at most ${room} characters (it has ${ownWords.length}), so that the text stays one segment`;
  if (!GSM_7.test(ownWords))
    return 'must use letters, digits and signs of the GSM alphabet only, so that the text stays one segment';
  return undefined;
}
