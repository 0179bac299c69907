/** The colours of a flavour. */
export type Look = { frosting: string; shade: string; liner: string; pleat: string; topping: Topping };
export type Topping = 'cherry' | 'sprinkles' | 'chips' | 'slice' | 'leaf' | 'none';

const look = (frosting: string, shade: string, liner: string, pleat: string, topping: Topping): Look => ({
  frosting,
  shade,
  liner,
  pleat,
  topping,
});

const vanilla = look('#f8e7bd', '#e5cb90', '#d98a8c', '#ba686d', 'sprinkles');

// Words that occur in names of flavours, in the languages of the pages; the first that fits wins.
const known: [RegExp, Look][] = [
  [/choc|schoko|cocoa|kakao|mocha|mokka/i, look('#8a5640', '#653927', '#e3b88f', '#c6946a', 'chips')],
  [/velvet|cherry|kirsch/i, look('#f8efe8', '#dfccc0', '#9c2733', '#771a25', 'cherry')],
  [/lemon|zitr|citr|lime/i, look('#f6e27a', '#dcc044', '#86b09b', '#648f79', 'slice')],
  [/vanil|plain/i, vanilla],
  [/straw|rasp|berry|beere|rose/i, look('#efb0bb', '#d98a99', '#c7dba8', '#a3bd80', 'cherry')],
  [/pist|mint|minz|match/i, look('#bcd3a0', '#97b477', '#e9cfa6', '#cbab7b', 'leaf')],
  [
    /caram|karam|salt|salz|coffee|kaffee|nut|nuss/i,
    look('#deaa72', '#bd864d', '#8b5f4a', '#6b4433', 'chips'),
  ],
];

/** Grey and without a topping: a colour would be taken for that of another flavour. */
const neutral: Look = look('#d8d2cb', '#b9b1a8', '#a89f95', '#8c837a', 'none');

/** How to draw a flavour; one that is not chosen yet as the plainest. */
export const lookOf = (flavour: string): Look =>
  flavour.trim() === '' ? vanilla : (known.find(([words]) => words.test(flavour))?.[1] ?? neutral);
