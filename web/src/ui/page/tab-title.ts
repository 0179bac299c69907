/** The title of the tab: what is most telling first, since tabs are narrow. */
export const tabTitle = (...parts: string[]): string => [...parts, 'Cupcakery'].join(' · ');
