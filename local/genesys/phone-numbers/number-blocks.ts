/** A run of numbers of one kind: prefix, then each of `from` to `to` with that many digits. */
export interface NumberBlock {
  countryCode: string;
  phoneNumberType: 'local' | 'mobile' | 'tollfree';
  prefix: string;
  from: number;
  to: number;
  digits: number;
  areaCode?: string;
  region?: string;
  city?: string;
}

const northAmerica: readonly [country: string, areaCode: string, region: string, city: string][] = [
  ['US', '201', 'NJ', 'Jersey City'],
  ['US', '206', 'WA', 'Seattle'],
  ['US', '212', 'NY', 'New York'],
  ['US', '213', 'CA', 'Los Angeles'],
  ['US', '303', 'CO', 'Denver'],
  ['US', '305', 'FL', 'Miami'],
  ['US', '312', 'IL', 'Chicago'],
  ['US', '317', 'IN', 'Indianapolis'],
  ['US', '404', 'GA', 'Atlanta'],
  ['US', '415', 'CA', 'San Francisco'],
  ['US', '512', 'TX', 'Austin'],
  ['US', '617', 'MA', 'Boston'],
  ['US', '702', 'NV', 'Las Vegas'],
  ['US', '919', 'NC', 'Raleigh'],
  ['CA', '416', 'ON', 'Toronto'],
  ['CA', '506', 'NB', 'Moncton'],
  ['CA', '514', 'QC', 'Montreal'],
  ['CA', '604', 'BC', 'Vancouver'],
];

/** Line numbers 0100 to 0199 of the exchange 555 are set aside for fiction in every area code. */
const fictional555 = (areaCode: string) => ({ prefix: `+1${areaCode}55501`, from: 0, to: 99, digits: 2, areaCode });

/** Ranges that regulators keep for films and books: Ofcom, ComReg, PTS, ACMA, Arcep, Bundesnetzagentur. */
const forFiction: readonly NumberBlock[] = [
  { countryCode: 'GB', phoneNumberType: 'mobile', prefix: '+447700900', from: 0, to: 999, digits: 3, areaCode: '7700' },
  {
    countryCode: 'GB',
    phoneNumberType: 'local',
    prefix: '+442079460',
    from: 0,
    to: 999,
    digits: 3,
    areaCode: '20',
    city: 'London',
  },
  {
    countryCode: 'GB',
    phoneNumberType: 'local',
    prefix: '+441614960',
    from: 0,
    to: 999,
    digits: 3,
    areaCode: '161',
    city: 'Manchester',
  },
  {
    countryCode: 'GB',
    phoneNumberType: 'tollfree',
    prefix: '+448081570',
    from: 0,
    to: 999,
    digits: 3,
    areaCode: '808',
  },
  { countryCode: 'IE', phoneNumberType: 'local', prefix: '+3532091', from: 0, to: 9_999, digits: 5, areaCode: '20' },
  { countryCode: 'SE', phoneNumberType: 'mobile', prefix: '+467017406', from: 5, to: 99, digits: 2, areaCode: '70' },
  {
    countryCode: 'SE',
    phoneNumberType: 'local',
    prefix: '+468465004',
    from: 0,
    to: 99,
    digits: 2,
    areaCode: '8',
    city: 'Stockholm',
  },
  {
    countryCode: 'AU',
    phoneNumberType: 'local',
    prefix: '+6125550',
    from: 0,
    to: 9_999,
    digits: 4,
    areaCode: '2',
    city: 'Sydney',
  },
  {
    countryCode: 'FR',
    phoneNumberType: 'local',
    prefix: '+3319900',
    from: 0,
    to: 9_999,
    digits: 4,
    areaCode: '1',
    city: 'Paris',
  },
  { countryCode: 'FR', phoneNumberType: 'mobile', prefix: '+3363998', from: 0, to: 9_999, digits: 4, areaCode: '6' },
  {
    countryCode: 'DE',
    phoneNumberType: 'local',
    prefix: '+493023125',
    from: 0,
    to: 999,
    digits: 3,
    areaCode: '30',
    city: 'Berlin',
  },
];

const callingCodes: Readonly<Record<string, string>> = {
  AT: '43',
  AU: '61',
  BE: '32',
  BG: '359',
  BR: '55',
  CH: '41',
  CL: '56',
  CO: '57',
  CZ: '420',
  DE: '49',
  DK: '45',
  EE: '372',
  ES: '34',
  FI: '358',
  GR: '30',
  HK: '852',
  HR: '385',
  HU: '36',
  ID: '62',
  IE: '353',
  IL: '972',
  IN: '91',
  IS: '354',
  IT: '39',
  JP: '81',
  KR: '82',
  LT: '370',
  LU: '352',
  LV: '371',
  MX: '52',
  MY: '60',
  NL: '31',
  NO: '47',
  NZ: '64',
  PH: '63',
  PL: '48',
  PT: '351',
  RO: '40',
  SG: '65',
  SI: '386',
  SK: '421',
  TH: '66',
  ZA: '27',
};

/** Elsewhere: two zeros after the country code, which dial out of a country and so begin no subscriber's number. */
const nobodys = Object.entries(callingCodes).flatMap(([countryCode, callingCode]) =>
  (['local', 'mobile'] as const)
    .filter((type) => !forFiction.some((block) => block.countryCode === countryCode && block.phoneNumberType === type))
    .map((phoneNumberType): NumberBlock => {
      const kind = phoneNumberType === 'local' ? '1' : '6';
      return { countryCode, phoneNumberType, prefix: `+${callingCode}00${kind}`, from: 0, to: 9_999, digits: 5 };
    }),
);

/** Every number that can be bought in the simulated world; none of them can ring anybody. */
export const NUMBER_BLOCKS: readonly NumberBlock[] = [
  ...northAmerica.map(([countryCode, areaCode, region, city]): NumberBlock => {
    return { countryCode, phoneNumberType: 'local', ...fictional555(areaCode), region, city };
  }),
  ...['800', '833', '844', '855', '866', '877', '888'].flatMap((areaCode) =>
    ['US', 'CA'].map((countryCode): NumberBlock => {
      return { countryCode, phoneNumberType: 'tollfree', ...fictional555(areaCode) };
    }),
  ),
  ...forFiction,
  ...nobodys,
];

/**
 * Countries that want an address on file, and whether it must be in the country. Which ones do changes with the
 * regulators; these are the simulator's.
 */
export const WANTS_ADDRESS: Readonly<Record<string, 'any' | 'local'>> = {
  BR: 'any',
  DK: 'local',
  IL: 'any',
  JP: 'local',
  MX: 'local',
  ZA: 'any',
};

/** Of those that sell by hand, the countries that want a bundle of documents; which ones is the simulator's choice. */
export const WANTS_BUNDLE: ReadonlySet<string> = new Set(['CZ', 'HK', 'HU', 'IT', 'PL']);

/** Countries that sell a number only against documents, by hand. Source: the vendor's help on buying SMS numbers. */
export const SOLD_BY_HAND: ReadonlySet<string> = new Set(
  'AU AT BE CZ EE FR DE HK HU IT LT MY PL PT SG ES CH'.split(' '),
);
