const paths = {
  waiting: 'M5 2h6M5 14h6M5.5 2v2.5L8 8l2.5-3.5V2M5.5 14v-2.5L8 8l2.5 3.5V14',
  working: 'M8 2a6 6 0 1 1-6 6M8 5v3l2 1.5',
  claimed: 'M8 7.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.8 14c.4-3 2.5-4.5 5.2-4.5s4.8 1.5 5.2 4.5',
  incident: 'M8 2 15 14H1zM8 6.5v3.5M8 12v.2',
  done: 'M3 8.5 6.5 12 13 4.5',
  cancelled: 'M4 4l8 8M12 4l-8 8',
  scrapped: 'M3 4.5h10M6 4.5V2.5h4v2M4.5 4.5 5 13.5h6l.5-9',
  late: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.5v4M8 11.2v.2',
  note: 'M3 2.5h10v7.5l-3.5 3.5H3zM5.5 6h5M5.5 9h3',
  recalled: 'M6 3 2.5 6.5 6 10M2.5 6.5H10a3.5 3.5 0 0 1 0 7H6',
  arrow: 'M3 8h10M9 4l4 4-4 4',
  back: 'M13 8H3M7 4 3 8l4 4',
  more: 'M3.5 8v.1M8 8v.1M12.5 8v.1',
  sum: 'M12.5 3.5h-9L8 8l-4.5 4.5h9',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  rush: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z',
  held: 'M5.5 3v10M10.5 3v10',
  changed: 'M3 13l1-3.5L11 2.5l2.5 2.5-7 7zM9.5 4l2.5 2.5',
  sound: 'M2.5 6v4H5l3.5 3V3L5 6zM11 5.5c1.3 1.4 1.3 3.6 0 5M13 3.5c2.4 2.6 2.4 6.4 0 9',
  silent: 'M2.5 6v4H5l3.5 3V3L5 6zM11 6l3.5 4M14.5 6 11 10',
  awake:
    'M8 4.5v-3M8 14.5v-3M4.5 8h-3M14.5 8h-3M8 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4',
  asleep: 'M13 10A6 6 0 0 1 6 3a5.5 5.5 0 1 0 7 7z',
  settings: 'M2.5 5h6M11.5 5h2M2.5 11h2M7.5 11h6M10 3.3v3.4M6 9.3v3.4',
  help: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.8-1.1 1.8M8 13v.2',
  sending: 'M8 13V4M4.5 7.5 8 4l3.5 3.5M3 1.8h10',
} satisfies Record<string, string>;

export type IconName = keyof typeof paths;

/** An icon of 1 em; always beside a word, so hidden from screen readers. */
export const Icon = ({ name, className }: { name: IconName; className?: string | undefined }) => (
  <svg
    viewBox="0 0 16 16"
    width="1em"
    height="1em"
    className={className}
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.6"
    strokeLinecap="round"
    strokeLinejoin="round"
  >
    <path d={paths[name]} />
  </svg>
);
