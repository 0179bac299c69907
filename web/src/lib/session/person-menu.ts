import { createStore } from '@cupcakery/client/store';

/** Whether the dialog is open in which one sees who one is, and can be somebody else. Any page may open it. */
export const personMenu = createStore(false);
