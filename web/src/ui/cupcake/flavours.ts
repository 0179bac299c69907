/** The colours a flavour is drawn in. */
export type Look = { frosting: string; shade: string; liner: string; pleat: string; topping: Topping };
export type Topping = 'cherry' | 'sprinkles' | 'chips' | 'slice' | 'leaf';

const look = (frosting: string, shade: string, liner: string, pleat: string, topping: Topping): Look => ({
  frosting,
  shade,
  liner,
  pleat,
  topping,
});

// Words that occur in names of flavours; the first that fits wins.
const known: [RegExp, Look][] = [
  [/choc|cocoa|mocha/i, look('#8a5640', '#653927', '#e3b88f', '#c6946a', 'chips')],
  [/velvet|cherry/i, look('#f8efe8', '#dfccc0', '#9c2733', '#771a25', 'cherry')],
  [/lemon|citr|lime/i, look('#f6e27a', '#dcc044', '#86b09b', '#648f79', 'slice')],
  [/vanil|plain/i, look('#f8e7bd', '#e5cb90', '#d98a8c', '#ba686d', 'sprinkles')],
  [/straw|rasp|berry|rose/i, look('#efb0bb', '#d98a99', '#c7dba8', '#a3bd80', 'cherry')],
  [/pist|mint|match/i, look('#bcd3a0', '#97b477', '#e9cfa6', '#cbab7b', 'leaf')],
  [/caram|salt|coffee|nut/i, look('#deaa72', '#bd864d', '#8b5f4a', '#6b4433', 'chips')],
];

const others: Look[] = [
  look('#c8b5de', '#a78fc4', '#efd9a8', '#d0b67d', 'sprinkles'),
  look('#a9c3e4', '#83a2cb', '#f0c9b4', '#d3a48a', 'cherry'),
  look('#f3c3a2', '#dc9d75', '#9fb8a8', '#7d9887', 'leaf'),
  look('#a8d6cb', '#7fb8ab', '#d6a3b5', '#b87f94', 'sprinkles'),
];

/** How to draw a flavour; an unknown name always gets the same of a few looks. */
export const lookOf = (flavour: string): Look => {
  const match = known.find(([words]) => words.test(flavour));
  if (match) return match[1];
  let sum = 0;
  for (const letter of flavour) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9_973;
  return others[sum % others.length] ?? look('#f8e7bd', '#e5cb90', '#d98a8c', '#ba686d', 'sprinkles');
};
